"""One group of questions a page: saved by its button, and by a script while somebody writes. Validates nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.defaultfilters import time as clock
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from casestudies.access import Action, NotAllowedError, may
from casestudies.actions import save
from casestudies.actions.writing import be_at
from casestudies.desk import keeping
from casestudies.desk.asking import answers_in, asked, number, undecided
from casestudies.desk.guards import is_from_elsewhere, is_unproven, person, private, story_for
from casestudies.desk.pages import page
from casestudies.desk.standing import last_saved, next_step, open_remarks, others_at, told_remarks
from casestudies.models import Submission
from casestudies.template import GROUPS, Clash, Group, groups_for
from casestudies.template.questions import stored
from het_site.core.accounts.access import partner_required
from het_site.core.views import csrf_failure

BY_SLUG = {group.slug: group for group in GROUPS if stored(group.questions)}
#: the longest answer to a script that is read, in bytes
MOST_SENT = 1_000_000


# The form is proved by the view itself, so that one that has expired gives back what was typed in it.
@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, key: UUID, group: str) -> HttpResponse:
    """Show the questions of a group, or save what was answered."""
    if group not in BY_SLUG:
        raise Http404
    if request.method != "POST":
        return partner_required(_show)(request, key, BY_SLUG[group])
    if is_unproven(request):
        return csrf_failure(request) if is_from_elsewhere(request) else typed_again(request, "expired")
    if not request.user.is_authenticated:
        if not keeping.keep(request, Submission, key, request.path):
            return typed_again(request, "signed_out")
        return partner_required(_show)(request, key, BY_SLUG[group])
    return _save(request, key, BY_SLUG[group])


def _show(request: HttpRequest, key: UUID, group: Group) -> HttpResponse:
    submission, who = story_for(request, key, Action.SAVE)
    typed = keeping.kept(request)
    if not may(who, Action.SAVE, submission.state):
        return _typed(request, typed, "closed") if typed is not None else redirect("desk_status", key=key)
    if typed is None:
        return _page(request, submission, group)
    offered, seen = answers_in(typed, group, submission)
    return _page(request, submission, group, offered=offered, seen=seen, is_kept=True)


def _save(request: HttpRequest, key: UUID, group: Group) -> HttpResponse:
    submission, _ = story_for(request, key, Action.SAVE)
    answers, seen = answers_in(request.POST, group, submission)
    try:
        found = save(submission=submission, by=person(request), answers=answers, seen=seen)
        be_at(submission=submission, by=person(request), group=group.slug)
    except NotAllowedError:
        return typed_again(request, "closed")
    if keeping.kept(request) is not None:
        keeping.drop(request)
    clashes = [*found.clashes, *undecided(request.POST, group, found.submission)]
    if clashes:
        return _page(request, found.submission, group, clashes=clashes, status=409)
    if request.POST.get("go") == "on":
        return redirect(f"{next_step(found.submission, group)}?saved={group.slug}")
    messages.success(request, f"Saved at {clock(timezone.localtime(), 'H:i')}")
    return redirect(f"{reverse('desk_group', args=[key, group.slug])}{'#more' if 'more' in request.POST else ''}")


def _page(
    request: HttpRequest,
    submission: Submission,
    group: Group,
    *,
    offered: Mapping[str, Any] | None = None,
    seen: Mapping[str, int] | None = None,
    clashes: Iterable[Clash] = (),
    is_kept: bool = False,
    status: int = 200,
) -> HttpResponse:
    user = person(request)
    clashes = list(clashes)
    remarks = told_remarks(submission).filter(pk__in=open_remarks(submission).values("pk"))
    groups = groups_for(submission.speed)
    return page(
        request,
        "group",
        group.title,
        submission=submission,
        status=status,
        group=group,
        asked=asked(group, submission, offered=offered, seen=seen, clashes=clashes, remarks=remarks),
        clashes=clashes,
        is_kept=is_kept,
        saved=last_saved(submission, user, group),
        others=others_at(submission, group, user),
        number=groups.index(group) + 1 if group in groups else 0,
        of=len(groups),
        reader=user.pk,
    )


def typed_again(request: HttpRequest, why: str) -> HttpResponse:
    """Give back what was typed in a form that cannot be taken, so that nothing is lost."""
    return _typed(request, request.POST, why)


def _typed(request: HttpRequest, data: QueryDict, why: str) -> HttpResponse:
    fields = [
        (name, value) for name, values in data.lists() for value in values if name not in {"csrfmiddlewaretoken", "go"}
    ]
    return page(
        request,
        "typed",
        "What you typed is not saved yet",
        status=409 if why == "closed" else 403,
        why=why,
        fields=fields,
        texts=[value for name, value in fields if not name.startswith(("seen-", "mine-", "was-")) and value.strip()],
        action=request.path,
    )


@private
@require_POST
def autosave(request: HttpRequest, key: UUID, group: str) -> HttpResponse:
    """Save what a script sends while somebody writes: `answers` and, for each, how often it had changed (`seen`).

    Answers as JSON what is stored now of the questions of the group: nothing that somebody else wrote is overwritten.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed_out"}, status=401)
    if group not in BY_SLUG:
        raise Http404
    submission, _ = story_for(request, key, Action.SAVE)
    sent = _sent(request)
    if sent is None:
        return JsonResponse({"error": "not_understood"}, status=400)
    asked_here = {question.name for question in stored(BY_SLUG[group].questions)}
    answers = {name: answer for name, answer in sent["answers"].items() if name in asked_here}
    seen = {name: number(version) for name, version in sent["seen"].items()}
    user = person(request)
    try:
        found = save(submission=submission, by=user, answers=answers, seen=seen)
        be_at(submission=submission, by=user, group=group)
    except NotAllowedError:
        return JsonResponse({"error": "closed"}, status=409)
    if sent["kept"]["is"] and not found.clashes:
        keeping.drop(request)
    submission = found.submission
    met = {clash.name for clash in found.clashes}
    return JsonResponse(
        {
            "saved_at": clock(timezone.localtime(submission.saved_at), "H:i"),
            "versions": {name: submission.versions.get(name, 0) for name in asked_here},
            "clashes": {name: submission.answers.get(name) for name in met},
            "others": others_at(submission, BY_SLUG[group], user),
        }
    )


def _sent(request: HttpRequest) -> dict[str, dict[str, Any]] | None:
    """Read what a script sent; None where it is not what ours sends."""
    if len(request.body) > MOST_SENT:
        return None
    try:
        sent = json.loads(request.body)
    except ValueError:
        return None
    parts = ("answers", "seen")
    if not isinstance(sent, dict) or any(not isinstance(sent.get(part), dict) for part in parts):
        return None
    return {part: sent[part] for part in parts} | {"kept": {"is": sent.get("kept") is True}}
