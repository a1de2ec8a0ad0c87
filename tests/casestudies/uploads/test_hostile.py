"""Whatever is sent is cleaned or refused with a sentence, in little memory, and nothing of it is left but pixels and pages."""

from __future__ import annotations

import io
import subprocess

import pikepdf
import pytest
from PIL import Image

from casestudies.uploads import guard
from casestudies.uploads.cleaning import RefusedFileError
from casestudies.uploads.documents import clean_document, without_camera_notes
from casestudies.uploads.limits import LIMITS
from casestudies.uploads.pictures import clean_picture
from casestudies.uploads.recognising import Kind, recognise
from tests.casestudies.uploads.hostile import Hostile, action, corpus, exif, link, pdf, picture

TRACES = (
    b"<script",
    b"<?php",
    b"alert(",
    b"Maria",
    b"MZ\x00",
    b"PK\x03\x04",
    b"ICC_PROFILE",
    b"Exif",
    b"http://ns.adobe",
)


def test_there_are_enough_of_them() -> None:
    assert len(corpus()) >= 60
    assert len({one.what for one in corpus()}) == len(corpus())


@pytest.mark.parametrize("one", corpus(), ids=lambda one: one.what)
def test_each_is_cleaned_or_refused_in_little_memory(one: Hostile) -> None:
    opened = guard.run(one.content, "document" if one.as_document else "picture")

    assert opened.told.get("memory", 0) < 300_000_000
    refused = opened.told.get("refused")
    if refused is not None:
        assert refused.endswith("."), refused
        assert one.refused is not None, f"it could have been cleaned: {refused}"
        assert one.refused in refused
        assert opened.parts == []
        return
    assert not one.refused, "it should have been refused"
    for part in opened.parts:
        for trace in TRACES:
            assert trace not in part
        if not one.as_document:
            with Image.open(io.BytesIO(part)) as left:
                left.load()
                assert left.format in {"JPEG", "WEBP"}
                assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(left.info)
                assert max(left.size) <= LIMITS.side
                assert not left.getexif()


def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*args: object, **kwargs: object) -> None:
        raise subprocess.TimeoutExpired("opening", LIMITS.seconds)

    monkeypatch.setattr(guard.subprocess, "run", hang)
    with pytest.raises(RefusedFileError, match="time and room"):
        guard.clean_picture(picture())


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_is_turned_the_right_way_up(turn: int) -> None:
    upright = Image.new("RGB", (400, 200), "white")
    upright.paste("black", (0, 0, 100, 100))
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's turns that undo each
    sent = upright if turn == 1 else upright.transpose(Image.Transpose(back[turn]))
    tags = Image.Exif()
    tags[0x0112] = turn
    file = io.BytesIO()
    sent.save(file, "JPEG", exif=tags.tobytes(), quality=95)

    clean = clean_picture(file.getvalue(), Kind.JPEG)

    assert (clean.width, clean.height) == (400, 200)
    with Image.open(io.BytesIO(clean.content)) as left:
        assert left.convert("L").getpixel((20, 20)) < 60  # type: ignore[operator]  # one band, so one number
        assert left.convert("L").getpixel((380, 180)) > 200  # type: ignore[operator]  # one band, so one number


@pytest.mark.parametrize(
    ("kind", "mode", "ending"),
    [
        *(("JPEG", "RGB", "jpg"), ("JPEG", "L", "jpg"), ("JPEG", "CMYK", "jpg"), ("PNG", "RGB", "webp")),
        *(("PNG", "RGBA", "webp"), ("PNG", "LA", "webp"), ("PNG", "P", "webp"), ("PNG", "1", "webp")),
        *(("PNG", "I;16", "webp"), ("WEBP", "RGBA", "webp"), ("GIF", "P", "webp"), ("AVIF", "RGB", "webp")),
    ],
)
def test_every_kind_that_is_taken(kind: str, mode: str, ending: str) -> None:
    sent = picture(kind, size=(3000, 1500), mode=mode)
    clean = clean_picture(sent, recognise(sent))
    assert (clean.format, clean.width, clean.height) == (ending, 2560, 1280)
    with Image.open(io.BytesIO(clean.small)) as small:
        assert small.size == (640, 320)


def test_transparency_that_shows_is_kept() -> None:
    clear = Image.new("RGBA", (200, 200), (10, 20, 30, 0))
    file = io.BytesIO()
    clear.save(file, "PNG")
    with Image.open(io.BytesIO(clean_picture(file.getvalue(), Kind.PNG).content)) as left:
        assert left.convert("RGBA").getchannel("A").getextrema() == (0, 0)


def test_a_document_keeps_its_pages_and_loses_what_tells_of_its_makers() -> None:
    def fill(made: pikepdf.Pdf) -> None:
        made.docinfo["/Author"] = "Maria Example"
        with made.open_metadata() as metadata:
            metadata["dc:creator"] = ["Maria Example"]
        made.Root.Lang = pikepdf.String("en-GB")
        made.Root.PieceInfo = pikepdf.Dictionary(Tool=pikepdf.String("Maria"))
        photo = pikepdf.Stream(made, picture(exif=exif()))
        photo.Type, photo.Subtype, photo.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
        photo.Width, photo.Height = 300, 200
        photo.ColorSpace, photo.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=photo))
        link("/URI", URI=pikepdf.String("https://partner.example/"))(made)

    clean = clean_document(pdf(fill))

    assert clean.pages == 1
    assert b"Maria" not in clean.content
    assert b"Exif" not in clean.content
    with pikepdf.open(io.BytesIO(clean.content)) as left:
        assert str(left.Root.Lang) == "en-GB"
        assert str(left.pages[0].Annots[0].A.URI) == "https://partner.example/"
        assert not dict(left.docinfo)
        with Image.open(io.BytesIO(left.pages[0].Resources.XObject.P.read_raw_bytes())) as photo:
            photo.load()


def test_going_to_a_place_in_itself_is_no_harm() -> None:
    assert clean_document(pdf(action("/GoTo", D=pikepdf.Array([0])))).pages == 1


def test_what_cannot_be_followed_is_left_as_it_is() -> None:
    assert without_camera_notes(b"no photo") == b"no photo"
    assert without_camera_notes(picture()).startswith(b"\xff\xd8")
