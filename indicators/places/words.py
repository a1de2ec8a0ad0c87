"""A ward's standings in readers' words: one strip and one row of the table for each. Every number is a stored one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from het_site.core.models import Theme
from indicators.figures import PERSONS, Figure
from indicators.models import Indicator
from indicators.places.ranks import meaning_of, rank_words
from indicators.places.standings import Standing
from indicators.places.strips import Dots, Mark, drawings
from indicators.places.wards import Ward
from indicators.profiles import SEXES
from indicators.queries import measure_of
from indicators.sentences import Measure
from indicators.tables import MEANINGS, NOTHING, REASONS


@dataclass(frozen=True)
class Names:
    """The ward, and what it is set beside."""

    ward: str
    town: str
    country: str


@dataclass(frozen=True)
class Strip:
    """One measure of one ward as the page shows it; `drawing` is empty where there is nothing to draw."""

    id: str
    indicator: Indicator
    title: str
    measure: str
    is_related: bool
    period: str
    number: str
    blank: str
    rank: str
    meaning: str
    town: str
    country: str
    lowest: str
    highest: str
    verdict: str
    verdict_text: str
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    drawing: SafeString

    @property
    def is_blank(self) -> bool:
        """Tell whether there is no value."""
        return not self.number


def strip_of(standing: Standing, names: Names, *, total: int) -> Strip:
    """Put one standing into words; `total` is how many wards there are."""
    indicator = standing.indicator
    measure = measure_of(indicator) if not standing.category else _related(standing.category, indicator)
    own = standing.own.value if standing.own else None
    figures = [figure for figure in (standing.own, standing.town, standing.country) if figure is not None]
    low_high = _ends(standing, names, measure)
    said = standing.said if standing.is_known and not standing.category else None
    return Strip(
        id="-".join(filter(None, [indicator.slug, standing.sex if standing.sex != PERSONS else "", _key(standing)])),
        indicator=indicator,
        title=_title(standing),
        measure=measure.unit,
        is_related=bool(standing.category),
        period=standing.label,
        number=measure.number(own) if own is not None else "",
        blank="" if own is not None else _blank(standing, measure),
        rank=rank_words(own, standing.other_values, total=total) if own is not None else "",
        meaning=meaning_of(indicator.polarity) if own is not None and not standing.category else "",
        town=_words(standing.town, measure),
        country=_words(standing.country, measure),
        lowest=low_high[0],
        highest=low_high[1],
        verdict=said.status if said and said.status_text(names.country) else "",
        verdict_text=said.status_text(names.country) if said else "",
        notes=_notes(standing),
        sources=tuple(sorted({figure.source for figure in figures if figure.source})),
        drawing=_drawing(standing, names, measure),
    )


def _key(standing: Standing) -> str:
    return f"related-{sum(map(ord, standing.category))}" if standing.category else ""


def _title(standing: Standing) -> str:
    title = standing.indicator.title
    return title if standing.sex == PERSONS else f"{title}, {SEXES[standing.sex].lower()}"


def _related(category: str, indicator: Indicator) -> Measure:
    """Give how a related measure is written: its name says its unit, and it has the indicator’s decimals."""
    return Measure(unit=category, decimals=indicator.decimals, is_percentage=category.startswith("%"))


def _words(figure: Figure | None, measure: Measure) -> str:
    return measure.number(figure.value) if figure is not None and figure.value is not None else NOTHING


def _blank(standing: Standing, measure: Measure) -> str:
    """Say why there is no value, and which the ward had before."""
    own, older = standing.own, standing.older
    if own is not None:
        mark = REASONS.get(own.reason, ("",))[0]
        return f"{MEANINGS.get(mark, 'no figure').capitalize()}."
    said = f"No figure for {standing.label}."
    if older is not None and older.value is not None:
        return f"{said} The latest is {measure.number(older.value)} ({older.label})."
    return said


def _ends(standing: Standing, names: Names, measure: Measure) -> tuple[str, str]:
    """Give the lowest and the highest figure of all wards, each with its ward."""
    known = [(figure.value, ward.name) for ward, figure in standing.others if figure.value is not None]
    if standing.own is not None and standing.own.value is not None:
        known.append((standing.own.value, names.ward))
    if not known:
        return NOTHING, NOTHING
    low, high = (f"{measure.number(value)} ({name})" for value, name in (min(known), max(known)))
    return low, high


def _notes(standing: Standing) -> tuple[str, ...]:
    notes = standing.own.note.split("; ") if standing.own is not None and standing.own.note else []
    marks = []
    if standing.own is not None and standing.own.is_provisional:
        marks.append(MEANINGS["p"])
    if standing.own is not None and standing.own.is_revised:
        marks.append(MEANINGS["r"])
    return tuple(f"{note[:1].upper()}{note[1:]}" for note in (*notes, *marks))


def _drawing(standing: Standing, names: Names, measure: Measure) -> SafeString:
    def mark(name: str, figure: Figure | None) -> Mark | None:
        if not name or figure is None or figure.value is None:
            return None
        return Mark(figure.value, f"{name} {measure.number(figure.value)}")

    own = standing.own.value if standing.own is not None else None
    if not standing.other_values:
        return SafeString("")
    return drawings(
        Dots(
            own,
            tuple(standing.other_values),
            town=mark(names.town, standing.town),
            country=mark(names.country, standing.country),
        )
    )


def by_theme(strips: Iterable[Strip]) -> list[tuple[Theme | None, list[Strip]]]:
    """Group strips by their principle, in its order."""
    return [(theme, list(group)) for theme, group in groupby(strips, key=lambda strip: strip.indicator.theme)]


def listing(wards: Sequence[Ward]) -> str:
    """Name some wards in a sentence: “A, B and C”."""
    names = [ward.name for ward in wards]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""
