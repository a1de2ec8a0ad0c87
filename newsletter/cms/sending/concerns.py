"""Sendings that somebody should look at, for the dashboard. Reads only."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from het_site.core import workers
from het_site.core.models import User
from newsletter.cms.sending.progress import in_words
from newsletter.cms.sending.screens import called, counted
from newsletter.models import Delivery, Sending
from newsletter.sending import arming
from newsletter.sending.dispatching import SEND

State = Sending.State


def standing_still(user: User) -> QuerySet[Sending]:
    """Editions that are not sent on: paused, or due while nobody is there to send or sending is switched off."""
    rows = Sending.objects.select_related("edition").order_by("start_at")
    if not user.has_perm(SEND):
        return rows.none()
    due = Q(state__in=[State.PLANNED, State.RUNNING], start_at__lte=timezone.now())
    is_held_up = not workers.is_anybody_there() or bool(arming.why_not())
    return rows.filter(Q(state=State.PAUSED) | due if is_held_up else Q(state=State.PAUSED))


def uncertain(user: User) -> QuerySet[Sending]:
    """Editions with copies of which nobody knows whether they were sent; `doubts` says how many."""
    rows = Sending.objects.select_related("edition").order_by("-start_at")
    doubts = Count("deliveries", filter=Q(deliveries__state=Delivery.State.UNCERTAIN))
    return rows.annotate(doubts=doubts).filter(doubts__gt=0) if user.has_perm(SEND) else rows.none()


def title_of(sending: Sending) -> str:
    """Name the edition."""
    return called(sending.edition)


def why_still(sending: Sending) -> str:
    """Say how far it is and why it stands."""
    return f"{in_words(sending)}. {sending.note}" if sending.note else f"{in_words(sending)}."


def doubts_of(sending: Sending) -> str:
    """Say how many copies are uncertain."""
    return counted(int(getattr(sending, "doubts", 0)), "copy", "copies")
