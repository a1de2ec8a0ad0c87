"""Check one's answers, send the story, and see it as readers will."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from casestudies.access import Action, Who
from casestudies.actions import send
from casestudies.desk import proof
from casestudies.desk.choosing import told
from casestudies.desk.guards import for_writers, person
from casestudies.desk.pages import page
from casestudies.desk.private_pictures import show_in
from casestudies.desk.standing import group_url, pictures_of, what_is_missing
from casestudies.desk.views.stories import NOT_OURS, REFUSALS
from casestudies.models import CaseStudySettings, Submission
from casestudies.notices import Notice, tell
from casestudies.page_of import page_of
from casestudies.spam import HIDDEN_FIELD
from casestudies.template import Kind, groups_for
from casestudies.template.missing import Missing


@dataclass(frozen=True)
class Line:
    """One answer on the check page, or one thing that is missing; `url` leads to where it is answered."""

    words: str
    texts: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class Part:
    """The answers of one group."""

    title: str
    lines: tuple[Line, ...]


@for_writers(Action.SAVE)
def check(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Show every answer and what is missing."""
    return _check(request, submission, who)


def _check(
    request: HttpRequest, submission: Submission, who: Who, *, problem: str = "", mark: str = "", status: int = 200
) -> HttpResponse:
    missing = what_is_missing(submission)
    return page(
        request,
        "check",
        "Check your answers",
        submission=submission,
        status=status,
        parts=parts(submission),
        missing=[Line(one.words, (), _where(submission, one)) for one in missing],
        missing_now=bool(missing) and status != 200,
        problem=problem,
        is_author=who == Who.AUTHOR,
        settings=CaseStudySettings.for_request(request),
        mark=mark or proof.mark(request, f"send {submission.key}"),
    )


@for_writers(Action.SEND, methods=("POST",), form_at="desk_check")
def hand_in(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Send a story, if nothing is missing."""
    if what_is_missing(submission):
        return _check(request, submission, who, status=422)
    try:
        proof.check(request, f"send {submission.key}")
    except proof.FormRefusedError as refused:
        kept = request.POST.get(proof.MARK, "") if refused.reason == proof.QUICK else ""
        problem = REFUSALS.get(refused.reason, NOT_OURS) if refused.reason != proof.AGAIN else NOT_OURS
        return _check(request, submission, who, problem=problem, mark=kept, status=400)
    settings = CaseStudySettings.for_request(request)
    signs = [HIDDEN_FIELD] if proof.is_trapped(request) else []
    with transaction.atomic():
        send(submission=submission, by=person(request), settings=settings, signs=signs)
        tell(Notice.SENT, submission)
    messages.success(request, f"Sent. Your story is {submission.called}.")
    return redirect("desk_status", key=submission.key)


def parts(submission: Submission) -> list[Part]:
    """Give every answer as people read it, in the groups in which they are asked."""
    found = []
    for group in groups_for(submission.speed):
        url = group_url(submission, group)
        lines = []
        for question in group.questions:
            if question.kind is Kind.PICTURES:
                shown = tuple(picture.label for picture in pictures_of(submission))
            else:
                shown = tuple(told(question, submission.answers.get(question.name)))
            if question.is_stored or url:
                address = f"{url}#id_{question.name}" if question.is_stored else url
                lines.append(Line(question.label, shown, address))
        if lines:
            found.append(Part(group.title, tuple(lines)))
    return found


def _where(submission: Submission, one: Missing) -> str:
    group = next(group for group in groups_for(submission.speed) if group.slug == one.group)
    return f"{group_url(submission, group)}#id_{one.name}"


@for_writers(Action.READ)
def preview(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Show the page as readers will see it, with a bar that leads back."""
    story = page_of(submission)
    story.live = False
    show_in(story, submission)
    context = story.get_context(request) | {
        "submission": submission,
        "back": reverse("desk_story", args=[submission.key]),
    }
    return render(request, "casestudies/desk/preview.html", context)
