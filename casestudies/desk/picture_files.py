"""Gives out the private files of a story to its writers, and to officers once it was sent. To all others there are none."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from casestudies.access import Action, may, what_is
from casestudies.models import Submission, SubmissionDocument, SubmissionPicture
from het_site.core.private_files import private_file


@require_safe
def whole(request: HttpRequest, key: UUID, file_key: UUID) -> FileResponse:
    """Give a picture to be shown, or a document to be kept."""
    found = _file(request, key, file_key)
    is_picture = isinstance(found, SubmissionPicture)
    return private_file(found.file, called="picture" if is_picture else "document", is_shown=is_picture)


@require_safe
def small(request: HttpRequest, key: UUID, file_key: UUID) -> FileResponse:
    """Give a picture as lists show it."""
    found = _file(request, key, file_key)
    if not isinstance(found, SubmissionPicture):
        raise Http404
    return private_file(found.small, called="picture", is_shown=True)


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
