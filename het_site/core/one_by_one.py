"""Does something to each of many rows, as clocks do: each held and by itself, so that one that fails does not stop the others."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

logger = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Model)


def each(rows: QuerySet[Row], work: Callable[[Row], bool], *, called: str, refused: type[Exception]) -> int:
    """Do it, oldest first; gives to how many it was done. One that is gone meanwhile, or refuses, is passed over."""
    done = 0
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                row = rows.model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
                done += bool(row is not None and work(row))
        except refused:
            continue
        except Exception:
            logger.exception("The clock could not do its work on %s %s.", called, pk)
    return done
