"""Which figures have to be held back so that no small number can be read or worked out. Knows no database.

Plain values in, plain values out; SciPy solves the sums, so this is for the worker and never imported by a page.
"""

from indicators.disclosure.holding import SECONDARY, SMALL, Cell, Group, hold_back
from indicators.disclosure.sums import Figure, Place, Tables, tables_of

__all__ = ["SECONDARY", "SMALL", "Cell", "Figure", "Group", "Place", "Tables", "hold_back", "tables_of"]
