"""Tests of news and events."""
