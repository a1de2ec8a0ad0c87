"""Reads and checks the areas and definitions of a content set. Plain text in, plain rows and faults out; writes nothing."""

from indicators.loading.area_groups import GroupEntry, read_area_groups
from indicators.loading.areas import AreaRow, read_areas
from indicators.loading.definitions import Definition, read_definition

__all__ = ["AreaRow", "Definition", "GroupEntry", "read_area_groups", "read_areas", "read_definition"]
