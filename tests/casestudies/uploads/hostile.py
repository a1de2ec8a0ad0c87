"""Files that somebody could send to do harm, all made here. Each has a name, its bytes, and what may become of it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pikepdf
from PIL import Image, PngImagePlugin

SCRIPT = b"<script>alert(document.cookie)</script>"
PHP = b"<?php system($_GET['c']); ?>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


@dataclass(frozen=True)
class Hostile:
    """One file. `refused` is part of the sentence its sender reads; None where it is cleaned instead."""

    what: str
    content: bytes
    refused: str | None
    as_document: bool = False
    name: str = "photo.jpg"


def picture(kind: str = "JPEG", size: tuple[int, int] = (300, 200), mode: str = "RGB", **options: object) -> bytes:
    """Give a picture of one colour."""
    file = io.BytesIO()
    Image.new(mode, size, 90 if mode in {"L", "P", "I;16", "1"} else None).save(file, kind, **options)  # type: ignore[arg-type]  # wider than its stubs say
    return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, data: bytes, *, depth: int = 8, colour: int = 2, extra: bytes = b"") -> bytes:
    """Give a PNG that says of itself whatever it likes."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def into_jpeg(*segments: bytes) -> bytes:
    """Put segments right after the beginning of a JPEG."""
    whole = picture()
    return whole[:2] + b"".join(segments) + whole[2:]


