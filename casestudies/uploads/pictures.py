"""Writes a picture anew: pixels, turned the right way up, in one size for readers and one for lists. Nothing else is kept.

Runs in a process of its own (`opening`), which has little memory and time. Knows no Django.
"""

from __future__ import annotations

import io
import warnings
from typing import Any

from PIL import Image, ImageCms, ImageOps

from casestudies.uploads.cleaning import CleanPicture, RefusedFileError
from casestudies.uploads.limits import LIMITS
from casestudies.uploads.recognising import Kind

BROKEN = "The picture is broken or was not sent completely. Try it again, or open it and save it as JPEG."
#: libraries that hold a picture several times over while they open it
WHOLE = frozenset({Kind.WEBP, Kind.AVIF, Kind.GIF})
MOST_PROFILE = 4_000_000
MEGA = 1_000_000


def clean_picture(content: bytes, kind: Kind) -> CleanPicture:
    """Open a picture within the limits and write it anew. Raises `RefusedFileError`."""
    Image.MAX_IMAGE_PIXELS = None  # our own limits are asked before anything is opened, with words for people
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _cleaned(content, kind)
    except RefusedFileError:
        raise
    except MemoryError:
        raise RefusedFileError("The picture takes too much room to open. Send a smaller one.") from None
    except Exception as error:  # a decoder meets what it was not made for: any failure means the same
        raise RefusedFileError(BROKEN) from error


def most_pixels(kind: Kind, *, is_progressive: bool = False) -> int:
    """Give how many pixels a picture of a kind may have, so that it can be opened in the memory there is."""
    if kind is Kind.JPEG and not is_progressive:
        return LIMITS.photo_pixels
    return LIMITS.whole_pixels if kind in WHOLE else LIMITS.pixels


def _cleaned(content: bytes, kind: Kind) -> CleanPicture:
    with Image.open(io.BytesIO(content), formats=[kind.value]) as opened:
        _require_size(opened, kind)
    if kind is Kind.PNG:
        with Image.open(io.BytesIO(content), formats=[kind.value]) as opened:
            opened.verify()
    with Image.open(io.BytesIO(content), formats=[kind.value]) as opened:
        profile, turn = opened.info.get("icc_profile"), _turn(opened)
        if kind is Kind.JPEG:
            opened.draft("RGB", (LIMITS.side, LIMITS.side))
        opened.load()
        picture = _reduced(opened)
    picture = _in_srgb(_plain(picture), profile)
    if turn is not None:
        picture = picture.transpose(turn)
    picture = _pixels_only(picture)
    ending = "jpg" if kind is Kind.JPEG else "webp"
    small = picture.copy()
    small.thumbnail((LIMITS.small_side, LIMITS.small_side))
    return CleanPicture(_written(picture, ending), _written(small, ending), ending, *picture.size)


def _require_size(opened: Image.Image, kind: Kind) -> None:
    width, height = opened.size
    if min(width, height) < LIMITS.least_side:
        raise RefusedFileError(
            f"The picture is {width} by {height} pixels. It needs at least {LIMITS.least_side} each way."
        )
    most = most_pixels(kind, is_progressive=bool(opened.info.get("progressive")))
    if width * height > most or max(width, height) > 30_000:
        found = max(width * height // MEGA, most // MEGA + 1)
        raise RefusedFileError(
            f"The picture has {found:,} million pixels; of this kind we take {most // MEGA} million. Send a smaller one."
        )


def _turn(opened: Image.Image) -> Image.Transpose | None:
    """Give how a camera says that its picture is to be turned; what it says is not kept."""
    try:
        orientation = opened.getexif().get(0x0112)
    except Exception:
        return None
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    return turns.get(orientation) if isinstance(orientation, int) else None


def _reduced(picture: Image.Image) -> Image.Image:
    """Bring a picture to its size before anything is done with it, so that there is never a second large one."""
    factor = max(picture.size) // LIMITS.side
    if factor > 1 and picture.mode in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        picture = picture.reduce(factor)
    if max(picture.size) > LIMITS.side:
        if picture.mode not in {"L", "LA", "RGB", "RGBA", "CMYK"}:
            picture = _plain(picture)
        return ImageOps.contain(picture, (LIMITS.side, LIMITS.side), Image.Resampling.LANCZOS)
    return picture


def _plain(picture: Image.Image) -> Image.Image:
    """Give a picture in red, green and blue, with transparency only if any of it shows through."""
    if picture.mode in {"I;16", "I;16B", "I"}:
        picture = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if "A" in picture.mode or "transparency" in picture.info:
        through = picture.convert("RGBA")
        lowest, _ = through.getchannel("A").getextrema()
        return through if isinstance(lowest, int) and lowest < 255 else through.convert("RGB")
    return picture.convert("RGB") if picture.mode != "RGB" else picture


def _in_srgb(picture: Image.Image, profile: Any) -> Image.Image:
    """Bring colours to the profile that a picture without one is taken for; one that makes no sense is left out."""
    if not isinstance(profile, bytes) or len(profile) > MOST_PROFILE:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, source, target, outputMode=picture.mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    return converted or picture


def _pixels_only(picture: Image.Image) -> Image.Image:
    """Give the same pixels in a picture that has never had a file: no comment, profile or EXIF to be written out."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _written(picture: Image.Image, ending: str) -> bytes:
    file = io.BytesIO()
    if ending == "jpg":
        picture.save(file, "JPEG", quality=85, optimize=True)
    else:
        picture.save(file, "WEBP", quality=88, method=4)
    return file.getvalue()
