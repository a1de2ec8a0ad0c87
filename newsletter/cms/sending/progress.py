"""How far a sending is: in words for the page, and as data for the script that keeps it fresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.timesince import timesince

from het_site.core import workers
from newsletter.cms.sending.screens import AboutEdition, address, clock_words, counted
from newsletter.models import Delivery, Sending
from newsletter.sending import arming
from newsletter.sending.counting import Counts, counts_of

State, Row = Sending.State, Delivery.State
#: the pace is that of the last minute, told once it can be told
WINDOW, SHORTEST = timedelta(minutes=1), 5.0
GONE = "gone"


@dataclass(frozen=True)
class Progress:
    """What is known of a sending right now."""

    counts: Counts
    state: str
    words: str
    pace: str
    left: str
    adds_up: str
    trouble: str
    seconds_to_undo: int | None

    @property
    def done(self) -> int:
        """Those of whom it is known what became of them, left-out ones not counted."""
        return self.counts.readers - self.counts.to_do

    @property
    def rows(self) -> list[tuple[str, str, int]]:
        """Give each part of the identity: its name, its words, its figure."""
        counts = self.counts
        return [
            ("accepted", "Taken by the mail server", counts.accepted),
            ("failed", "Refused", counts.failed),
            ("uncertain", "Uncertain", counts.uncertain),
            ("pending", "Waiting", counts.pending),
            ("sending", "In a worker’s hand", counts.sending),
            ("excluded", "Left out", counts.excluded),
        ]


def progress_of(sending: Sending) -> Progress:
    """Say how far a sending is, and plainly what is in the way."""
    counts = counts_of(sending)
    per_minute = _pace(sending) if sending.state == State.RUNNING else 0.0
    wait = (sending.start_at - timezone.now()).total_seconds()
    return Progress(
        counts=counts,
        state=str(sending.state),
        words=in_words(sending),
        pace=f"{counted(round(per_minute), 'message')} in the last minute" if per_minute else "",
        left=_left(sending, counts, per_minute),
        adds_up=_adds_up(counts),
        trouble=trouble_with(sending),
        seconds_to_undo=max(0, int(wait)) if sending.state == State.PLANNED else None,
    )


def in_words(sending: Sending) -> str:
    """Say the state of a sending, shortly."""
    if sending.state == State.PLANNED and sending.start_at <= timezone.now():
        return "Due: waiting for a worker"
    return str(sending.get_state_display())


def trouble_with(sending: Sending) -> str:
    """Say what keeps a sending from going on that nobody decided; empty where nothing does."""
    if sending.state not in (State.PLANNED, State.RUNNING, State.PAUSED):
        return ""
    if why := arming.why_not():
        return f"Sending is switched off. {why}"
    return (no_worker() if sending.state != State.PAUSED else "") or sending.note


def no_worker() -> str:
    """Say that nobody is there to send; empty where somebody is."""
    if workers.is_anybody_there():
        return ""
    seen = workers.last_seen()
    since = f"for {timesince(seen, timezone.now()).split(',')[0]}" if seen else "since the portal was started"
    return (
        f"Nobody is there to send: no worker has been seen {since}. Nothing is lost, and it goes on by itself as soon as "
        "one runs. Tell whoever runs the site that the worker has stopped."
    )


def _pace(sending: Sending) -> float:
    """Give the messages in a minute, by those of the last minute; 0 where there are too few to say."""
    now = timezone.now()
    tried = Q(state__in=[Row.ACCEPTED, Row.FAILED, Row.UNCERTAIN], changed_at__gt=now - WINDOW)
    found = Delivery.objects.filter(tried, sending=sending).aggregate(number=Count("pk"), first=Min("changed_at"))
    if not found["number"]:
        return 0.0
    seconds = (now - found["first"]).total_seconds()
    return found["number"] / seconds * 60 if seconds >= SHORTEST else 0.0


def _left(sending: Sending, counts: Counts, per_minute: float) -> str:
    if sending.state != State.RUNNING or not counts.to_do:
        return ""
    later = Delivery.objects.filter(sending=sending, state=Row.PENDING, not_before__gt=timezone.now()).count()
    now = counts.to_do - later
    words = []
    if now and per_minute:
        minutes = now / per_minute
        words.append("less than a minute left" if minutes < 1 else f"about {_rounded(minutes)} left at this pace")
    if later:
        words.append(f"{counted(later, 'reader')} tried again later, because the mail server asked for that")
    return "; ".join(words)[:1].upper() + "; ".join(words)[1:]


def _rounded(minutes: float) -> str:
    """Round up: who waits would rather be done sooner than told."""
    whole = int(minutes) + 1
    return counted(whole, "minute") if whole < 90 else counted(round(whole / 60), "hour")


def _adds_up(counts: Counts) -> str:
    if counts.adds_up:
        return f"Together {counts.rows:,} of {counts.candidates:,}: everybody stands somewhere, once."
    return f"Together {counts.rows:,}, but there were {counts.candidates:,}. Whoever runs the site has to look at it."


class ProgressView(AboutEdition):
    """The same as data."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give what the page shows."""
        if self.sending is None:
            return JsonResponse({"state": GONE})
        return JsonResponse(as_data(progress_of(self.sending)))


def as_data(progress: Progress) -> Mapping[str, Any]:
    """Give what the script puts into the page."""
    return {
        "state": progress.state,
        "secondsToUndo": progress.seconds_to_undo,
        "done": progress.done,
        "of": progress.counts.readers,
        "words": {
            "pace": progress.pace,
            "left": progress.left,
            "together": progress.adds_up,
            "trouble": progress.trouble,
            "done": done_words(progress),
            **{name: f"{figure:,}" for name, _, figure in progress.rows},
        },
    }


def done_words(progress: Progress) -> str:
    """Say how many are done."""
    return f"{progress.done:,} of {counted(progress.counts.readers, 'reader')}"


def context_of(sending: Sending) -> dict[str, Any]:
    """Give what the page shows of it."""
    progress = progress_of(sending)
    return {
        "progress": progress,
        "done_words": done_words(progress),
        "progress_url": address("progress", sending.edition_id),
        "start": clock_words(sending.start_at),
        "latest": clock_words(sending.latest_at),
    }
