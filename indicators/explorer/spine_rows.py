"""Writes the rows of the spine chart, each with its drawing. The figures beside it say the same; all words are escaped."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString

from indicators.explorer.rows import status
from indicators.explorer.spine import Drawn, SpineRow

#: the drawing: its size, and how far the ends stay from the edge so that a mark is never cut
WIDTH, HEIGHT, EDGE = 240, 30, 10
MID = HEIGHT / 2
#: shapes by verdict, around (0, 0): the same that stand beside the words
SHAPES = {
    "better": '<path class="spine__mark is-better" d="M0-8 8.5 6.500h-17z"',
    "worse": '<path class="spine__mark is-worse" d="M0 8-8.500-6.500h17z"',
    "similar": '<circle class="spine__mark is-similar" r="7"',
}
OPEN = '<rect class="spine__mark is-untested" x="-6" y="-6" width="12" height="12" rx="1"'


def spine_rows(rows: Iterable[SpineRow], *, place: str, country: str) -> SafeString:
    """Give the rows of one principle."""
    return SafeString("\n".join(_row(row, place, country) for row in rows))


def spine_drawing(drawn: Drawn, mark: str) -> SafeString:
    """Give the drawing of one row; `mark` is the verdict's."""

    def x(position: float) -> float:
        return round(EDGE + position * (WIDTH - 2 * EDGE), 1)

    def box(css_class: str, first: float, last: float, high: float) -> str:
        left, right = sorted((x(first), x(last)))
        return (
            f'<rect class="{css_class}" x="{left}" y="{MID - high / 2}" width="{round(max(right - left, 1), 1)}"'
            f' height="{high}"/>'
        )

    middle = x(0.5)
    return SafeString(
        f'<svg class="spine__svg" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false">'
        f"{box('spine__range', drawn.first, drawn.last, 12)}{box('spine__half', drawn.quarter, drawn.three_quarters, 12)}"
        f'<line class="spine__middle" x1="{middle}" x2="{middle}" y1="0" y2="{HEIGHT}"/>'
        f'{SHAPES.get(mark, OPEN)} transform="translate({x(drawn.own)} {MID})"/></svg>'
    )


def _row(row: SpineRow, place: str, country: str) -> str:
    one, line = row.indicator, row.line
    title = f"{one.title}{f', {line.group}' if line and line.group else ''}"
    unit = f"{one.unit_short}, " if one.unit_short and one.unit_short != "%" else ""
    small = f'<span class="rows__period">{escape(f"{unit}{line.period}")}{_stand_in(row)}</span>' if line else ""
    head = f'<th scope="row" role="rowheader"><a href="{escape(row.url)}">{escape(title)}</a>{small}</th>'
    value, other = (line.value, line.other) if line else ("none", "none")
    numbers = (
        f'<td role="cell" class="num{_blank(value)}" data-l="{escape(place)}"><span class="rows__value">{escape(value)}</span></td>'
        f'<td role="cell" class="num{_blank(other)}" data-l="{escape(country)}">{escape(other)}</td>'
    )
    said = f'<td role="cell" class="spine__say">{status(line) if line else ""}</td>'
    ends = "".join(_end(words, label) for words, label in _ends(row))
    return f'<tr role="row">{head}{numbers}{said}{ends.replace(SLOT, _drawing(row), 1)}</tr>'


SLOT = "\0"


def _ends(row: SpineRow) -> list[tuple[str, str]]:
    left, right = ("Worst", "Best") if row.is_judged else ("Lowest", "Highest")
    return [(row.left, left), (SLOT, ""), (row.half, "Middle half"), (row.right, right)]


def _end(words: str, label: str) -> str:
    if words == SLOT:
        return f'<td role="cell" class="spine__draw">{SLOT}</td>'
    none = "" if words else " blank"
    return f'<td role="cell" class="num spine__end{none}" data-l="{label}">{escape(words) or "none"}</td>'


def _drawing(row: SpineRow) -> str:
    if row.drawn is None:
        return f'<span class="small soft">{escape(row.reason)}</span>'
    way = "" if row.is_judged else '<span class="small soft">Right is higher; neither is better</span>'
    return f"{spine_drawing(row.drawn, row.line.status if row.line else '')}{way}"


def _stand_in(row: SpineRow) -> str:
    return ' <span class="sample">Stand-in</span>' if row.indicator.is_proxy else ""


def _blank(words: str) -> str:
    return " blank" if words == "none" else ""
