"""Indicators, areas, observations and data releases."""
