"""Tags that show stories on pages of other apps."""
