"""How one ward stands among the others: the figures of each measure that reaches wards. Plain values in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indicators.figures import Figure, headline_age, headline_sexes, is_headline
from indicators.models import Indicator, Observation
from indicators.places.wards import Ward
from indicators.profiles import Said


@dataclass(frozen=True)
class Standing:
    """One measure in one ward, and in the period of the wards' latest figures in all the places beside it.

    `category` names a related measure, which is never taken for the indicator itself; `sex` is empty where the figure
    is everybody's. `own` is None where the ward has no row of that period; `older` is then its latest earlier one.
    """

    indicator: Indicator
    sex: str
    category: str
    label: str
    own: Figure | None
    older: Figure | None
    others: tuple[tuple[Ward, Figure], ...]
    town: Figure | None
    country: Figure | None
    said: Said | None = None

    @property
    def is_known(self) -> bool:
        """Tell whether the ward has a value."""
        return self.own is not None and self.own.value is not None

    @property
    def other_values(self) -> list[float]:
        """List the other wards' values."""
        return [figure.value for _, figure in self.others if figure.value is not None]


@dataclass(frozen=True)
class Reach:
    """The figures of one indicator that reach wards: the latest of each ward, and those of town and country."""

    indicator: Indicator
    wards: tuple[Figure, ...]
    beside: tuple[Figure, ...] = ()


def standings(
    reach: Reach, ward: Ward, wards: Sequence[Ward], *, town_id: int, country_id: int | None, said: Mapping[str, Said]
) -> Iterator[Standing]:
    """Give the ward's standings in one indicator: its headline first, then the related measures.

    `said` is what was found out about the ward at publication, by sex.
    """
    places = (ward, tuple(wards), town_id, country_id)
    age = _age(reach, town_id)
    headline = [figure for figure in reach.wards if is_headline(figure, age=age)]
    beside = [figure for figure in reach.beside if not figure.category_type]
    for sex in headline_sexes(headline):
        yield _standing(reach.indicator, sex, "", headline, beside, places, said)
    related = [figure for figure in reach.wards if figure.category_type == Observation.RELATED_MEASURE]
    for category in sorted({figure.category for figure in related}):
        found = [figure for figure in related if figure.category == category]
        theirs = [figure for figure in reach.beside if figure.category == category]
        for sex in headline_sexes(found):
            yield _standing(reach.indicator, sex, category, found, theirs, places, {})


def _age(reach: Reach, town_id: int) -> str | None:
    """Say which age stands for all: the town's, where the wards have figures of it, else the one among theirs."""
    town = [figure for figure in reach.beside if figure.area_id == town_id]
    age = headline_age(town, chosen=reach.indicator.headline_age)
    if age is not None and any(is_headline(figure, age=age) for figure in reach.wards):
        return age
    return headline_age([figure for figure in reach.wards if not figure.category_type])


def _standing(
    indicator: Indicator,
    sex: str,
    category: str,
    found: Iterable[Figure],
    beside: Iterable[Figure],
    places: tuple[Ward, tuple[Ward, ...], int, int | None],
    said: Mapping[str, Said],
) -> Standing:
    ward, wards, town_id, country_id = places
    of_sex = {figure.area_id: figure for figure in found if figure.sex == sex}
    latest = max(of_sex.values(), key=lambda figure: figure.period[::-1])
    own = of_sex.get(ward.id)
    is_latest = own is not None and own.period == latest.period

    def of(area_id: int | None) -> Figure | None:
        """Find another place's figure of the same people and period, best of the same age."""
        theirs = [f for f in beside if f.area_id == area_id and f.sex == sex and f.period == latest.period]
        same = [figure for figure in theirs if figure.age == latest.age]
        return next(iter(same or (theirs if len(theirs) == 1 else [])), None)

    finding = said.get(sex)
    return Standing(
        indicator=indicator,
        sex=sex,
        category=category,
        label=latest.label,
        own=own if is_latest else None,
        older=None if is_latest else own,
        others=tuple(
            (other, of_sex[other.id])
            for other in wards
            if other.id != ward.id and other.id in of_sex and of_sex[other.id].period == latest.period
        ),
        town=of(town_id),
        country=of(country_id),
        said=finding if is_latest else None,
    )
