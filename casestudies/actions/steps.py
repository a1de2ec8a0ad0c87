"""One step of a story from state to state: held, asked for, done, noted. All other actions are made of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from casestudies.access import LEADS_TO, Action, NotAllowedError, Who, require
from casestudies.models import Event, Submission
from het_site.core.models import User

#: what callers catch
Refused = NotAllowedError


@contextmanager
def held(submission: Submission) -> Iterator[Submission]:
    """Hold a story's row to the end of the transaction, as it is now: two people's steps come one after the other."""
    with transaction.atomic():
        yield Submission.objects.select_for_update().get(pk=submission.pk)


@contextmanager
def step(
    action: Action, submission: Submission, *, by: User | None, who: Who | None = None, **data: Any
) -> Iterator[Submission]:
    """Do something to a story: gives it held, then moves its state on and notes what happened.

    Raises `Refused` where it may not be done now. `who` is for the portal's own steps, which nobody signs.
    """
    with held(submission) as found:
        require(by, action, found, who=who)
        yield found
        found.state = LEADS_TO.get(action, found.state)
        found.save()
        note(action, found, by=by, **data)
    submission.refresh_from_db()


def note(action: Action | str, submission: Submission, *, by: User | None, **data: Any) -> Event:
    """Note that something happened."""
    return Event.objects.create(
        submission=submission,
        action=str(action),
        state=submission.state,
        by=by,
        data=data,
        happened_at=timezone.now(),
    )
