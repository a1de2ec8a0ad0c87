"""Packs a story with its files for those who write it: what they gave, as they can use it elsewhere."""

from __future__ import annotations

import json
from typing import IO

from casestudies.actions.ending import all_of, named
from casestudies.models import Submission
from het_site.core import packing
from het_site.core.models import User


def as_text(submission: Submission, *, by: User) -> str:
    """Give all that is kept of a story as JSON. Raises `Refused`."""
    return json.dumps(all_of(submission, by=by), ensure_ascii=False, indent=2)


def pack(submission: Submission, *, by: User) -> IO[bytes]:
    """Give a ZIP with the story as JSON and PDF, and its pictures and documents. Raises `Refused`."""
    from casestudies.desk import printing

    texts: dict[str, str | bytes] = {
        "story.json": as_text(submission, by=by),
        "story.pdf": printing.pdf(submission, by=by),
    }
    files = [*named(submission.pictures.all(), "pictures"), *named(submission.documents.all(), "documents")]
    return packing.pack(texts, ((name, one.file) for name, one in files))