def zipped(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def exif(**tags: str) -> bytes:
    found = Image.Exif()
    found[0x010E], found[0x013B], found[0x010F] = tags.get("text", "x"), "Maria Example", "Camera"
    found.get_ifd(0x8825)[1] = "N"
    found.get_ifd(0x8825)[2] = (51.0, 52.0, 42.0)
    return found.tobytes()


def pdf(fill: Callable[[pikepdf.Pdf], object] | None = None, **saving: object) -> bytes:
    """Give a PDF of one page, with something put into it."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    if fill is not None:
        fill(made)
    file = io.BytesIO()
    made.save(file, **saving)  # type: ignore[arg-type]  # wider than its stubs say
    return file.getvalue()


def action(kind: str, **values: object) -> Callable[[pikepdf.Pdf], object]:
    """Give what makes a PDF do something when it is opened."""

    def put(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name(kind), **values)

    return put


def link(kind: str, **values: object) -> Callable[[pikepdf.Pdf], object]:
    """Give what makes a PDF do something when a reader presses a place on it."""

    def put(made: pikepdf.Pdf) -> None:
        act = pikepdf.Dictionary(S=pikepdf.Name(kind), **values)
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 100, 100]), A=act
        )
        made.pages[0].Annots = pikepdf.Array([note])

    return put


def attached(made: pikepdf.Pdf) -> None:
    made.attachments["evil.exe"] = b"MZ" + b"\x00" * 100


def nested(depth: int) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * depth + b"]" * depth + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def progressive_header(width: int, height: int) -> bytes:
    """Give a progressive JPEG that claims a size it does not have."""
    whole = bytearray(picture(progressive=True))
    at = whole.index(b"\xff\xc2")
    whole[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(whole)


def baseline_header(width: int, height: int) -> bytes:
    """Give a JPEG that claims a size it does not have."""
    whole = bytearray(picture())
    at = whole.index(b"\xff\xc0")
    whole[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(whole)


def webp_header(width: int, height: int) -> bytes:
    """Give a WebP whose canvas is larger than its picture."""
    whole = picture("WEBP", mode="RGBA", lossless=True)
    flags = b"\x10\x00\x00\x00" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + flags + whole[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif_frames(count: int) -> bytes:
    """Give a film of many frames."""
    frames = [Image.new("P", (400, 400), shade % 250) for shade in range(count)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], optimize=False)
    return file.getvalue()


def gif_screen(width: int, height: int) -> bytes:
    whole = bytearray(picture("GIF", mode="P"))
    whole[6:10] = struct.pack("<HH", width, height)
    return bytes(whole)


def png_text(key: str, text: str, *, compressed: bool = False) -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text(key, text, zip=compressed)
    return picture("PNG", pnginfo=notes)


@cache
def corpus() -> tuple[Hostile, ...]:
    """Give all of them."""
    return (*_wrong_types(), *_polyglots(), *_bombs(), *_broken(), *_notes(), *_names(), *_documents())


def _wrong_types() -> Iterator[Hostile]:
    yield Hostile("a drawing with a script", SVG, "hold a script")
    yield Hostile("the same after blanks", b"\n\n   " + SVG, "hold a script")
    yield Hostile("the same with a mark of order", b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG, "hold a script")
    yield Hostile("the same in two bytes a letter", SVG.decode().encode("utf-16"), "hold a script")
    yield Hostile("a compressed drawing", b"\x1f\x8b" + zlib.compress(SVG), "archive", name="drawing.svgz")
    yield Hostile("a page", b"<!DOCTYPE html><html>" + SCRIPT, "hold a script")
    yield Hostile("a script for servers", PHP, "hold a script", name="photo.php.jpg")
    yield Hostile("a shell script", b"#!/bin/sh\nrm -rf /\n", "program")
    yield Hostile("a program for Windows", b"MZ" + b"\x00" * 500, "program")
    yield Hostile("a program for Linux", b"\x7fELF" + b"\x00" * 500, "program")
    yield Hostile("an archive", zipped("a.txt", b"x"), "archive")
    yield Hostile("an archive that unpacks to a gigabyte", zipped("a", b"\x00" * 30_000_000), "archive")
    yield Hostile("an office document", zipped("word/vbaProject.bin", b"macro"), "archive", name="report.docx")
    yield Hostile("an old office document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "archive")
    yield Hostile("PostScript", b"%!PS-Adobe-3.0\n(/etc/passwd) run", "hold a script")
    yield Hostile("a fax", picture("TIFF"), "kind of picture is not taken")
    yield Hostile("a bitmap", picture("BMP"), "kind of picture is not taken")
    yield Hostile("an icon", picture("ICO", size=(64, 64)), "kind of picture is not taken")
    yield Hostile("a photo of an iPhone", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 200, "HEIC")
    yield Hostile("a film", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 200, "film")
    yield Hostile("words", b"This is a photo, believe me.", "not a picture that we know")
    yield Hostile("a macro for ImageMagick", b"push graphic-context\nfill 'url(https://x/|ls)'", "not a picture")
    yield Hostile("a document among pictures", pdf(), "This is a document")


def _polyglots() -> Iterator[Hostile]:
    yield Hostile("a picture with a page behind it", picture() + b"<html>" + SCRIPT, None)
    yield Hostile("a picture with an archive behind it", picture() + zipped("a.js", SCRIPT), None)
    yield Hostile("a picture with a script behind it", picture("PNG") + PHP, None)
    yield Hostile("a picture with a program behind it", picture("WEBP") + b"MZ" + b"\x00" * 100, None)
    yield Hostile("a picture with a document behind it", picture() + pdf(), None)
    yield Hostile("a picture that is also a script", b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1)", "broken")
    yield Hostile("letters that begin like a picture", b"\xff\xd8\xff\xe0" + SCRIPT * 20, "broken")
    yield Hostile("a page that begins like a PNG", b"\x89PNG\r\n\x1a\n" + SCRIPT * 20, "broken")
    yield Hostile("a script in the palette", png(200, 200, zlib.compress(b"\x00" * 40_200), colour=3,
                  extra=chunk(b"PLTE", (SCRIPT * 8)[:255])), None)  # fmt: skip
    yield Hostile("a sound in the clothes of WebP", b"RIFF\x00\x01\x00\x00WAVEfmt " + b"\x00" * 200, "not a picture")
    yield Hostile("an archive in front of a picture", zipped("a.txt", b"x") + picture(), "archive")


def _bombs() -> Iterator[Hostile]:
    nothing = zlib.compress(b"\x00" * 1_000_000, 9)
    yield Hostile("a PNG of 50,000 by 50,000", png(50_000, 50_000, nothing), "million pixels")
    yield Hostile("a PNG of 2,147,483,647 each way", png(2**31 - 1, 2**31 - 1, nothing), "million pixels")
    yield Hostile("a PNG of one row of a million", png(1_000_000, 64, nothing), "million pixels")
    yield Hostile("a PNG of 25 million pixels of nothing", png(5_001, 5_001, nothing, depth=1, colour=0), "million")
    yield Hostile("a PNG of 19 million deep pixels", png(4_400, 4_400, zlib.compress(b"\x00" * (4_400 * 8 + 1) * 4_400),
                  depth=16, colour=6), None)  # fmt: skip
    yield Hostile("a JPEG that claims 65,535 each way", baseline_header(65_500, 65_500), "million pixels")
    yield Hostile("a JPEG that claims 59 million", baseline_header(7_700, 7_700), None)
    yield Hostile("a slow JPEG that claims 60 million", progressive_header(7_700, 7_700), "million pixels")
    yield Hostile("a slow JPEG that claims 19 million", progressive_header(4_400, 4_400), None)
    yield Hostile("a WebP that claims 16,000 each way", webp_header(16_000, 16_000), "broken")
    yield Hostile("a GIF that claims 65,535 each way", gif_screen(65_535, 65_535), "million pixels")
    yield Hostile("a film of 600 frames", gif_frames(600), None)
    yield Hostile("a note that unpacks to 40 MB", png_text("a", "x" * 40_000_000, compressed=True), "broken")
    yield Hostile("a profile that unpacks to 40 MB", png(200, 200, zlib.compress(b"\x00" * 120_200),
                  extra=chunk(b"iCCP", b"p\x00\x00" + zlib.compress(b"\x00" * 40_000_000))), "")  # fmt: skip
    yield Hostile("16 MB", picture() + b"\x00" * 16_000_000, "larger than 15 MB")
    yield Hostile("a picture of one pixel", picture(size=(1, 1)), "at least 64")
    yield Hostile("a picture of no pixels", png(0, 0, nothing), "")


def _broken() -> Iterator[Hostile]:
    yield Hostile("nothing", b"", "empty")
    yield Hostile("one byte", b"\xff", "not a picture")
    yield Hostile("only zeros", b"\x00" * 1_000, "not a picture")
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF"):
        whole = picture(kind, size=(900, 700), mode="P" if kind == "GIF" else "RGB")
        yield Hostile(f"half of a {kind}", whole[: len(whole) // 2], "broken")
        yield Hostile(f"the first bytes of a {kind}", whole[:20], "broken")
    damaged = bytearray(picture("PNG", size=(900, 700)))
    damaged[60:64] = b"\xde\xad\xbe\xef"
    yield Hostile("a PNG with a wrong sum", bytes(damaged), "broken")
    yield Hostile("a JPEG whose segment is longer than it", into_jpeg(b"\xff\xe1\xff\xff")[:300], "broken")


def _notes() -> Iterator[Hostile]:
    yield Hostile("a place and a script in its EXIF", picture(exif=exif(text=SCRIPT.decode())), None)
    yield Hostile("EXIF that makes no sense", into_jpeg(segment(0xE1, b"Exif\x00\x00" + b"\xff" * 500)), None)
    yield Hostile("EXIF that points at itself", into_jpeg(segment(0xE1, b"Exif\x00\x00II*\x00\x08\x00\x00\x00" +
                  struct.pack("<H", 1) + struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<I", 8))), None)  # fmt: skip
    yield Hostile("a script in its comment", into_jpeg(segment(0xFE, PHP)), None)
    yield Hostile("a script in its XMP", into_jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SCRIPT)), None)
    yield Hostile("names in its IPTC", into_jpeg(segment(0xED, b"Photoshop 3.0\x00Maria Example")), None)
    yield Hostile("a script as its profile", into_jpeg(segment(0xE2, b"ICC_PROFILE\x00\x01\x01" + SCRIPT)), None)
    yield Hostile("a script in a note", png_text("Comment", SCRIPT.decode()), None)
    yield Hostile("a place in a WebP", picture("WEBP", exif=exif(), xmp=SCRIPT), None)


def _names() -> Iterator[Hostile]:
    for name in (
        *("../../../../etc/cron.d/evil.jpg", "..\\..\\windows\\evil.jpg", "/etc/passwd", "a\x00.php.jpg"),
        *("x" * 300 + ".jpg", "‮gpj.exe", "фото 📷.jpg", "<img src=x onerror=alert(1)>.jpg", "con.jpg", ".htaccess"),
    ):
        yield Hostile(f"a picture called {name[:40]!r}", picture(), None, name=name)


def _documents() -> Iterator[Hostile]:
    def doc(what: str, content: bytes, refused: str | None) -> Hostile:
        return Hostile(what, content, refused, as_document=True, name="report.pdf")

    script = pikepdf.String("app.alert(1)")
    yield doc("a PDF that runs a script", pdf(action("/JavaScript", JS=script)), "a script")
    yield doc("a PDF that starts a program", pdf(action("/Launch", F=pikepdf.String("cmd.exe"))), "starts a program")
    yield doc("a PDF that sends a form", pdf(link("/SubmitForm", F=pikepdf.String("https://x.example/"))), "sends data")
    yield doc("a PDF with a script behind a link", pdf(link("/JavaScript", JS=script)), "a script")
    yield doc("a PDF with a link to a script", pdf(link("/URI", URI=pikepdf.String("javascript:alert(1)"))), "no web")
    yield doc("a PDF with a link to a file", pdf(link("/URI", URI=pikepdf.String("file:///etc/passwd"))), "no web")
    yield doc("a PDF with a program in it", pdf(attached), "other files")
    yield doc("a PDF with a password", pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "password")
    yield doc("a PDF with an owner", pdf(encryption=pikepdf.Encryption(owner="o", user="")), "password")
    yield doc("half of a PDF", pdf()[:200], "broken")
    yield doc("a PDF with a page behind it", pdf() + SCRIPT, None)
    yield doc("a page that begins like a PDF", b"%PDF-1.7\n" + SCRIPT, "broken")
    yield doc("a page in front of a PDF", SCRIPT + pdf(), "hold a script")
    yield doc("a PDF that is nested 200,000 deep", nested(200_000), "broken")
    yield doc("a picture among documents", picture(), "This is a picture")
    yield doc("an archive among documents", zipped("a.pdf", pdf()), "archive")
