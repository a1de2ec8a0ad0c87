"""Take a story back, delete it, or take everything away. Each that changes something asks first."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect

from casestudies.access import Action, Who
from casestudies.actions.ending import delete, withdraw
from casestudies.desk.guards import for_writers, person
from casestudies.desk.packing import as_text, pack
from casestudies.desk.pages import page
from casestudies.models import Submission

ASK = ("GET", "HEAD", "POST")


@for_writers(Action.WITHDRAW, methods=ASK)
def take_back(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Ask whether a story is to be taken back, then do it."""
    if request.method != "POST":
        return page(request, "withdraw", "Take this story back?", submission=submission)
    withdraw(submission=submission, by=person(request))
    messages.success(request, "You took your story back")
    return redirect("desk_status", key=submission.key)


@for_writers(Action.DELETE, methods=ASK)
def remove(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Ask whether a story is to be deleted, then do it."""
    if request.method != "POST":
        return page(request, "delete", "Delete this story?", submission=submission)
    delete(submission=submission, by=person(request))
    messages.success(request, "The story is deleted")
    return redirect("desk_home")


@for_writers(Action.TAKE_AWAY)
def as_json(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Give everything that is kept of a story as a file for programs."""
    text = as_text(submission, by=person(request))
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(submission)}.json"'
    return response


@for_writers(Action.TAKE_AWAY)
def as_pdf(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Give a story and its conversation as a file to read and print."""
    from casestudies.desk.printing import pdf

    response = HttpResponse(pdf(submission, by=person(request)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_name(submission)}.pdf"'
    return response


@for_writers(Action.TAKE_AWAY)
def as_zip(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    """Give everything, with pictures and documents, as one file."""
    packed = FileResponse(
        pack(submission, by=person(request)), as_attachment=True, filename=f"{file_name(submission)}.zip"
    )
    return cast("HttpResponse", packed)


def file_name(submission: Submission) -> str:
    """Name a story's files; by its number, which says nothing of what it is about."""
    return submission.called.lower() or "story"
