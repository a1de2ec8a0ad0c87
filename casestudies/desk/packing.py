"""Packs a story with its files for those who write it: what they gave, as they can use it elsewhere."""

from __future__ import annotations

import json
import shutil
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils.timezone import localtime

from casestudies.actions.ending import all_of, named
from casestudies.models import Submission
from het_site.core.models import User


def as_text(submission: Submission, *, by: User) -> str:
    """Give all that is kept of a story as JSON. Raises `Refused`."""
    return json.dumps(all_of(submission, by=by), ensure_ascii=False, indent=2)


def pack(submission: Submission, *, by: User) -> IO[bytes]:
    """Give a ZIP with the story as JSON and PDF, and its pictures and documents. Raises `Refused`.

    It is written to disk a little at a time: however large the files are, none is held in memory.
    """
    from casestudies.desk import printing

    text = as_text(submission, by=by)
    now = localtime().timetuple()[:6]
    whole = TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
    with ZipFile(whole, "w", ZIP_STORED) as archive:  # pictures and PDFs are packed already
        archive.writestr(ZipInfo("story.json", now), text)
        archive.writestr(ZipInfo("story.pdf", now), printing.pdf(submission, by=by))
        files = [*named(submission.pictures.all(), "pictures"), *named(submission.documents.all(), "documents")]
        for name, one in files:
            if name and one.file.storage.exists(str(one.file.name)):
                with one.file.open("rb") as stored, archive.open(ZipInfo(name, now), "w") as packed:
                    shutil.copyfileobj(stored, packed)
    whole.seek(0)
    return whole
