"""Where a story is: who acts next, its place in the queue, what happened, and the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from casestudies.access import Action, Who, may
from casestudies.actions.clock import is_asked, say_if_running
from casestudies.actions.replying import MOST, reply
from casestudies.desk import keeping
from casestudies.desk.guards import for_writers, person
from casestudies.desk.pages import page
from casestudies.desk.standing import NEXT, name_of, place_in_queue, state_words, told_remarks
from casestudies.models import Submission
from casestudies.template import QUESTIONS
from het_site.core.models import User

#: what partners read of what happened; the rest is ours to sort out
HAPPENED = {
    "start": "Started",
    Action.SEND: "Sent to us",
    Action.ASK_CHANGES: "We asked for changes",
    Action.ACCEPT: "Accepted",
    Action.DECLINE: "We decided not to publish it",
    Action.WITHDRAW: "Taken back",
    Action.PUBLISH: "Published",
    Action.JOIN: "A co-author joined",
    Action.LEAVE: "A co-author left",
}
#: what an officer does is done by the team
OURS = {Action.ASK_CHANGES, Action.ACCEPT, Action.DECLINE, Action.PUBLISH}


@dataclass(frozen=True)
class Moment:
    """One thing that happened."""

    words: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Said:
    """One thing that was said."""

    pk: int
    by: str
    is_from_us: bool
    about: str
    at: datetime
    text: str


@for_writers(Action.READ)
def status(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Show where a story is."""
    typed = keeping.kept(request)
    return _status(request, submission, who, typed=typed.get("text", "") if typed else "")


def _status(
    request: HttpRequest, submission: Submission, who: Who, *, problem: str = "", typed: str = "", code: int = 200
) -> HttpResponse:
    user = person(request)
    state = submission.state
    story = submission.page if submission.page and submission.page.live else None
    next_by, next_words = NEXT[Submission.State(state)]
    is_waiting = state in {Submission.State.SUBMITTED, Submission.State.QUARANTINED}
    return page(
        request,
        "status",
        "Where it is",
        submission=submission,
        status=code,
        state=state_words(submission),
        next_by=next_by,
        next_words=next_words,
        place=place_in_queue(submission),
        is_waiting=is_waiting,
        is_late=is_waiting and submission.due_on is not None and submission.due_on < timezone.localdate(),
        story=story,
        story_url=story.get_url(request) if story else "",
        is_asked=is_asked(submission),
        moments=_moments(submission, user),
        said=_said(submission, user),
        may={action.value: may(who, action, state) for action in Action},
        problem=problem,
        links=[{"words": problem, "url": "#text"}] if problem else [],
        typed=typed,
    )


@for_writers(Action.REPLY, methods=("POST",), form_at="desk_status", keeps=True)
def say(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Say something to the team, or answer it."""
    text = request.POST.get("text", "").strip()
    if not text:
        return _status(request, submission, who, problem="Write your message", code=422)
    if len(text) > MOST:
        problem = f"Your message has {len(text):,} characters. Shorten it to {MOST:,} or fewer"
        return _status(request, submission, who, problem=problem, typed=text, code=422)
    to = request.POST.get("to", "")
    answered = told_remarks(submission).filter(pk=int(to)).first() if to.isascii() and to.isdigit() else None
    keeping.drop(request)
    reply(submission=submission, by=person(request), text=text, to=answered)
    messages.success(request, "Your message is with us")
    return redirect("desk_status", key=submission.key)


@for_writers(Action.SAY_IF_RUNNING, methods=("POST",), form_at="desk_status")
def running(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Take the answer to whether the work goes on."""
    answer = request.POST.get("running", "")
    if answer in {"yes", "no"}:
        say_if_running(submission=submission, by=person(request), is_running=answer == "yes")
        messages.success(request, "Thank you for telling us")
    return redirect("desk_status", key=submission.key)


@for_writers(Action.READ)
def history(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """List who changed what, and when."""
    user = person(request)
    rows = [
        (
            revision.saved_at,
            name_of(revision.by, user),
            "Sent" if revision.kind == "sent" else "Saved",
            [QUESTIONS[name].label for name in revision.changed if name in QUESTIONS],
        )
        for revision in submission.revisions.select_related("by").order_by("-number")[:200]
    ]
    return page(request, "history", "Who changed what", submission=submission, rows=rows)


def _moments(submission: Submission, user: User) -> list[Moment]:
    events = submission.events.select_related("by").filter(action__in=list(HAPPENED))
    return [
        Moment(
            HAPPENED[event.action],
            event.happened_at,
            "" if event.action in OURS or event.by is None else name_of(event.by, user),
        )
        for event in events
    ]


def _said(submission: Submission, user: User) -> list[Said]:
    return [
        Said(
            remark.pk,
            "We"
            if remark.is_from_us
            else name_of(remark.by, user).capitalize()
            if remark.by == user
            else name_of(remark.by),
            remark.is_from_us,
            QUESTIONS[remark.field].label if remark.field in QUESTIONS else "",
            remark.told_at or remark.made_at,
            remark.text,
        )
        for remark in told_remarks(submission).order_by("made_at", "pk")
    ]
