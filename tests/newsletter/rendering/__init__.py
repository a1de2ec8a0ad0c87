"""Editions as page, email and text."""
