"""Limits how often something may be tried, for all web processes together. Keeps hashes for a day, never addresses."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from het_site.core.models import Attempt, RequestCount

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most so many tries of a kind by one key within a time."""

    kind: str
    most: int
    within: timedelta


def network_address(request: HttpRequest) -> str:
    """Give where a request comes from; behind our own proxy, what the proxy says last.

    An IPv6 visitor has a whole network of addresses, so the network stands for all of them.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _key(limit: Limit, value: str) -> str:
    return salted_hmac(f"het_site.core.throttle.{limit.kind}", value.casefold(), algorithm="sha256").hexdigest()


def _is_used_up(limit: Limit, value: str, *, allowed: int) -> bool:
    since = timezone.now() - limit.within
    tries = Attempt.objects.filter(kind=limit.kind, key=_key(limit, value), made_at__gt=since)
    return tries.count() > allowed


def spend(limits: Mapping[Limit, str]) -> bool:
    """Note one try under each limit's key and tell whether it is allowed.

    Tries are noted before they are counted, so that many at once cannot slip through together; nothing is noted once a
    limit is reached, so that an attack does not fill the table.
    """
    if any(_is_used_up(limit, value, allowed=limit.most - 1) for limit, value in limits.items()):
        return False
    now = timezone.now()
    Attempt.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    Attempt.objects.bulk_create(
        Attempt(kind=limit.kind, key=_key(limit, value), made_at=now) for limit, value in limits.items()
    )
    return not any(_is_used_up(limit, value, allowed=limit.most) for limit, value in limits.items())


def wait(limits: Mapping[Limit, str]) -> timedelta:
    """Give how long until one more try is allowed under every limit; nothing where it is allowed now."""
    now = timezone.now()
    longest = timedelta()
    for limit, value in limits.items():
        tries = Attempt.objects.filter(kind=limit.kind, key=_key(limit, value), made_at__gt=now - limit.within)
        in_the_way = tries.order_by("-made_at").values_list("made_at", flat=True)[limit.most - 1 : limit.most].first()
        if in_the_way is not None:
            longest = max(longest, in_the_way + limit.within - now)
    return longest


def forgive(limit: Limit, value: str) -> None:
    """Forget the tries of one key, for somebody who has shown who they are."""
    Attempt.objects.filter(kind=limit.kind, key=_key(limit, value)).delete()


_COUNT = """
    INSERT INTO core_requestcount (kind, key, began_at, made) VALUES (%s, %s, %s, 1)
    ON CONFLICT (kind, key, began_at) DO UPDATE SET made = core_requestcount.made + 1 RETURNING made"""


def seconds_to_wait(limit: Limit, value: str) -> int:
    """Count one request and give how long its sender has to wait; 0 while the limit is not reached.

    For what is asked for often and harms little: one row counts all requests of a stretch of time, so that a request
    costs one short write. At the turn of two stretches somebody may get through twice as many.
    """
    now = timezone.now()
    stretch = int(limit.within.total_seconds())
    began = int(now.timestamp()) // stretch * stretch
    began_at = datetime.fromtimestamp(began, tz=UTC)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [limit.kind, _key(limit, value), began_at])
        (made,) = cursor.fetchone()
    if made == 1:
        RequestCount.objects.filter(began_at__lt=now - KEPT_FOR).delete()
    return 0 if made <= limit.most else max(1, began + stretch - int(now.timestamp()))
