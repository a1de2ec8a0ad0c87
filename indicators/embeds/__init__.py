"""Charts on other people's pages: a bare page for frames, and the oEmbed endpoint that tells programs of it."""
