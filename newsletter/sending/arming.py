"""Says whether this database may send. One that was restored from a backup must not: it no longer knows who has been sent what.

Three marks tell a restored copy: it is in another place (another server, database, table or line of history), no worker
has looked after it for a while, or its count has gone back behind what this machine has seen.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format

from het_site.core.models import User
from newsletter.models import Arming, Sending, SendingEvent

logger = logging.getLogger(__name__)

#: a database that no worker has looked after for so long is taken for a restored one
SILENCE = timedelta(minutes=30)
MOVED = "This is not the database that sent last: it was restored or moved, or its server was replaced."
GONE_BACK = "The database has gone back in time: an earlier state of it was restored."
LONG_SILENT = "No worker has looked after it since {}: it may have been restored from a backup."

_PLACE = (
    """SELECT system_identifier || '/' || timeline_id || '/' || {} FROM pg_control_system(), pg_control_checkpoint()"""
)
_HERE = """(SELECT oid FROM pg_database WHERE datname = current_database()) || '/' || 'newsletter_delivery'::regclass::oid"""
_MAY_ASK = """SELECT has_function_privilege('pg_control_system()', 'execute')
    AND has_function_privilege('pg_control_checkpoint()', 'execute')"""


def place() -> str:
    """Name the server, its line of history, the database in it and the ledger's table: a restored copy differs in one."""
    with connection.cursor() as cursor:
        cursor.execute(_MAY_ASK)
        (may_ask,) = cursor.fetchone()
        cursor.execute(_PLACE.format(_HERE) if may_ask else f"SELECT {_HERE}")
        (found,) = cursor.fetchone()
    return str(found)


def may_send() -> bool:
    """Tell whether this database may send at this moment; changes nothing."""
    seen = _seen()  # before the row, which another worker may count up meanwhile
    row = Arming.objects.filter(pk=1).first()
    return row is not None and row.is_armed and not _doubts(row, seen)


def why_not() -> str:
    """Say why this database may not send at this moment; empty where it may. Changes nothing."""
    seen = _seen()
    row = Arming.objects.filter(pk=1).first()
    if row is not None and not row.is_armed:
        return row.why_not or MOVED
    doubts = MOVED if row is None else _doubts(row, seen)
    return doubts if doubts and Sending.objects.exists() else ""  # where nothing was sent, nothing can be repeated


def look_after() -> bool:
    """Note that the database is in use, or switch sending off if it looks restored; tells whether it may send."""
    with transaction.atomic():
        row, is_new = Arming.objects.select_for_update().get_or_create(pk=1, defaults={"place": place()})
        if row.is_armed:
            if doubts := MOVED if is_new else _doubts(row, _seen()):
                _settle_doubts(row, doubts)
            row.count += 1
            if row.is_armed:
                row.looked_after_at = timezone.now()
            row.save()
    if row.is_armed:
        _remember(row)
    return row.is_armed


def arm(*, by: User | None, note: str = "") -> None:
    """Let this database send, because a person has made sure that it is the right one."""
    with transaction.atomic():
        Arming.objects.select_for_update().filter(pk=1).first()
        row, _ = Arming.objects.update_or_create(
            pk=1,
            defaults={
                "place": place(),
                "looked_after_at": timezone.now(),
                "is_armed": True,
                "why_not": "",
                "count": _seen().get(place(), 0) + 1,
            },
        )
        SendingEvent.objects.create(kind=SendingEvent.Kind.ARMED, by=by, note=note[:300])
    _remember(row)
    logger.warning("Sending was switched on by person %s.", by.pk if by else "unknown")


def _settle_doubts(row: Arming, doubts: str) -> None:
    """Switch off, unless there is nothing that could be sent a second time."""
    row.place = place()
    if Sending.objects.exists():
        row.is_armed, row.why_not = False, doubts
        SendingEvent.objects.create(kind=SendingEvent.Kind.DISARMED, note=doubts)
        logger.error("Sending was switched off: %s", doubts)


def _doubts(row: Arming, seen: dict[str, int]) -> str:
    if row.place != place():
        return MOVED
    if row.count < seen.get(row.place, 0):
        return GONE_BACK
    if timezone.now() - row.looked_after_at > SILENCE:
        since = timezone.localtime(row.looked_after_at)
        return LONG_SILENT.format(date_format(since, "j F Y, H:i"))
    return ""


# What this machine has seen, beside the database and not in it


def _file() -> Path:
    return Path(settings.DATA_DIR) / "newsletter-seen.json"


def _seen() -> dict[str, int]:
    """Give how far each place had counted when this machine last saw it."""
    try:
        found = json.loads(_file().read_text())
        return {str(found["place"]): int(found["count"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _remember(row: Arming) -> None:
    path = _file()
    mine = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    try:
        mine.write_text(json.dumps({"place": row.place, "count": max(row.count, _seen().get(row.place, 0))}))
        mine.replace(path)
    except OSError as error:  # the other two marks still hold
        logger.warning("What was seen of the newsletter’s database could not be kept: %s", error)
