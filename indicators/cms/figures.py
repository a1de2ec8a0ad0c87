"""The figures of a release, a page at a time: by kind of change and by indicator, each as it is and as it will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from wagtail.admin.paginator import WagtailPaginator

from indicators import changes, differences
from indicators.cms import words
from indicators.models import DataRelease, Indicator, StagedObservation

ON_A_PAGE = 50
NEW, CHANGED, GONE, SAME = differences.NEW, differences.CHANGED, differences.GONE, differences.SAME
HELD = "held"
#: before it is published, in the order officers ask for them; what is said of each, and where there is none
PLANNED = {
    CHANGED: ("Would change", "No figure would change."),
    NEW: ("New", "No figure is new."),
    GONE: ("Would disappear", "No figure would disappear."),
    HELD: ("Held back", "No figure is held back."),
    SAME: ("Unchanged", "No figure is live already as it came in."),
}
DONE = {
    CHANGED: ("Changed", "It changed no figure."),
    NEW: ("New", "It brought no new figure."),
    GONE: ("Taken down", "It took no figure down."),
}
#: the name of each kind in the counts of a release
IN_COUNTS = {NEW: "new", CHANGED: "changed", GONE: "absent", SAME: "same", HELD: "held_back"}


@dataclass(frozen=True)
class Line:
    """One figure in words."""

    indicator: str
    place: str
    period: str
    whom: str
    now: str = ""
    then: str = ""
    #: field, as it was, as it will be
    fields: Sequence[tuple[str, str, str]] = ()
    row: int = 0
    why: str = ""


@dataclass(frozen=True)
class Tab:
    """One kind of change, with how many there are."""

    kind: str
    title: str
    count: int
    query: str
    is_current: bool


@dataclass(frozen=True)
class FigureTable:
    """What the screen shows below the numbers."""

    kind: str
    tabs: Sequence[Tab]
    page: Page[Any]
    lines: Sequence[Line]
    elided: Sequence[int | str]
    indicator: str = ""
    empty: str = ""
    entries: Sequence[dict[str, Any]] = field(default_factory=tuple)

    @property
    def has_indicators(self) -> bool:
        """Tell whether the rows are about more than one indicator."""
        return not self.indicator and len(self.entries) > 1

    @property
    def has_rows(self) -> bool:
        """Tell whether any of these figures stands in the file."""
        return any(line.row for line in self.lines)


class KnownCount(WagtailPaginator):
    """Pages of rows of which it is known how many there are: counting a million of them would take its time."""

    def __init__(self, rows: Any, *, count: int) -> None:
        super().__init__(rows, ON_A_PAGE)
        self.count = count

    @property
    def items_count_label(self) -> str:
        """Say how many figures there are in all."""
        return words.counted(self.count, "figure")


def kinds_of(release: DataRelease) -> dict[str, tuple[str, str]]:
    """Give the kinds of change that a release in its state can be asked for."""
    if release.status == DataRelease.Status.PUBLISHED:
        return DONE
    kinds = dict(PLANNED)
    if release.mode != DataRelease.Mode.REPLACE:
        del kinds[GONE]
    if release.disclosure == DataRelease.Disclosure.AT_SOURCE:
        del kinds[HELD]
    return kinds


def figure_table(release: DataRelease, asked: QueryDict) -> FigureTable:
    """Give the page of figures that the address asks for; what it gets wrong is left out."""
    entries = _entries(release)
    chosen = next((entry for entry in entries if str(entry["id"]) == asked.get("indicator")), None)
    kinds = kinds_of(release)
    counts = {kind: _count(release, kind, [chosen] if chosen else entries) for kind in kinds}
    kind = asked.get("kind", "")
    if kind not in kinds:
        kind = next((one for one in kinds if counts[one]), next(iter(kinds)))
    pk = chosen["id"] if chosen else None
    tabs = [Tab(one, title, counts[one], _query(one, pk), one == kind) for one, (title, _) in kinds.items()]
    paginator = KnownCount(_rows(release, kind, pk), count=counts[kind])
    page = paginator.get_page(asked.get("p"))
    return FigureTable(
        kind=kind,
        tabs=tabs,
        page=page,
        lines=_lines(release, kind, list(page.object_list), entries),
        elided=list(paginator.get_elided_page_range(page.number)),
        indicator=str(chosen["title"]) if chosen else "",
        empty=kinds[kind][1],
        entries=[entry | {"cells": _cells(release, entry, kind, pk)} for entry in entries],
    )


def _entries(release: DataRelease) -> list[dict[str, Any]]:
    entries = [dict(entry) for entry in release.counts.get("indicators", [])]
    if release.status == DataRelease.Status.PUBLISHED:
        public = Indicator.objects.public().with_addresses().filter(pk__in=[entry["id"] for entry in entries])
        urls = {indicator.pk: indicator.url for indicator in public}
        return [entry | {"url": urls.get(entry["id"], "")} for entry in entries]
    return entries


def _count(release: DataRelease, kind: str, entries: Sequence[dict[str, Any]]) -> int:
    if kind == GONE and release.mode != DataRelease.Mode.REPLACE:
        return 0
    return sum(int(entry.get(IN_COUNTS[kind], 0)) for entry in entries)


def _query(kind: str, indicator: int | None) -> str:
    return f"?kind={kind}{f'&indicator={indicator}' if indicator else ''}#figures"


def _cells(release: DataRelease, entry: dict[str, Any], kind: str, chosen: int | None) -> list[dict[str, Any]]:
    return [
        {
            "count": _count(release, one, [entry]),
            "query": _query(one, entry["id"]),
            "is_current": one == kind and entry["id"] == chosen,
        }
        for one in kinds_of(release)
    ]


def _rows(release: DataRelease, kind: str, indicator: int | None) -> Any:
    if release.status == DataRelease.Status.PUBLISHED:
        return changes.changes_of(release, kind, indicator=indicator)
    if kind == GONE:
        live = differences.going(release).select_related("indicator", "area")
        return live.filter(indicator=indicator) if indicator else live
    staged = differences.held_back(release) if kind == HELD else differences.staged_changes(release, kind)
    return staged.filter(indicator=indicator) if indicator else staged


def _lines(release: DataRelease, kind: str, rows: list[Any], entries: Sequence[dict[str, Any]]) -> list[Line]:
    titles = {entry["id"]: str(entry["title"]) for entry in entries}
    decimals = words.decimals_of(Indicator.objects.filter(pk__in={row.indicator_id for row in rows}))
    if release.status == DataRelease.Status.PUBLISHED:
        after = changes.successors(release, rows) if kind == CHANGED else {}
        return [_done(row, kind, after.get(row.pk), titles, decimals.get(row.indicator_id, 1)) for row in rows]
    if kind == GONE:
        return [_line(row, titles, now=words.said(row, decimals=decimals.get(row.indicator_id, 1))) for row in rows]
    return [
        _planned(one, kind, titles, decimals.get(one.staged.indicator_id, 1))
        for one in differences.differences(rows)
        if one.staged is not None
    ]


def _line(figure: words.Row, titles: dict[int, str], **values: Any) -> Line:
    return Line(
        indicator=titles.get(figure.indicator_id, ""),
        place=str(figure.area),
        period=figure.period_label,
        whom=words.for_whom(figure),
        **values,
    )


def _planned(one: differences.Difference, kind: str, titles: dict[int, str], places: int) -> Line:
    staged, live = one.staged, one.live
    assert staged is not None  # noqa: S101  (asked by the caller)
    values: dict[str, Any] = {"row": staged.line}
    if kind == HELD:
        values |= {"now": words.said(live, decimals=places) if live else "", "why": _why(staged)}
    elif kind == CHANGED:
        values["fields"] = [
            words.changed_field(change.field, change.before, change.after, staged, decimals=places)
            for change in one.changes
        ]
    else:
        values["then"] = words.said(staged, decimals=places)
    return _line(staged, titles, **values)


def _why(staged: StagedObservation) -> str:
    if staged.held_back == "small":
        return "It counts too few people: somebody could be recognised."
    if not staged.line:
        return "It is live now. It comes down, because a number that is held back could be worked out from it."
    return "A number that is held back could be worked out from it."


def _done(row: Any, kind: str, after: Any, titles: dict[int, str], places: int) -> Line:
    if kind == CHANGED and after is not None:
        fields = [
            words.changed_field(change.field, change.before, change.after, row, decimals=places)
            for change in changes.told(row, after)
        ]
        return _line(row, titles, fields=fields)
    said = words.said(row, decimals=places)
    return _line(row, titles, **({"then": said} if kind == NEW else {"now": said}))
