"""Journeys through the demo site in a real browser, against the production settings."""
