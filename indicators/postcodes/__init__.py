"""Which ward a postcode lies in: how postcodes are written, and how a lookup file of them is read. No ORM."""

from __future__ import annotations

from indicators.postcodes.reading import Lookup, LookupFault, read_lookup
from indicators.postcodes.writing import Typed, normal, shown, typed_postcode

__all__ = ["Lookup", "LookupFault", "Typed", "normal", "read_lookup", "shown", "typed_postcode"]
