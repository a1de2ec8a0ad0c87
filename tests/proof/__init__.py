"""Demonstrations that are too slow for every commit: kills, load, drills. `make proof`, `make proof T=database`."""
