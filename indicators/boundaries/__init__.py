"""Outlines of places from a GeoJSON file: read, checked and held against what is known. Plain values; writes nothing."""

from indicators.boundaries.planning import Creation, KnownArea, Plan, Wanted, plan
from indicators.boundaries.reading import Boundary, Read, read_boundaries

__all__ = ["Boundary", "Creation", "KnownArea", "Plan", "Read", "Wanted", "plan", "read_boundaries"]
