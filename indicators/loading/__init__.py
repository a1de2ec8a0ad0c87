"""Reads and checks the areas and definitions of a content set. Plain text in, plain rows and faults out; writes nothing."""

from indicators.loading.areas import AreaRow, read_areas
from indicators.loading.definitions import Definition, read_definition

__all__ = ["AreaRow", "Definition", "read_areas", "read_definition"]
