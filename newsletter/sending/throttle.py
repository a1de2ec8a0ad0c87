"""How fast all workers together may send: what is left of each limit stands in the database. Sends nothing.

A limit of so many a minute holds for every minute, whenever it is begun to be counted: what may go at once and what comes
back meanwhile are together no more than the limit, with time for a message to be handed over after it was counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from newsletter.models import NewsletterSettings

#: seconds within which what was taken from a limit is sent or given up
FRESH = 5
#: claims under a limit go one after another; the number is this lock's alone
LOCK = 7_214_905_311


@dataclass(frozen=True)
class Rate:
    """So many in any minute; 0 for no limit."""

    most: int

    @property
    def burst(self) -> int:
        """How many may go at once."""
        return max(1, self.most // 20)

    @property
    def each_second(self) -> float:
        """How many come back in a second."""
        return (self.most - self.burst + 1) / (60 + FRESH)

    def left(self, left: float, seconds: float) -> float:
        """Give how many may go, so many seconds after so many were left."""
        return min(float(self.burst), left + max(0.0, seconds) * self.each_second)

    def wait(self, left: float) -> float:
        """Give the seconds until one may go."""
        return max(0.0, (1 - left) / self.each_second)


@dataclass
class Purse:
    """What may be taken now, under the limit for all messages and the limit for each domain. Within a transaction."""

    overall: Rate
    domain: Rate
    left: dict[str, float] = field(default_factory=dict)

    @classmethod
    def open(cls, chosen: NewsletterSettings) -> Purse:
        """Read what is left of each limit; nobody else does until the transaction is over."""
        purse = cls(overall=Rate(chosen.per_minute), domain=Rate(chosen.domain_per_minute))
        if purse.is_limited:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                cursor.execute(
                    'SELECT domain, "left", extract(epoch FROM clock_timestamp() - at)::float FROM newsletter_sendingrate'
                )
                for name, left, seconds in cursor.fetchall():
                    rate = purse._rate(name)
                    if rate.most:
                        purse.left[name] = rate.left(left, seconds)
        return purse

    @property
    def is_limited(self) -> bool:
        """Tell whether there is any limit."""
        return bool(self.overall.most or self.domain.most)

    @property
    def full(self) -> list[str]:
        """Name the domains to which nothing may go now."""
        return [name for name in self.left if name and self._of(name) < 1]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing may go to anybody now."""
        return bool(self.overall.most) and self._of("") < 1

    def take(self, domain: str) -> bool:
        """Take one message to a domain, if it may go now."""
        names = [name for name in ("", domain) if self._rate(name).most]
        if any(self._of(name) < 1 for name in names):
            return False
        for name in names:
            self.left[name] = self._of(name) - 1
        return True

    def wait(self, domains: Iterable[str]) -> float:
        """Give the seconds until a message may go to one of these domains."""
        overall = self.overall.wait(self._of("")) if self.overall.most else 0.0
        waits = [self.domain.wait(self._of(name)) for name in domains] if self.domain.most else []
        return max(overall, min(waits, default=0.0))

    def close(self) -> None:
        """Write down what is left; domains whose limit is whole again need no row."""
        if not self.is_limited:
            return
        kept = {name: left for name, left in self.left.items() if left < self._rate(name).burst}
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM newsletter_sendingrate WHERE domain <> ALL(%s)", [list(kept)])
            cursor.execute(
                'INSERT INTO newsletter_sendingrate (domain, "left", at)'
                " SELECT domain, rest, clock_timestamp() FROM unnest(%s::text[], %s::float[]) AS kept (domain, rest)"
                ' ON CONFLICT (domain) DO UPDATE SET "left" = excluded."left", at = excluded.at',
                [list(kept), [math.floor(left * 1e6) / 1e6 for left in kept.values()]],
            )

    def _rate(self, name: str) -> Rate:
        return self.domain if name else self.overall

    def _of(self, name: str) -> float:
        return self.left.get(name, float(self._rate(name).burst))
