"""Tags that show news and events on pages of other apps."""
