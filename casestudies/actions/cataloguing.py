"""Writes the library's catalogue down, so that no visit has to read it together."""

from __future__ import annotations

from casestudies.library.catalogue import mark_for, read
from casestudies.library.state import state
from casestudies.models import StoredCatalogue


def look_after_catalogue() -> bool:
    """Write the catalogue down if it is out of date; tells whether it was.

    The mark is taken first: whatever changes meanwhile makes what is written out of date, never wrong.
    """
    mark = mark_for(state())
    if StoredCatalogue.objects.filter(mark=mark).exists():
        return False
    StoredCatalogue.objects.update_or_create(pk=1, defaults={"mark": mark, "written": read().packed()})
    return True
