"""Writes the rows of a table of several indicators, which may have hundreds of cells. All words are escaped."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString

from het_site.core.templatetags.core_tags import icon
from indicators.compare.tables import Line, Verdict
from indicators.tables import Cell

ICONS = {"better": "s-better", "similar": "s-similar", "worse": "s-worse"}


def sheet_line(line: Line, *, is_heat: bool, has_verdicts: bool) -> SafeString:
    """Give one row: the indicator with its unit, the period, a cell for each place, and the verdicts."""
    subject = line.subject
    about = ". ".join(filter(None, (line.period if is_heat else "", subject.about, line.direction)))
    period = "" if is_heat else f'<td class="sheet__period">{escape(line.period)}</td>'
    sample = ' <span class="sample">Stand-in</span>' if subject.indicator.is_proxy else ""
    retired = ' <span class="sample">Not in the set any more</span>' if subject.indicator.is_retired else ""
    cells = "".join(
        _cell(cell, shade, place.name) for cell, shade, place in zip(line.cells, line.shades, line.places, strict=True)
    )
    said = "".join(map(_verdict, line.verdicts)) or '<span class="small soft">Not tested</span>'
    verdicts = f'<td class="sheet__say">{said}</td>' if has_verdicts else ""
    return SafeString(
        f'<tr><th scope="row"><a href="{escape(line.url)}">{escape(subject.title)}</a>{sample}{retired}'
        f'<span class="sheet__about">{escape(about)}</span></th>'
        f"{period}{cells}{verdicts}</tr>"
    )


def _cell(cell: Cell, shade: int | None, place: str) -> str:
    marks = "".join(f' <span class="fig-mark">[{escape(mark)}]</span>' for mark in cell.marks)
    limits = f'<span class="limits">{escape(cell.limits)}</span>' if cell.limits else ""
    classes = " ".join(filter(None, ("num", "blank" if cell.is_blank else "", f"q{shade}" if shade else "")))
    return f'<td class="{classes}" data-l="{escape(place)}">{escape(cell.words)}{marks}{limits}</td>'


def _verdict(verdict: Verdict) -> str:
    drawn = icon(ICONS.get(verdict.status, "s-untested"))
    return (
        f'<span class="status status--{verdict.status}">{drawn}'
        f"<span>{escape(verdict.place)}: {escape(verdict.words[0].lower() + verdict.words[1:])}</span></span>"
    )
