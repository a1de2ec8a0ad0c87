"""Writes a PDF anew: its pages and what makes them readable, without what acts and without what tells of its makers.

Runs in a process of its own (`opening`). Knows no Django. Office files are not taken: they hold macros, links to other
machines and other files, and no library that we know writes them anew without any of these.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Name

from casestudies.uploads.cleaning import CleanDocument, RefusedFileError
from casestudies.uploads.limits import LIMITS

BROKEN = "The PDF is broken or was not sent completely. Open it, print it to a new PDF and send that."
LOCKED = "The PDF is protected by a password or encrypted. Send one that anybody can open."
ACTS = "The PDF holds {what}, which could harm its readers. Print it to a new PDF and send that."
#: kinds of actions that do something to a reader's machine; links inside and to the web stay
ACTIONS = {
    "/JavaScript": "a script",
    "/Launch": "a command that starts a program",
    "/SubmitForm": "a form that sends data",
    "/ImportData": "a form that reads data",
    "/GoToE": "a link into another file",
    "/GoToR": "a link into another file",
    "/Rendition": "a film or sound",
    "/Movie": "a film or sound",
    "/Sound": "a film or sound",
    "/RichMediaExecute": "a film or sound",
}
#: keys that no document of ours needs
PARTS = {
    "/JS": "a script",
    "/EmbeddedFiles": "other files",
    "/EmbeddedFile": "other files",
    "/EF": "other files",
    "/AF": "other files",
    "/XFA": "a form with scripts",
    "/RichMedia": "a film or sound",
    "/RichMediaContent": "a film or sound",
    "/3DD": "a model in three dimensions",
}
KINDS = {
    "/FileAttachment": "other files",
    "/Movie": "a film or sound",
    "/Screen": "a film or sound",
    "/RichMedia": "a film or sound",
}
SCHEMES = ("http://", "https://", "mailto:", "tel:")


def clean_document(content: bytes) -> CleanDocument:
    """Open a PDF and write it anew. Raises `RefusedFileError`."""
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            return _cleaned(pdf)
    except pikepdf.PasswordError:
        raise RefusedFileError(LOCKED) from None
    except RefusedFileError:
        raise
    except MemoryError:
        raise RefusedFileError("The PDF takes too much room to open. Send a smaller one.") from None
    except Exception as error:  # a parser meets what it was not made for: any failure means the same
        raise RefusedFileError(BROKEN) from error


def _cleaned(pdf: pikepdf.Pdf) -> CleanDocument:
    if pdf.is_encrypted:
        raise RefusedFileError(LOCKED)
    pages = len(pdf.pages)
    if not 1 <= pages <= LIMITS.document_pages:
        raise RefusedFileError(f"The PDF has {pages:,} pages. It may have 1 to {LIMITS.document_pages}.")
    for thing in pdf.objects:
        _look_at(thing, depth=0)
    for key in ("/OpenAction", "/AA", "/Metadata", "/PieceInfo", "/AcroForm", "/Collection", "/URI"):
        if key in pdf.Root:
            del pdf.Root[key]
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            _strip_photo(thing)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return CleanDocument(file.getvalue(), pages)


def _look_at(thing: Any, *, depth: int) -> None:
    """Refuse what acts, and take away what tells of makers, in one object and what stands inside it."""
    if depth > 60:
        raise RefusedFileError(BROKEN)
    if isinstance(thing, pikepdf.Array):
        for one in thing:
            if isinstance(one, (pikepdf.Array, pikepdf.Dictionary)) and not one.is_indirect:
                _look_at(one, depth=depth + 1)
        return
    if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    _refuse_what_acts(thing)
    for key in ("/Metadata", "/PieceInfo", "/AA"):
        if key in thing:
            del thing[key]
    for _, one in list(thing.items()):
        if isinstance(one, (pikepdf.Array, pikepdf.Dictionary)) and not one.is_indirect:
            _look_at(one, depth=depth + 1)


def _refuse_what_acts(thing: Any) -> None:
    action, kind = str(thing.get("/S", "")), str(thing.get("/Subtype", ""))
    for found in (ACTIONS.get(action), KINDS.get(kind)):
        if found:
            raise RefusedFileError(ACTS.format(what=found))
    for key, what in PARTS.items():
        if key in thing:
            raise RefusedFileError(ACTS.format(what=what))
    if action == "/URI" and not str(thing.get("/URI", "")).strip().lower().startswith(SCHEMES):
        raise RefusedFileError(ACTS.format(what="a link that is no web address"))


def _strip_photo(stream: pikepdf.Stream) -> None:
    """Take out of a photo inside a document what its camera wrote: place, time, owner."""
    if stream.get("/Subtype") != Name.Image or stream.get("/Filter") not in (Name.DCTDecode, [Name.DCTDecode]):
        return
    raw = stream.read_raw_bytes()
    stripped = without_camera_notes(raw)
    if stripped != raw and "/DecodeParms" not in stream:
        stream.write(stripped, filter=Name.DCTDecode)


def without_camera_notes(photo: bytes) -> bytes:
    """Give a JPEG without EXIF, XMP, IPTC and comments; what cannot be followed is given as it is."""
    if not photo.startswith(b"\xff\xd8"):
        return photo
    kept, here = [photo[:2]], 2
    while here + 4 <= len(photo) and photo[here] == 0xFF:
        marker, length = photo[here + 1], int.from_bytes(photo[here + 2 : here + 4], "big")
        if marker == 0xDA:
            break
        if marker not in {0xE1, 0xED, 0xFE}:
            kept.append(photo[here : here + 2 + length])
        here += 2 + length
    return b"".join(kept) + photo[here:]
