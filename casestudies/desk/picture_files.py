"""Gives out the private files of a story to its writers, and to officers once it was sent. To all others there are none."""

from __future__ import annotations

from uuid import UUID

from django.core.files import File
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from casestudies.access import Action, may, what_is
from casestudies.models import Submission, SubmissionDocument, SubmissionPicture

TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "pdf": "application/pdf"}


@require_safe
def whole(request: HttpRequest, key: UUID, file_key: UUID) -> FileResponse:
    """Give a picture to be shown, or a document to be kept."""
    found = _file(request, key, file_key)
    return _answer(found.file, is_picture=isinstance(found, SubmissionPicture))


@require_safe
def small(request: HttpRequest, key: UUID, file_key: UUID) -> FileResponse:
    """Give a picture as lists show it."""
    found = _file(request, key, file_key)
    if not isinstance(found, SubmissionPicture):
        raise Http404
    return _answer(found.small, is_picture=True)


def file_of(submission: Submission, file_key: UUID) -> SubmissionPicture | SubmissionDocument:
    """Find a file of a story by its key. Raises `Http404`."""
    found = SubmissionPicture.objects.filter(submission=submission, key=file_key).select_related("consent").first()
    document = found or SubmissionDocument.objects.filter(submission=submission, key=file_key).first()
    if document is None:
        raise Http404
    document.submission = submission
    return document


def _file(request: HttpRequest, key: UUID, file_key: UUID) -> SubmissionPicture | SubmissionDocument:
    submission = Submission.objects.filter(key=key).first()
    if submission is None:
        raise Http404
    who = what_is(request.user, submission)
    if not any(may(who, action, submission.state) for action in (Action.READ, Action.READ_AS_OFFICER)):
        raise Http404
    return file_of(submission, file_key)


def _answer(file: File, *, is_picture: bool) -> FileResponse:
    if not file:
        raise Http404
    ending = str(file.name).rpartition(".")[2]
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    # the name says nothing of what people called it
    name = f"{'picture' if is_picture else 'document'}.{ending}"
    response = FileResponse(opened, as_attachment=not is_picture, filename=name, content_type=TYPES[ending])
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
