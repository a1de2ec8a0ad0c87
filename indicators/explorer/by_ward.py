"""The page of the table of wards: which boundaries and order an address asks for, and the links to the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from het_site.core.models import Theme
from indicators.explorer.heat import DEPRIVATION, NAME, Cell, Column, Heat, Row, heat, ranked
from indicators.explorer.listing import Way
from indicators.explorer.queries import current_indicators, names_of
from indicators.explorer.wards import columns_of, rows_of
from indicators.models import IndicatorSettings
from indicators.places.wards import Ward, Wards, wards_of_town
from indicators.queries import setting_for

REVERSED = "reversed"
#: how much of a value that is not known is shown
SHOWN = 40


@dataclass(frozen=True)
class Heading:
    """The head of one column: the link that sorts by it, and the order it has now, as ARIA names it."""

    column: Column
    url: str
    order: str

    @property
    def words(self) -> str:
        """Say what the link does."""
        if self.order:
            return "Turn round"
        return "Worst first" if self.column.is_judged else "Highest first"


@dataclass(frozen=True)
class ByWard:
    """The page: the table, the ways to see it otherwise, and one column as a ranked list for narrow screens."""

    table: Heat
    vintage: str
    query: dict[str, str]
    vintages: tuple[Way, ...]
    column: Column | None
    unknown: str = ""
    deprivation_source: str = ""

    def address(self, **changes: str) -> str:
        """Give this view's address with some of it changed; empty values are left out."""
        pairs = {**self.query, **changes}
        kept = {name: value for name, value in pairs.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    def sorting(self, key: str) -> str:
        """Give the address that sorts by a column, or turns it round if it is sorted so already."""
        turns = self.table.sort == key and not self.table.is_reversed
        return self.address(sort="" if key == NAME else key, order=REVERSED if turns else "")

    def order(self, key: str) -> str:
        """Say how a column is sorted: empty, “ascending” or “descending”."""
        if self.table.sort != key:
            return ""
        column = next((column for column in self.table.columns if column.key == key), None)
        rises = key == NAME or (column is not None and column.polarity == "high_is_good")
        return "ascending" if rises != self.table.is_reversed else "descending"

    @property
    def headings(self) -> list[Heading]:
        """Give the heads of the columns."""
        return [Heading(one, self.sorting(one.key), self.order(one.key)) for one in self.table.columns]

    @property
    def themes(self) -> list[tuple[Theme | None, int]]:
        """Give the themes above the columns, and over how many each stands."""
        return [(theme, len(list(group))) for theme, group in groupby(self.table.columns, key=lambda one: one.theme)]

    @property
    def name_url(self) -> str:
        """Give the link that sorts by name."""
        return self.sorting(NAME)

    @property
    def name_order(self) -> str:
        """Say how names are sorted."""
        return self.order(NAME)

    @property
    def deprivation_url(self) -> str:
        """Give the link that sorts by deprivation."""
        return self.sorting(DEPRIVATION)

    @property
    def deprivation_order(self) -> str:
        """Say how deprivation is sorted."""
        return self.order(DEPRIVATION)

    @property
    def has_deprivation(self) -> bool:
        """Tell whether any ward has a score."""
        return any(row.deprivation is not None for row in self.table.rows)

    @property
    def ranked(self) -> list[tuple[Row, Cell, float]]:
        """Give the wards by the chosen column."""
        return ranked(self.column, self.table.rows) if self.column else []

    @property
    def file(self) -> str:
        """Give the address of this view as a file."""
        return self.address(format="csv")

    @property
    def here(self) -> str:
        """Give the address of exactly this view."""
        return self.address()


def by_ward(request: HttpRequest, settings: IndicatorSettings) -> ByWard | None:
    """Give the page that an address asks for; None while no town is chosen, or it has no wards."""
    setting = setting_for(settings)
    wards = wards_of_town(settings.town_id)
    vintages = _editions(wards)
    asked = request.GET.get("vintage", "")
    if asked and asked not in vintages:
        raise Http404
    if setting is None or not vintages:
        return None
    vintage = asked or next(iter(vintages))
    chosen = vintages[vintage]
    columns = columns_of(current_indicators(), chosen, setting, request)
    keys = {column.key: column for column in columns}
    sort, order, indicator = (request.GET.get(name, "") for name in ("sort", "order", "indicator"))
    unknown = [sort] if sort and sort not in {*keys, NAME, DEPRIVATION} else []
    unknown += [order] if order and order != REVERSED else []
    unknown += [indicator] if indicator and indicator not in keys else []
    sort = sort if sort in {*keys, DEPRIVATION} else NAME
    is_reversed = order == REVERSED
    query = {
        "vintage": asked,
        "sort": "" if sort == NAME else sort,
        "order": REVERSED if is_reversed else "",
        "indicator": indicator if indicator in keys else "",
    }
    ways = (Way(_words(name, wards), f"?{urlencode({'vintage': name})}", name == vintage) for name in vintages)
    return ByWard(
        heat(columns, rows_of(chosen), sort=sort, is_reversed=is_reversed),
        vintage,
        query,
        tuple(ways) if len(vintages) > 1 else (),
        keys.get(indicator) or keys.get(sort) or next(iter(columns), None),
        ", ".join(f"“{value[:SHOWN]}{'…' if len(value) > SHOWN else ''}”" for value in unknown),
        "; ".join(sorted({ward.deprivation_source for ward in chosen if ward.deprivation_source})),
    )


def _editions(wards: Wards) -> dict[str, Sequence[Ward]]:
    """Give the wards of each boundary, those in use first; boundaries nobody dated have no address."""
    found: dict[str, list[Ward]] = {}
    for ward in (*wards.in_use, *reversed(wards.earlier)):
        found.setdefault(ward.edition or "earlier", []).append(ward)
    return dict(found)


def _words(edition: str, wards: Wards) -> str:
    is_now = any(ward.edition == edition for ward in wards.in_use)
    return f"Wards in use ({edition})" if is_now else f"Earlier wards ({edition})"


def context(request: HttpRequest) -> dict[str, Any]:
    """Give what the page shows."""
    settings = IndicatorSettings.for_request(request)
    setting = setting_for(settings)
    names = names_of(setting)
    return {
        "page_title": "Indicators by ward",
        "page_description": f"The wards of {names.town} beside each other, in every indicator that reaches them.",
        "found": by_ward(request, settings),
        "setting": setting,
        "town": names.town,
        "country": names.country,
        "indicator_settings": settings,
    }


SHEET = (
    *("place_code", "place", "kind", "vintage", "principle", "indicator", "stand_in", "group_key", "unit", "period"),
    *("value", "fifth", "state"),
)


def sheet_rows(found: ByWard, *, town: str, country: str) -> Iterator[list[Any]]:
    """Give a row for each cell: country and town first, then the wards in the order of the view."""
    for column in found.table.columns:
        yield ["", country, "country", "", *_about(column), *_cell(column.country, column)]
        yield ["", town, "town", "", *_about(column), *_cell(column.town, column)]
        for row in found.table.rows:
            cell = column.cells[row.id]
            yield [row.code, row.name, "ward", found.vintage, *_about(column), *_cell(cell, column)]


def _about(column: Column) -> list[Any]:
    return [column.theme.short_title if column.theme else "", column.title, column.is_stand_in, column.key, column.unit]


def _cell(cell: Cell, column: Column) -> list[Any]:
    return [cell.period or column.label, cell.value, cell.fifth, "" if cell.value is not None else cell.words]
