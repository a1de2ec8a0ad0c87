"""The process in which one file that was sent is opened: little memory, little time, no way to anything else of ours.

`python -m casestudies.uploads.opening picture|document` reads the file from its standard input and writes a line of JSON
and what is left of the file to its standard output. It is started by `guard` alone, and knows no Django.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from casestudies.uploads.cleaning import RefusedFileError
from casestudies.uploads.limits import LIMITS
from casestudies.uploads.recognising import PICTURES, TAKEN, TAKEN_DOCUMENTS, Kind, recognise


def main() -> None:
    """Clean what comes and tell what became of it."""
    _limit_itself()
    wants_picture = sys.argv[1] == "picture"
    content = sys.stdin.buffer.read(LIMITS.bytes + 1)
    try:
        told, parts = _picture(content) if wants_picture else _document(content)
    except RefusedFileError as refusal:
        told, parts = {"refused": str(refusal)}, []
    except MemoryError:
        told, parts = {"refused": "The file takes too much room to open. Send a smaller one."}, []
    told["lengths"] = [len(part) for part in parts]
    told["memory"] = _most_memory()
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + b"".join(parts))


def _picture(content: bytes) -> tuple[dict[str, object], list[bytes]]:
    kind = recognise(content)
    if kind not in PICTURES:
        raise RefusedFileError("This is a document. Add it under documents. " + TAKEN)
    from casestudies.uploads.pictures import clean_picture

    clean = clean_picture(content, kind)
    return {"format": clean.format, "width": clean.width, "height": clean.height}, [clean.content, clean.small]


def _document(content: bytes) -> tuple[dict[str, object], list[bytes]]:
    kind = recognise(content)
    if kind is not Kind.PDF:
        raise RefusedFileError("This is a picture. Add it under pictures. " + TAKEN_DOCUMENTS)
    from casestudies.uploads.documents import clean_document

    clean = clean_document(content)
    return {"pages": clean.pages}, [clean.content]


def _limit_itself() -> None:
    """Take from this process what it does not need: memory, time, files, other processes."""
    for name, most in (
        (resource.RLIMIT_AS, LIMITS.memory),
        (resource.RLIMIT_CPU, LIMITS.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (most, most))


def _most_memory() -> int:
    """Give the most memory that was held at once, in bytes; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


if __name__ == "__main__":
    main()
