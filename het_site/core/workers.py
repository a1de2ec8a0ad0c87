"""Tells whether anybody is there to do the work that takes long. Reads only."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

#: a worker says every few seconds that it is there; one that has been silent for so long is not
SILENCE = timedelta(seconds=60)


def last_seen() -> datetime | None:
    """Give when a worker last said that it is there; None where none ever did or the last one left in good order."""
    seen: datetime | None = ProcrastinateWorker.objects.aggregate(at=Max("last_heartbeat"))["at"]
    return seen


def is_anybody_there() -> bool:
    """Tell whether a worker has been seen lately."""
    seen = last_seen()
    return seen is not None and timezone.now() - seen < SILENCE
