"""Tells what a file is by its first bytes, never by its name or by what its sender says. Plain bytes in, no Django."""

from __future__ import annotations

from enum import StrEnum

from casestudies.uploads.cleaning import RefusedFileError
from casestudies.uploads.limits import LIMITS


class Kind(StrEnum):
    """What is taken; the values are Pillow's names of the formats."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    GIF = "GIF"
    AVIF = "AVIF"
    PDF = "PDF"


PICTURES = frozenset(Kind) - {Kind.PDF}
TAKEN = "Send a photo as JPEG, PNG, WebP, GIF or AVIF."
TAKEN_DOCUMENTS = "Send a document as PDF."
HEIC = "This is a HEIC photo, which few browsers can show. On the phone, share it as “most compatible” or send a JPEG."
SCRIPTED = "This is a drawing or a page that can hold a script, so it is not taken. Save it as PNG and send that."
ARCHIVE = "This is an archive or an office document, which may hold anything. Save it as PDF, or send its pictures one by one."
OTHER_PICTURE = "This kind of picture is not taken. Save it as JPEG or PNG and send that."
PROGRAM = "This is a program, not a picture or document. It was not opened."
UNKNOWN = "This is not a picture that we know, whatever its name says."
#: what is refused by name, so that people know what to do; by the first bytes
KNOWN: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", ARCHIVE),
    (b"PK\x05\x06", ARCHIVE),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ", ARCHIVE),
    (b"\xd0\xcf\x11\xe0", ARCHIVE),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"#!", PROGRAM),
    (b"%!PS", SCRIPTED),
    (b"II*\x00", OTHER_PICTURE),
    (b"MM\x00*", OTHER_PICTURE),
    (b"BM", OTHER_PICTURE),
    (b"\x00\x00\x01\x00", OTHER_PICTURE),
    (b"8BPS", OTHER_PICTURE),
    (b"\x00\x00\x00\x0cjP", OTHER_PICTURE),
    (b"\xff\x0a", OTHER_PICTURE),
    (b"qoif", OTHER_PICTURE),
    (b"DDS ", OTHER_PICTURE),
)
MARKUP = (b"<svg", b"<?xml", b"<!doctype", b"<html", b"<script", b"<!--", b"<?php", b"<body", b"<head", b"<iframe")
HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})


def recognise(content: bytes) -> Kind:
    """Tell which of the kinds that are taken a file is. Raises `RefusedFileError` for every other."""
    if not content:
        raise RefusedFileError("The file is empty. Choose it again.")
    if len(content) > LIMITS.bytes:
        raise RefusedFileError(f"The file is larger than {LIMITS.megabytes} MB. Send a smaller one.")
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith((b"GIF87a", b"GIF89a")):
        return Kind.GIF
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP
    if content[4:8] == b"ftyp":
        return _of_brand(content[8:12])
    raise RefusedFileError(_why_not(content))


def _of_brand(brand: bytes) -> Kind:
    if brand == b"avif":
        return Kind.AVIF
    raise RefusedFileError(HEIC if brand in HEIF_BRANDS else "This is a film, or something like it. " + TAKEN)


def _why_not(content: bytes) -> str:
    for start, words in KNOWN:
        if content.startswith(start):
            return words
    beginning = content[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").lower()
    if beginning.startswith(MARKUP) or b"<svg" in beginning.replace(b"\x00", b""):
        return SCRIPTED
    return f"{UNKNOWN} {TAKEN}"
