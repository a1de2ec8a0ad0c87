"""The portal itself: settings, the shared base (core), the page that joins everything (home) and running it locally."""
