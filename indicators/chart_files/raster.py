"""Turns a picture into a PNG. Loads its library when the first is asked for; knows nothing of charts."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

FAMILY = "Atkinson Hyperlegible Next"
#: twice the picture's own size, so that it stays sharp in print and on good screens
WIDTH = 1760
#: beyond Latin letters the typeface has these; for anything else the system's fonts are looked through, which is slow
ALSO = set("–—‘’“”…•€−™ŒœĂı")


def png(svg: str, *, width: int = WIDTH) -> bytes:
    """Draw an SVG of ours, with the site's own typeface."""
    import resvg_py

    fonts = sorted(str(path) for path in Path(settings.PRINT_FONTS).glob("*.ttf"))
    drawn: list[int] | bytes = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        font_files=fonts,
        font_family=FAMILY,
        sans_serif_family=FAMILY,
        skip_system_fonts=bool(fonts) and all(ord(letter) < 0x100 or letter in ALSO for letter in svg),
    )
    return bytes(drawn)
