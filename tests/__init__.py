"""Tests mirror the apps; what a test needs is beside it."""
