"""The picture that stands for a story where it is shared: its title, whose work it is, and the site."""

from __future__ import annotations

import textwrap

from django.utils.html import escape

from indicators.chart_files.looks import COLOURS
from indicators.chart_files.picture import FONTS
from indicators.chart_files.raster import png

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
#: sizes of the title with the letters that fit in a line, the largest that fits is taken
SIZES = ((76, 26, 4), (60, 33, 5), (48, 42, 6))


def card(*, title: str, organisation: str, site: str) -> bytes:
    """Draw it as a PNG."""
    return png(card_svg(title=title, organisation=organisation, site=site), width=WIDTH)


def card_svg(*, title: str, organisation: str, site: str) -> str:
    """Draw it."""
    size, lines = _set(title)
    written = "".join(
        f'<text x="{MARGIN}" y="{190 + number * size * 1.15:.0f}" font-size="{size}" font-weight="700">{_words(line)}</text>'
        for number, line in enumerate(lines)
    )
    owner = textwrap.shorten(organisation, 62, placeholder="…")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' font-family="{FONTS}" fill="{COLOURS["ink"]}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{COLOURS["paper"]}"/>'
        f'<rect width="24" height="{HEIGHT}" fill="{COLOURS["chart-town"]}"/>'
        f'<text x="{MARGIN}" y="100" font-size="30" fill="{COLOURS["ink-soft"]}">Case study</text>{written}'
        f'<text x="{MARGIN}" y="{HEIGHT - 104}" font-size="34" font-weight="700">{_words(owner)}</text>'
        f'<text x="{MARGIN}" y="{HEIGHT - 56}" font-size="28" fill="{COLOURS["ink-soft"]}">{_words(site)}</text></svg>'
    )


def _set(title: str) -> tuple[int, list[str]]:
    """Give the size and the lines of a title; one that is too long for any ends with dots."""
    size, letters, most = SIZES[-1]
    for size, letters, most in SIZES:
        if len(lines := textwrap.wrap(title, letters)) <= most:
            return size, lines
    return size, textwrap.wrap(title, letters, max_lines=most, placeholder="…")


def _words(text: str) -> str:
    return escape("".join(letter for letter in text if letter.isprintable()))
