"""The place's mark as an icon for tabs and home screens, drawn in its colours or from its logo. Plain values in, bytes out."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageDraw

from het_site.core.models.settings import PAPER

#: the mark on its 40 by 40 grid, as static/img/icons.svg has it: left, top, width, height
STANDING = (
    (2, 31, 10.5, 7),
    (14.75, 22.5, 10.5, 7),
    (14.75, 31, 10.5, 7),
    (27.5, 14, 10.5, 7),
    (27.5, 22.5, 10.5, 7),
    (27.5, 31, 10.5, 7),
)
LIFTED = ((2, 14, 10.5, 7), (2, 22.5, 10.5, 7), (14.75, 14, 10.5, 7))
BAR = (2, 6.5, 36, 3.5)
GRID, RADIUS = 40, 1
#: drawn this much larger, then made smaller, for smooth edges
OVERSIZE = 4


@dataclass(frozen=True)
class Icon:
    """One file: its name, its side in pixels, what part of the side the mark takes and what it is for."""

    name: str
    side: int
    share: float
    purpose: str = "any"

    @property
    def sizes(self) -> str:
        """Give the sizes as a manifest and a link have them."""
        return f"{self.side}x{self.side}"


ICONS = {
    icon.name: icon
    for icon in (
        Icon("icon-180.png", 180, 0.72),  # a telephone cuts the corners off
        Icon("icon-192.png", 192, 0.8),
        Icon("icon-512.png", 512, 0.8),
        Icon("icon-maskable-512.png", 512, 0.56, "maskable"),
    )
}
SVG_ICON = "icon.svg"
TAB_SIZES = (16, 32)


def svg(*, primary: str, dark_primary: str, accent: str) -> str:
    """Give the mark for tabs that can draw it themselves; it is lighter where the reader's tabs are dark."""
    standing, lifted = ("".join(_rect(*block) for block in blocks) for blocks in ((*STANDING, BAR), LIFTED))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
        f"<style>.b{{fill:{primary}}}@media(prefers-color-scheme:dark){{.b{{fill:{dark_primary}}}}}</style>"
        f'<g class="b">{standing}</g><g fill="{accent}">{lifted}</g></svg>\n'
    )


def png(side: int, share: float, *, primary: str, accent: str, logo: IO[bytes] | None = None) -> bytes:
    """Give a square picture of the mark, or of the logo, on paper."""
    return _written(_square(side, share, primary=primary, accent=accent, logo=logo), "PNG", optimize=True)


def ico(*, primary: str, accent: str, logo: IO[bytes] | None = None) -> bytes:
    """Give the small icon that browsers ask for unprompted."""
    largest = _square(max(TAB_SIZES), 1, primary=primary, accent=accent, logo=logo, ground=None)
    return _written(largest, "ICO", sizes=[(side, side) for side in TAB_SIZES])


def _rect(left: float, top: float, width: float, height: float) -> str:
    return f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="{RADIUS}"/>'


def _square(
    side: int, share: float, *, primary: str, accent: str, logo: IO[bytes] | None, ground: str | None = PAPER
) -> Image.Image:
    """Draw the mark, or put the logo, into the middle of a square; no ground leaves it see-through."""
    inner = round(side * share)
    mark = _logo(logo, inner) if logo else _mark(inner, primary=primary, accent=accent)
    square = Image.new("RGBA", (side, side), ground or (0, 0, 0, 0))
    square.alpha_composite(mark, ((side - mark.width) // 2, (side - mark.height) // 2))
    return square


def _mark(side: int, *, primary: str, accent: str) -> Image.Image:
    scale = side * OVERSIZE / GRID
    drawing = Image.new("RGBA", (side * OVERSIZE, side * OVERSIZE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(drawing)
    for colour, blocks in ((primary, (*STANDING, BAR)), (accent, LIFTED)):
        for left, top, width, height in blocks:
            box = [left * scale, top * scale, (left + width) * scale - 1, (top + height) * scale - 1]
            pen.rounded_rectangle(box, RADIUS * scale, fill=colour)
    return drawing.reduce(OVERSIZE)


def _logo(file: IO[bytes], side: int) -> Image.Image:
    with Image.open(file) as picture:
        logo = picture.convert("RGBA")
    logo.thumbnail((side, side), Image.Resampling.LANCZOS)
    return logo


def _written(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
