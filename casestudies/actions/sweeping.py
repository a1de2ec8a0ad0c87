"""Deletes files that nothing points to: a process died between a file and its row, or an acceptance was taken back."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import chain

from django.core.files.storage import Storage, default_storage
from django.utils import timezone
from wagtail.documents.models import Document

from casestudies.models import SubmissionDocument, SubmissionPicture
from het_site.core.models import CustomImage
from het_site.core.models.images import CONSENT_FOLDER

logger = logging.getLogger(__name__)

#: what is being stored right now has no row yet
SPARED = timedelta(days=1)
STORIES = "stories"
#: a document as we name it ourselves when a story is accepted, beside those that editors chose
OURS = re.compile(r"documents/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(_\w+)?\.pdf")


def sweep(now: datetime | None = None) -> int:
    """Delete what is old enough and held by no row; gives how many files. For the daily clock."""
    before = (now or timezone.now()) - SPARED
    private = SubmissionPicture._meta.get_field("file").storage
    documents = (name for name in _files(default_storage, "documents") if OURS.fullmatch(name))
    return (
        _sweep(private, _below(private, STORIES), _private_names(), before)
        + _sweep(default_storage, _below(default_storage, CONSENT_FOLDER), _public_names(), before)
        + _sweep(default_storage, documents, Document.objects.values_list("file", flat=True), before)
    )


def _sweep(storage: Storage, names: Iterable[str], held: Iterable[str], before: datetime) -> int:
    known, gone = set(held), 0
    for name in names:
        if name in known:
            continue
        with suppress(FileNotFoundError):
            if storage.get_modified_time(name) < before:
                storage.delete(name)
                gone += 1
    if gone:
        logger.warning("Files that nothing pointed to are deleted: %s.", gone)
    return gone


def _private_names() -> Iterator[str]:
    pictures = SubmissionPicture.objects.values_list("file", "small")
    return chain(chain.from_iterable(pictures), SubmissionDocument.objects.values_list("file", flat=True))


def _public_names() -> Iterator[str]:
    """Name what may be shown, and what is withdrawn and is being deleted elsewhere."""
    shown = CustomImage.objects.exclude(consent_key=None).filter(files_gone_at=None)
    return chain(shown.values_list("file", flat=True), shown.values_list("renditions__file", flat=True))


def _below(storage: Storage, folder: str) -> Iterator[str]:
    """Name the files of every folder in a folder; one that is empty goes."""
    for inner in _folders(storage, folder):
        names = list(_files(storage, f"{folder}/{inner}"))
        if not names:
            with suppress(OSError):  # filled meanwhile
                storage.delete(f"{folder}/{inner}")
        yield from names


def _folders(storage: Storage, folder: str) -> list[str]:
    with suppress(FileNotFoundError):
        return list(storage.listdir(folder)[0])
    return []


def _files(storage: Storage, folder: str) -> Iterator[str]:
    with suppress(FileNotFoundError):
        yield from [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
