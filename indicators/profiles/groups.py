"""The headline split into groups: women and men, free school meals, ethnic groups, fifths by deprivation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import slugify

from indicators.figures import DEPRIVATION, PERSONS, SEX_ORDER, Figure, series_of
from indicators.profiles.evidence import APART, SEXES, Evidence, in_order
from indicators.profiles.parts import Part
from indicators.tables import Table, group_table, time_table


@dataclass(frozen=True)
class Split:
    """One way to split: its heading, the field that tells the group, and the groups with their names."""

    heading: str
    field: str
    names: Sequence[tuple[str, str]]
    category_type: str = ""

    def holds(self, figure: Figure) -> bool:
        """Tell whether a figure is of one of the groups."""
        return figure.category_type == self.category_type and getattr(figure, self.field) in self.groups

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
    for category_type in in_order(figure.category_type for figure in evidence.town_figures):
        if category_type and category_type not in APART:
            found = {f.category for f in evidence.town_figures if f.category_type == category_type}
            names = [(category, category) for category in sorted(found, key=_category_order)]
            yield Split(category_type, "category", names, category_type)


def _category_order(category: str) -> tuple[bool, str]:
    """Sort by name, with what is left over last."""
    return (category.lower().startswith(("any other", "other")), category)


def _part(evidence: Evidence, split: Split) -> Part:
    """Show the groups in the latest period with a value, beside other places, and the town's over time."""
    town = [figure for figure in evidence.town_figures if split.holds(figure)]
    latest = max(town, key=lambda figure: (figure.value is not None, figure.end))
    found = [figure for figure in evidence.figures if split.holds(figure) and figure.period == latest.period]
    columns = [(area.name, [f for f in found if f.area_id == area.id]) for area in evidence.setting.areas]
    table = group_table(
        evidence.measure,
        table_id=f"group-{slugify(split.heading)}",
        caption=f"{latest.label}, {evidence.measure.unit}",
        corner="Group",
        columns=columns,
        names=split.names,
        field=split.field,
        bars=evidence.has_bars,
    )
    return Part(split.heading, (table,), earlier=_over_time(evidence, split, town))


def _over_time(evidence: Evidence, split: Split, town: list[Figure]) -> Table | None:
    """Give the town's groups side by side over time; None where there is one period only."""
    if len({figure.period for figure in town}) < 2:
        return None
    return time_table(
        evidence.measure,
        table_id=f"group-{slugify(split.heading)}-over-time",
        caption=f"{evidence.setting.town.name}, {evidence.measure.unit}",
        columns=[(label, series_of(town, **{split.field: name})) for name, label in split.names],
        with_limits=False,
        all_periods=True,
    )
