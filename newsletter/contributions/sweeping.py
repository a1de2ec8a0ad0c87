"""Deletes pictures of items that nothing points to; the public ones, of stories too, are swept by `casestudies`."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

from het_site.core.sweeping import files_below, old_enough, sweep_files
from newsletter.models import ItemPicture
from newsletter.models.contributions import FOLDER


def sweep(now: datetime | None = None) -> int:
    """Delete what is old enough and held by no row; gives how many files. For the daily clock."""
    private = ItemPicture._meta.get_field("file").storage
    held = chain.from_iterable(ItemPicture.objects.values_list("file", "small"))
    return sweep_files(private, files_below(private, FOLDER), held, old_enough(now))
