"""Editions as email: what they look like in mail programs, and as plain text."""
