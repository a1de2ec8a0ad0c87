"""The headline split into groups: women and men, free school meals, ethnic groups, fifths by deprivation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import slugify

from indicators import charts
from indicators.figures import DEPRIVATION, PERSONS, SEX_ORDER, Figure, series_of
from indicators.profiles.evidence import APART, SEXES, Evidence, in_order
from indicators.profiles.gradients import gradient_chart
from indicators.profiles.parts import Part
from indicators.tables import Table, group_table, time_table

NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Split:
    """One way to split: its heading, the field that tells the group, and the groups with their names."""

    heading: str
    field: str
    names: Sequence[tuple[str, str]]
    category_type: str = ""
    sex: str = ""

    def holds(self, figure: Figure) -> bool:
        """Tell whether a figure is of one of the groups."""
        is_one = figure.category_type == self.category_type and getattr(figure, self.field) in self.groups
        return is_one and (not self.sex or figure.sex == self.sex)

    @property
    def name(self) -> str:
        """Give its name in addresses."""
        return slugify(f"{self.heading}")

    @cached_property
    def groups(self) -> set[str]:
        """Give what the field holds for each group."""
        return {name for name, _ in self.names}


def groups(evidence: Evidence) -> Iterable[Part]:
    """Give a part for each split that the town has figures for, but those by deprivation."""
    for split in _splits(evidence):
        if not split.category_type.startswith(DEPRIVATION):
            yield _part(evidence, split)


def gaps(evidence: Evidence) -> Iterable[Part]:
    """Give a part for each split by deprivation."""
    for split in _splits(evidence):
        if split.category_type.startswith(DEPRIVATION):
            yield _part(evidence, split)


def _splits(evidence: Evidence) -> Iterable[Split]:
    sexes = {figure.sex for figure in evidence.town_headline}
    if evidence.sexes == (PERSONS,) and sexes - {PERSONS}:
        yield Split("Women and men", "sex", [(sex, SEXES[sex]) for sex in SEX_ORDER if sex != PERSONS])
    types = in_order(figure.category_type for figure in evidence.town_figures)
    for category_type in sorted(types, key=lambda one: not one.casefold().startswith("ethnic")):
        if category_type and category_type not in APART:
            rows = [figure for figure in evidence.town_figures if figure.category_type == category_type]
            shown = in_order(figure.sex for figure in rows)
            for sex in shown:
                held = {figure.category for figure in rows if figure.sex == sex}
                names = [(category, category) for category in sorted(held, key=_category_order)]
                heading = f"{category_type}, {SEXES[sex].lower()}" if len(shown) > 1 else category_type
                yield Split(heading, "category", names, category_type, sex)


def _category_order(category: str) -> tuple[bool, int, str]:
    """Sort by number and name, with what is left over last."""
    number = NUMBER.match(category)
    is_rest = category.lower().startswith(("any other", "other"))
    return (is_rest, int(number.group()) if number else 0, category)


def _part(evidence: Evidence, split: Split) -> Part:
    """Show the groups in the latest period with a value, beside other places, and the town's over time."""
    town = [figure for figure in evidence.town_figures if split.holds(figure)]
    latest = max(town, key=lambda figure: (figure.value is not None, figure.end))
    found = [figure for figure in evidence.figures if split.holds(figure) and figure.period == latest.period]
    is_gradient = split.category_type.startswith(DEPRIVATION)
    areas = evidence.setting.areas[:1] if is_gradient else evidence.setting.areas
    columns = [(area.name, [f for f in found if f.area_id == area.id]) for area in areas]
    table = group_table(
        evidence.measure,
        table_id=f"group-{split.name}",
        caption=f"{latest.label}, {evidence.measure.unit}",
        corner="Group",
        columns=columns,
        names=split.names,
        field=split.field,
        bars=False,
    )
    own = [figure for figure in found if figure.area_id == evidence.setting.town.id]
    chart = gradient_chart(evidence, table, own) if is_gradient else _dots(evidence, split, table, own)
    return Part(split.heading, (table,), chart=chart, earlier=_over_time(evidence, split, town))


def _dots(evidence: Evidence, split: Split, table: Table, own: Sequence[Figure]) -> charts.Chart:
    """Give the groups as dots on one scale, beside those of other places."""
    drawing = charts.rows_drawing(table, decimals=evidence.measure.decimals, sign=evidence.sign)
    return charts.Chart(
        name=f"groups-{split.name}",
        title=spread_title(evidence, split.heading, table),
        subtitle=" ".join(
            [
                f"{evidence.title} by {split.heading[:1].lower()}{split.heading[1:]}: {evidence.measure.unit}.",
                f"{listed(table.columns)}, {own[0].label}.",
                *(drawing.notes if drawing else ()),
            ]
        ),
        source=charts.source_line((figure.source, figure.licence) for figure in own),
        table=table,
        drawing=drawing,
        no_drawing="" if drawing else "Fewer than two groups have a figure, so there is nothing to draw.",
    )


def spread_title(evidence: Evidence, heading: str, table: Table) -> str:
    """Say between which groups the town's figures lie."""
    known = [row for row in table.rows if row.cells[0].value is not None]
    if len(known) < 2:
        return f"{heading}: too few figures to set side by side"
    low = min(known, key=lambda row: row.cells[0].value or 0.0)
    high = max(known, key=lambda row: row.cells[0].value or 0.0)
    if low.cells[0].words == high.cells[0].words:
        return f"{heading}: all the same to the decimals shown, {low.cells[0].words}"
    return f"{heading}: from {low.cells[0].words} ({low.heading}) to {high.cells[0].words} ({high.heading})"


def listed(names: Sequence[str]) -> str:
    """Join names: “Town, country and region”."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _over_time(evidence: Evidence, split: Split, town: list[Figure]) -> Table | None:
    """Give the town's groups side by side over time; None where there is one period only."""
    if len({figure.period for figure in town}) < 2:
        return None
    return time_table(
        evidence.measure,
        table_id=f"group-{split.name}-over-time",
        caption=f"{evidence.setting.town.name}, {evidence.measure.unit}",
        columns=[(label, series_of(town, **{split.field: name})) for name, label in split.names],
        with_limits=False,
        all_periods=True,
    )
