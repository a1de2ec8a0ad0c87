"""Who writes a story: invite, join, remove, leave."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from casestudies.access import Action, Who, may
from casestudies.actions.people import AlreadyHereError, TooManyError, invite, join, leave, remove, take_back
from casestudies.desk import keeping
from casestudies.desk.guards import for_writers, person, private, story_for
from casestudies.desk.pages import page
from casestudies.models import Membership, Submission
from het_site.core.accounts.access import partner_required
from het_site.core.throttle import Limit, spend

INVITATIONS = Limit("desk-invite", 30, timedelta(days=1))


@for_writers(Action.READ)
def writers(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Show who writes a story and who is invited."""
    typed = keeping.kept(request)
    return _writers(request, submission, who, typed=typed.get("email", "") if typed else "")


def _writers(
    request: HttpRequest, submission: Submission, who: Who, *, problem: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    return page(
        request,
        "writers",
        "Write with others",
        submission=submission,
        status=status,
        members=submission.memberships.select_related("user"),
        invitations=submission.invitations.filter(accepted_at=None),
        me=person(request),
        may_invite=may(who, Action.INVITE, submission.state),
        may_leave=may(who, Action.LEAVE, submission.state),
        problem=problem,
        links=[{"words": problem, "url": "#email"}] if problem else [],
        typed=typed,
    )


@for_writers(Action.INVITE, methods=("POST",), form_at="desk_writers", keeps=True)
def ask(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Invite somebody by email."""
    email = request.POST.get("email", "").strip()
    problem = ""
    try:
        validate_email(email)
        if not spend({INVITATIONS: str(request.user.pk)}):
            problem = "You have invited many people today. Try again tomorrow"
        else:
            invite(submission=submission, by=person(request), email=email)
    except ValidationError:
        problem = "Write an email address in the right form, like name@example.org"
    except AlreadyHereError:
        problem = "Somebody with this address writes this story already"
    except TooManyError:
        problem = "You have invited as many people as one story can have"
    keeping.drop(request)
    if problem:
        return _writers(request, submission, who, problem=problem, typed=email, status=422)
    messages.success(request, "We wrote to them. They can join once they have signed in with that address")
    return redirect("desk_writers", key=submission.key)


@for_writers(Action.INVITE, methods=("POST",), form_at="desk_writers")
def forget(request: HttpRequest, submission: Submission, who: Who, number: int) -> HttpResponse:
    """Take an invitation back."""
    take_back(invitation=get_object_or_404(submission.invitations, pk=number, accepted_at=None), by=person(request))
    return redirect("desk_writers", key=submission.key)


@for_writers(Action.INVITE, methods=("POST",), form_at="desk_writers")
def dismiss(request: HttpRequest, submission: Submission, who: Who, number: int) -> HttpResponse:
    """Have a co-author write along no more."""
    member = get_object_or_404(submission.memberships, pk=number, role=Membership.Role.CO_AUTHOR)
    remove(member=member, by=person(request))
    return redirect("desk_writers", key=submission.key)


@for_writers(Action.LEAVE, methods=("POST",), form_at="desk_writers")
def go(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Write along no more."""
    leave(submission=submission, by=person(request))
    messages.success(request, "You no longer write that story. What you wrote stays in it")
    return redirect("desk_home")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def come(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show somebody what they are invited to, or have them join."""
    return partner_required(_come)(request, key)


def _come(request: HttpRequest, key: UUID) -> HttpResponse:
    submission, who = story_for(request, key, Action.JOIN)
    if not may(who, Action.JOIN, submission.state):
        raise Http404
    if request.method == "POST":
        join(submission=submission, by=person(request))
        messages.success(request, "You now write this story too")
        return redirect("desk_story", key=key)
    asker = submission.invitations.filter(email__iexact=person(request).email).select_related("by").first()
    return page(
        request, "join", "Write a story with others", asker=asker.by if asker else None, name=submission.title, key=key
    )
