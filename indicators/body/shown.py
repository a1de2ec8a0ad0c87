"""What one block shows of an indicator, picked from its profile. Plain values: a template draws them, or `text` says them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.text import slugify

if TYPE_CHECKING:
    from indicators.charts import Chart
    from indicators.profiles import Headline, Profile
    from indicators.tables import Table

#: whose figures a block shows; empty is the indicator's own headline
PEOPLE = (("persons", "All people"), ("female", "Women"), ("male", "Men"))
#: charts by how their names begin
CHARTS = (
    ("trend", "Over time"),
    ("gap", "Gaps over time"),
    ("gradient", "From the most to the least deprived"),
    ("groups", "Different groups of people"),
    ("alike", "Beside places like the town"),
)
OVER_TIME, PLACES, ALIKE, GAP, GROUPS = "over_time", "places", "alike", "gap", "groups"
TABLES = (
    (OVER_TIME, "Over time"),
    (PLACES, "Wards or neighbourhoods in order"),
    (ALIKE, "Beside places like the town"),
    (GAP, "The gap inside the town"),
    (GROUPS, "Different groups of people"),
)


def headlines(profile: Profile, *, people: str = "") -> list[Headline]:
    """Give the headline figures: those of the people chosen, or the indicator's own."""
    return [headline for headline in profile.headlines if not people or headline.id == people]


def charts(profile: Profile, *, kind: str, people: str = "", prefix: str) -> list[Chart]:
    """Give the charts of a kind, under names of their own: a page may hold the same chart in two blocks."""
    found = [chart for chart in profile.charts if chart.name == kind or chart.name.startswith(f"{kind}-")]
    if people and any(chart.name.endswith(f"-{people}") for chart in found):
        found = [chart for chart in found if chart.name.endswith(f"-{people}")]
    return [_own(chart, prefix) for chart in found]


def tables(profile: Profile, *, kind: str, people: str = "", prefix: str) -> list[Table]:
    """Give the tables of a kind, under names of their own."""
    return [_named(table, prefix) for table in _tables(profile, kind, people)]


def _tables(profile: Profile, kind: str, people: str) -> Iterable[Table]:
    if kind == OVER_TIME:
        return (headline.chart.table for headline in headlines(profile, people=people))
    if kind == PLACES:
        return profile.inside[0].tables if profile.inside else ()
    if kind == ALIKE:
        return (profile.alike.table,) if profile.alike else ()
    parts = profile.gaps if kind == GAP else profile.groups
    return (table for part in parts for table in part.tables)


def ward_map(profile: Profile, *, prefix: str) -> Chart | None:
    """Give the first map of places inside the town: of the boundaries in use; None where there is none."""
    charts = (part.chart for part in profile.inside if part.map is not None)
    return next((_own(chart, prefix) for chart in charts if chart is not None), None)


def _own(chart: Chart, prefix: str) -> Chart:
    return replace(chart, name=f"{prefix}-{chart.name}", table=_named(chart.table, prefix))


def _named(table: Table, prefix: str) -> Table:
    return replace(table, id=f"{prefix}-{table.id}")


def prefix_of(kind: str, place: int, slug: str) -> str:
    """Give what begins the names of a block's parts: no other block of the body has it."""
    return f"{kind}{place}-{slugify(slug)}".replace("_", "-")


def text_of(found: Iterable[Headline], title: str) -> str:
    """Say the figures in a line of plain text, for where no page is drawn."""
    told = [f"{one.place}{f', {one.group.lower()}' if one.group else ''} {one.number} ({one.period})" for one in found]
    return f"{title}: {'; '.join(told)}." if told else ""
