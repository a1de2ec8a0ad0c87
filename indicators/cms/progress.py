"""How far the work on a release is: for the page, which says it in words, and for the script that keeps it fresh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.timesince import timesince

from het_site.core import workers
from indicators.cms import words
from indicators.cms.screens import ReleaseScreen, address
from indicators.models import DataRelease

#: how often the page asks again, in seconds: by itself, and where scripts do not run
PAUSE, PAUSE_WITHOUT_SCRIPTS = 2, 5


@dataclass(frozen=True)
class Progress:
    """What is known of the work right now."""

    is_at_work: bool
    state: str
    step: str
    rows: str
    waited: str
    stopped: str = ""


def progress_of(release: DataRelease) -> Progress:
    """Say how far a release is, and plainly where nobody is there to do the work."""
    is_at_work = release.status in words.AT_WORK
    is_due = release.status == DataRelease.Status.SCHEDULED
    return Progress(
        is_at_work=is_at_work,
        state=words.state(release),
        step=release.step,
        rows=f"{words.counted(release.rows_done, 'row')} done" if release.rows_done else "",
        waited=f"Handed in {timesince(release.loaded_at).split(',')[0]} ago",
        stopped=_stopped() if is_at_work or is_due else "",
    )


def _stopped() -> str:
    if workers.is_anybody_there():
        return ""
    seen = workers.last_seen()
    since = f"for {timesince(seen, timezone.now()).split(',')[0]}" if seen else "since the portal was started"
    return (
        f"Nobody is doing this work: no worker has been seen {since}. Nothing is lost, and it goes on by itself as soon as "
        "one runs. Tell whoever runs the site that the worker has stopped."
    )


class ProgressView(ReleaseScreen):
    """The same as data."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Give what the page shows; `changed` tells that there is more to see than this."""
        progress = progress_of(self.release)
        return JsonResponse(
            {
                "isAtWork": progress.is_at_work,
                "step": progress.step,
                "rows": progress.rows,
                "waited": progress.waited,
                "stopped": progress.stopped,
            }
        )


def progress_url(release: DataRelease) -> str:
    """Give the address of the data."""
    return address("progress", release.pk)
