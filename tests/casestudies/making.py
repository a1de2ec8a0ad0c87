"""Makes stories on their way for tests, in any state."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from casestudies.actions import start
from casestudies.models import Submission, SubmissionRevision
from het_site.core.models import User

numbers = count(1)
ANSWERS = {"title": "Warm lunches", "summary": "Forty people eat.", "organisation": "Church kitchen"}


def make_person(name: str, *, group: str = "") -> User:
    """Make somebody with an account, in a group or none."""
    user = User.objects.create_user(f"{name}@demo.example")
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_submission(state: str = Submission.State.DRAFT, *, by: User | None = None, **values: Any) -> Submission:
    """Make a story in a state, as if it had gone through those before."""
    n = next(numbers)
    story = start(by=by or make_person(f"partner-{n}"), speed="quick", settings=None)
    values = {"answers": ANSWERS | {"title": f"Story {n}"}, "state": state, "revision": 1} | values
    if state != Submission.State.DRAFT:
        values = {"number": n, "submitted_at": timezone.now()} | values
    for name, value in values.items():
        setattr(story, name, value)
    story.save()
    kind = SubmissionRevision.Kind.SAVED if state == Submission.State.DRAFT else SubmissionRevision.Kind.SENT
    SubmissionRevision.objects.create(submission=story, number=1, kind=kind, answers=story.answers)
    return story
