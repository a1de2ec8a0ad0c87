"""Has a file that somebody sent opened in a process of its own, so that nothing it does there reaches the portal."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from casestudies.uploads.cleaning import CleanDocument, CleanPicture, RefusedFileError
from casestudies.uploads.limits import LIMITS

logger = logging.getLogger(__name__)

TOO_MUCH = "The file could not be opened in the time and room there is. Open it, save it smaller and send that."


@dataclass(frozen=True)
class Opened:
    """What the process told, and the parts of the file that it wrote anew."""

    told: dict[str, Any]
    parts: list[bytes]


def clean_picture(content: bytes) -> CleanPicture:
    """Give what is left of a picture. Raises `RefusedFileError`, with a sentence for whoever sent it."""
    opened = _open(content, "picture")
    told = opened.told
    content, small = opened.parts
    return CleanPicture(content, small, told["format"], told["width"], told["height"])


def clean_document(content: bytes) -> CleanDocument:
    """Give what is left of a document. Raises `RefusedFileError`, with a sentence for whoever sent it."""
    opened = _open(content, "document")
    (content,) = opened.parts
    return CleanDocument(content, opened.told["pages"])


def _open(content: bytes, what: str) -> Opened:
    opened = run(content, what)
    if "refused" in opened.told:
        raise RefusedFileError(opened.told["refused"])
    return opened


def run(content: bytes, what: str) -> Opened:
    """Start the process, hand it the file, and give what it told."""
    command = [sys.executable, "-m", "casestudies.uploads.opening", what]
    try:
        done = subprocess.run(  # noqa: S603  (our own program; the file is its input, never part of the command)
            command,
            input=content[: LIMITS.bytes + 1],
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={"PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"},
            timeout=LIMITS.seconds + 5,
            check=True,
        )
        line, _, rest = done.stdout.partition(b"\n")
        told = json.loads(line)
    except (subprocess.SubprocessError, ValueError, OSError) as fault:
        logger.warning("A file that was sent could not be opened: %s", type(fault).__name__)
        return Opened({"refused": TOO_MUCH}, [])
    parts, here = [], 0
    for length in told["lengths"]:
        parts.append(rest[here : here + length])
        here += length
    return Opened(told, parts)
