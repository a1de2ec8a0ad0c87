"""Counts a sending's rows and says whether they add up. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from newsletter.models import Delivery, Sending

State = Delivery.State


@dataclass(frozen=True)
class Counts:
    """How many were candidates when it was frozen, and how many of them stand where now."""

    candidates: int
    pending: int = 0
    sending: int = 0
    accepted: int = 0
    failed: int = 0
    uncertain: int = 0
    excluded: int = 0

    @property
    def rows(self) -> int:
        """All of them together."""
        return self.accepted + self.failed + self.excluded + self.uncertain + self.pending + self.sending

    @property
    def adds_up(self) -> bool:
        """Tell whether everybody who was a candidate stands somewhere, once."""
        return self.candidates == self.rows

    @property
    def to_do(self) -> int:
        """Those who have not been sent it yet and shall be."""
        return self.pending + self.sending

    @property
    def readers(self) -> int:
        """Those it was meant for who have not been left out."""
        return self.rows - self.excluded


def counts_of(sending: Sending) -> Counts:
    """Count where everybody stands, at one instant."""
    rows = Delivery.objects.filter(sending=sending).order_by().values_list("state").annotate(Count("pk"))
    return Counts(candidates=sending.candidates, **dict(rows))


def reasons_of(sending: Sending) -> dict[Delivery.Why, int]:
    """Count who was left out for which reason."""
    rows = Delivery.objects.filter(sending=sending, state=State.EXCLUDED).order_by("why").values_list("why")
    return {Delivery.Why(why): count for why, count in rows.annotate(Count("pk"))}
