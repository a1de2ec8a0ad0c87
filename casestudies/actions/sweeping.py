"""Deletes files that nothing points to: a process died between a file and its row, or an acceptance was taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from django.core.files.storage import default_storage
from wagtail.documents.models import Document

from casestudies.models import SubmissionDocument, SubmissionPicture
from het_site.core.models import CustomImage
from het_site.core.models.images import CONSENT_FOLDER
from het_site.core.sweeping import files_below, files_in, old_enough, sweep_files

STORIES = "stories"
#: a document as we name it ourselves when a story is accepted, beside those that editors chose
OURS = re.compile(r"documents/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(_\w+)?\.pdf")


def sweep(now: datetime | None = None) -> int:
    """Delete what is old enough and held by no row; gives how many files. For the daily clock."""
    before = old_enough(now)
    private = SubmissionPicture._meta.get_field("file").storage
    documents = (name for name in files_in(default_storage, "documents") if OURS.fullmatch(name))
    return (
        sweep_files(private, files_below(private, STORIES), _private_names(), before)
        + sweep_files(default_storage, files_below(default_storage, CONSENT_FOLDER), _public_names(), before)
        + sweep_files(default_storage, documents, Document.objects.values_list("file", flat=True), before)
    )


def _private_names() -> Iterator[str]:
    pictures = SubmissionPicture.objects.values_list("file", "small")
    return chain(chain.from_iterable(pictures), SubmissionDocument.objects.values_list("file", flat=True))


def _public_names() -> Iterator[str]:
    """Name what may be shown, and what is withdrawn and is being deleted elsewhere."""
    shown = CustomImage.objects.exclude(consent_key=None).filter(files_gone_at=None)
    return chain(shown.values_list("file", flat=True), shown.values_list("renditions__file", flat=True))
