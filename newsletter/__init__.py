"""News and events."""
