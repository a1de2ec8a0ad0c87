"""Makes those who change the live figures, or what is concluded from them, wait for each other."""

from __future__ import annotations

from django.db import connection

#: any number will do, as long as everybody takes the same lock
PUBLISHING_LOCK = 0x505542


def wait_for_other_publications() -> None:
    """Wait until no other transaction changes live figures; then others wait until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [PUBLISHING_LOCK])
