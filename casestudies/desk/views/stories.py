"""The first page, starting a story, its task list, and how much is asked."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from casestudies.access import Action, Who, may
from casestudies.actions import NotOpenError, start
from casestudies.actions.writing import tell_at
from casestudies.desk import proof
from casestudies.desk.guards import for_writers, keep_private, person, private, story_for
from casestudies.desk.pages import page
from casestudies.desk.standing import last_saved, others_at, state_words, steps, stories_of, what_is_missing
from casestudies.models import CaseStudySettings, Submission
from casestudies.template import groups_for
from het_site.core.accounts.access import partner_required

SENT_BEFORE = "This form was sent before. Your story is in the list below if it was started."
REFUSALS = {
    proof.QUICK: "That was quicker than a person reads. Press the button once more.",
    proof.OLD: "This page was open for more than a day. Press the button once more.",
    proof.AGAIN: SENT_BEFORE,
}
NOT_OURS = "This form did not come from our page as we sent it, so nothing was done. Press the button once more."


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what sharing a story is, and the stories of whoever has signed in."""
    return _home(request)


def _home(request: HttpRequest, *, problem: str = "", mark: str = "", status: int = 200) -> HttpResponse:
    settings = CaseStudySettings.for_request(request)
    user = request.user
    known = {"settings": settings, "speeds": Submission.Speed, "problem": problem, "quick": groups_for("quick")}
    if not user.is_authenticated:
        return page(request, "home", "Share your story", status=status, **known)
    known |= {"mine": stories_of(person(request)), "mark": mark or proof.mark(request, "start"), "is_signed_in": True}
    return keep_private(page(request, "home", "Share your story", status=status, **known))


@private
@require_POST
@partner_required
def begin(request: HttpRequest) -> HttpResponse:
    """Start a story."""
    if proof.is_trapped(request):
        return _home(request, problem=NOT_OURS, status=400)
    try:
        proof.check(request, "start")
        speed = request.POST.get("speed", "")
        wanted = speed if speed in Submission.Speed.values else Submission.Speed.QUICK
        found = start(by=person(request), speed=wanted, settings=CaseStudySettings.for_request(request))
    except proof.FormRefusedError as refused:
        kept = request.POST.get(proof.MARK, "") if refused.reason == proof.QUICK else ""
        return _home(request, problem=REFUSALS.get(refused.reason, NOT_OURS), mark=kept, status=400)
    except NotOpenError:
        return redirect("desk_home")
    return redirect("desk_story", key=found.key)


@private
@require_safe
def story(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a story to its writers; whoever is invited is led to where they join."""
    return partner_required(_led)(request, key)


def _led(request: HttpRequest, key: UUID) -> HttpResponse:
    try:
        submission, who = story_for(request, key, Action.READ)
    except Http404:
        story_for(request, key, Action.JOIN)
        return redirect("desk_join", key=key)
    return _story(request, submission, who)


def _story(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Show the task list, or where the story is once it has been sent."""
    if not may(who, Action.SAVE, submission.state):
        return redirect("desk_status", key=submission.key)
    found = steps(submission)
    return page(
        request,
        "story",
        submission.title,
        submission=submission,
        steps=found,
        done=sum(step.status == "done" for step in found),
        missing=what_is_missing(submission),
        saved=last_saved(submission, person(request)),
        members=submission.memberships.select_related("user"),
        is_author=who == Who.AUTHOR,
        state=state_words(submission),
        here={step.group.slug: others_at(submission, step.group, person(request)) for step in found},
    )


@for_writers(Action.SAVE, methods=("POST",), form_at="desk_story")
def speed(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Ask more, or less. What was answered stays whatever is asked."""
    wanted = request.POST.get("speed", "")
    if wanted in Submission.Speed.values:
        tell_at(submission=submission, by=person(request), speed=wanted)
    return redirect("desk_story", key=submission.key)
