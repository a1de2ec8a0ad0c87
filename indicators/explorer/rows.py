"""Writes the rows and cards of lists, of which a page has dozens. Templates hold the rest; all words are escaped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.utils.html import escape
from django.utils.safestring import SafeString

from het_site.core.models import Theme
from het_site.core.templatetags.core_tags import icon
from indicators.explorer.lines import NOTHING, Line
from indicators.models import Indicator

SHAPES = {"better": "s-better", "similar": "s-similar", "worse": "s-worse", "nodata": "s-nodata"}
ARROWS = {"up": "t-up", "down": "t-down", "flat": "t-flat"}


class Listed(Protocol):
    """What is shown of one indicator."""

    @property
    def indicator(self) -> Indicator: ...
    @property
    def url(self) -> str: ...
    @property
    def lines(self) -> tuple[Line, ...]: ...


def table_rows(entries: Iterable[Listed], *, town: str, country: str, has_marks: bool = False) -> SafeString:
    """Give the rows of a table: one for each line, or one that says there is no figure."""
    rows = []
    for entry in entries:
        mark = _mark(entry.indicator.theme) if has_marks else ""
        rows += [_row(entry, line, mark, town, country) for line in entry.lines] or [_empty_row(entry, mark)]
    return SafeString("\n".join(rows))


def cards(entries: Iterable[Listed], *, town: str, country: str, has_marks: bool = False) -> SafeString:
    """Give the same as items of a list."""
    found = []
    for entry in entries:
        mark = _mark(entry.indicator.theme) if has_marks else ""
        found += [_card(entry, line, mark, town, country) for line in entry.lines] or [_empty_card(entry, mark)]
    return SafeString("\n".join(found))


def status(line: Line) -> str:
    """Give a verdict: a shape, a word, then colour."""
    than = f'<span class="status__than">{escape(line.status_than)}</span>' if line.status_than else ""
    by = '<span class="rows__by">says the publisher</span>' if line.is_publishers else ""
    shape = icon(SHAPES.get(line.status, "s-untested"))
    return f'<span class="status status--{line.status}">{shape}<span>{escape(line.status_word)}{than}{by}</span></span>'


def trend(line: Line) -> str:
    """Give a trend: an arrow and what it means."""
    way = (
        {"up": "Rising, ", "down": "Falling, "}.get(line.movement, "") if line.direction in {"better", "worse"} else ""
    )
    said = f'<span class="vh">{way}</span>{escape(line.direction_text)}' if way else escape(line.direction_text)
    return f'<span class="trend">{icon(ARROWS.get(line.movement, "t-none"))}<span>{said}</span></span>'


def spark(line: Line) -> str:
    """Give a small line with what it shows in words; the words alone where there is too little to draw."""
    drawn = line.spark
    if drawn is None:
        return f'<span class="small soft">{escape(line.spark_words)}</span>' if line.spark_words else ""
    paths = "".join(f'<path class="{css_class}" d="{path}"/>' for css_class, path in drawn.lines)
    x, y = drawn.dot
    return (
        f'<svg class="spark" viewBox="0 0 {drawn.width} {drawn.height}" role="img"'
        f' aria-label="{escape(line.spark_words)}">{paths}<circle class="spark__dot" cx="{x}" cy="{y}" r="4"/></svg>'
    )


def _row(entry: Listed, line: Line, mark: str, town: str, country: str) -> str:
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{mark}{_name(entry, line)}{_about(entry, line, town)}</th>'
        f'<td role="cell" class="num{_blank(line.value)}"><span class="rows__value">{escape(line.value)}</span></td>'
        f'<td role="cell" class="num{_blank(line.other)}" data-l="{escape(country)}">{escape(line.other)}</td>'
        f'<td role="cell" class="rows__td-say">{status(line)}</td><td role="cell" class="rows__td-say">{trend(line)}</td>'
        f'<td role="cell" class="rows__td-spark">{spark(line)}</td></tr>'
    )


def _empty_row(entry: Listed, mark: str) -> str:
    return (
        f'<tr role="row" class="rows--empty"><th scope="row" role="rowheader">{mark}{_name(entry)}</th>'
        f'<td role="cell" class="num blank">{NOTHING}</td><td role="cell" class="num blank">{NOTHING}</td>'
        f'<td role="cell" class="rows__td-say">{_no_figure()}</td><td role="cell" class="rows__td-say"></td>'
        '<td role="cell" class="rows__td-spark"></td></tr>'
    )


def _card(entry: Listed, line: Line, mark: str, town: str, country: str) -> str:
    beside = f"{escape(country)} {escape(line.other)}" if line.has_other else f"No figure for {escape(country)}"
    return (
        f'<li class="icard"><h3 class="icard__name">{mark}{_name(entry, line)}</h3>'
        f'<p class="icard__figure"><span class="rows__value">{escape(line.value)}</span> '
        f'<span class="icard__beside">{beside}</span></p>'
        f'<div class="icard__spark">{spark(line)}</div>'
        f'<p class="icard__said">{status(line)}{trend(line)}</p><p class="icard__about">{_about(entry, line, town)}</p></li>'
    )


def _empty_card(entry: Listed, mark: str) -> str:
    return (
        f'<li class="icard icard--empty"><h3 class="icard__name">{mark}{_name(entry)}</h3>'
        f'<p class="icard__said">{_no_figure()}</p></li>'
    )


def _no_figure() -> str:
    return f'<span class="status status--nodata">{icon("s-nodata")}<span>No published figure</span></span>'


def _name(entry: Listed, line: Line | None = None) -> str:
    group = f", {line.group}" if line and line.group else ""
    return f'<a href="{escape(entry.url)}">{escape(entry.indicator.title)}{group}</a>'


def _about(entry: Listed, line: Line, town: str) -> str:
    """Give what stands small below the name: unit, period, age; then the gap, and why nothing is newer."""
    unit = entry.indicator.unit_short
    told = [*([unit] if unit and unit != "%" else []), line.period, line.age]
    stand_in = ' <span class="sample">Stand-in</span>' if entry.indicator.is_proxy else ""
    below = [f"Gap inside {town}: {line.gap}"] if line.gap else []
    below += [f"No newer figure. {line.note}"] if line.note else []
    rest = "".join(f'<span class="rows__period rows__more">{escape(words)}</span>' for words in below)
    return f'<span class="rows__period">{escape(", ".join(told))}{stand_in}</span>{rest}'


def _mark(theme: Theme | None) -> str:
    if theme is None:
        return ""
    return (
        f'<span class="mark mark--s {theme.css_class}">{icon(theme.icon)}'
        f'<span class="vh">{escape(theme.short_title)}: </span></span>'
    )


def _blank(words: str) -> str:
    return " blank" if words == NOTHING else ""
