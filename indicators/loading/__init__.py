"""Reads and checks the files that figures come in. Plain text in, plain rows and faults out; writes nothing."""

from indicators.loading.areas import AreaRow, read_areas
from indicators.loading.definitions import Definition, read_definition
from indicators.loading.observations import ObservationRow, read_observations

__all__ = ["AreaRow", "Definition", "ObservationRow", "read_areas", "read_definition", "read_observations"]
