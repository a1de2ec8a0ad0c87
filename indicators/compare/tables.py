"""Several indicators in one table: in rows with verdicts, or as heat. Every cell is a stored figure or says why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from indicators.charts import source_line
from indicators.compare.places import Place
from indicators.compare.queries import Judged
from indicators.compare.subjects import Level, Subject
from indicators.figures import Figure
from indicators.tables import Cell, Marker, cell

#: by indicator, sex and place
Found = Mapping[tuple[int, str, int], Figure]
Verdicts = Mapping[tuple[int, int, str], Judged]
SHADES = 5
#: which way is better, as readers are told
DIRECTIONS = {"low_is_good": "Lower is better", "high_is_good": "Higher is better"}


@dataclass(frozen=True)
class Verdict:
    """What was concluded about one of the figures of a row: whose, and in which words."""

    place: str
    status: str
    words: str


@dataclass(frozen=True)
class Line:
    """One subject: its figures by place, each with a shade from 1 to 5 in a heat table, and the verdicts on them."""

    subject: Subject
    url: str
    places: tuple[Place, ...]
    cells: tuple[Cell, ...]
    shades: tuple[int | None, ...]
    verdicts: tuple[Verdict, ...] = ()

    @property
    def period(self) -> str:
        """Name the period that is compared; “none” where nothing is held."""
        return self.subject.at.label if self.subject.at else "none"

    @property
    def direction(self) -> str:
        """Say which way is better, where one is."""
        return DIRECTIONS.get(self.subject.indicator.polarity, "")


@dataclass(frozen=True)
class Sheet:
    """A table of several indicators, with the key to its marks."""

    id: str
    caption: str
    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    key: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    source: str
    is_heat: bool
    unshaded: str = ""
    has_verdicts: bool = False


def sheet(
    level: Level,
    subjects: Sequence[Subject],
    figures: Found,
    verdicts: Verdicts,
    *,
    is_heat: bool,
    country: tuple[int, str],
) -> Sheet:
    """Lay out the figures of some indicators in some places."""
    marker = Marker()
    lines: list[Line] = []
    notes: list[tuple[str, str]] = []
    for subject in subjects:
        found = [figures.get((subject.indicator.pk, subject.sex, place.id)) for place in level.places]
        cells = tuple(_cell(figure, subject, marker, is_heat=is_heat) for figure in found)
        said = () if is_heat else _verdicts(subject, level.places, found, verdicts, country)
        shades = _shades(level, found) if is_heat else (None,) * len(found)
        lines.append(Line(subject, subject.indicator.url, level.places, cells, shades, said))
        notes += [(subject.title, told) for told in [_notes(found)] if told]
    return Sheet(
        id="-".join(filter(None, ("heat" if is_heat else "rows", level.slug))),
        caption=_caption(level, lines, is_heat=is_heat),
        places=level.places,
        lines=tuple(lines),
        key=tuple((mark, meaning) for mark, meaning in marker.key if mark.isalpha()),
        notes=tuple(notes),
        source=source_line((figure.source, figure.licence) for figure in figures.values()),
        is_heat=is_heat,
        unshaded=_unshaded(level) if is_heat else "",
        has_verdicts=any(line.verdicts for line in lines),
    )


def _cell(figure: Figure | None, subject: Subject, marker: Marker, *, is_heat: bool) -> Cell:
    """Give a cell with the letters of its states; notes in words stand once below, for a row's figures share them."""
    found = cell(figure, subject.measure, marker, with_limits=not is_heat)
    return replace(found, marks=tuple(mark for mark in found.marks if mark.isalpha()))


def _notes(found: Sequence[Figure | None]) -> str:
    """Give what readers should know of a row's figures, each note once."""
    notes = [note for figure in found if figure is not None for note in figure.note.split("; ") if note]
    return ". ".join(f"{note[0].upper()}{note[1:]}" for note in dict.fromkeys(notes))


def _unshaded(level: Level) -> str:
    """Say which places have no shade, for they are no part of the order."""
    ranked = {place.id for place in level.ranked}
    names = [place.name for place in level.places if place.id not in ranked]
    return f"Not shaded: {', '.join(names)}." if names else ""


def _caption(level: Level, lines: Sequence[Line], *, is_heat: bool) -> str:
    what = f"{len(lines)} measures"
    places = level.title or " and ".join(place.name for place in level.places)
    if is_heat:
        what, places = f"{what} in {len(level.places)} places", level.title
    elif level.title:
        places = f"{' and '.join(place.name for place in level.places)} ({level.title[0].lower()}{level.title[1:]})"
    return ": ".join(filter(None, (what, places)))


def _verdicts(
    subject: Subject,
    places: Sequence[Place],
    found: Sequence[Figure | None],
    verdicts: Verdicts,
    country: tuple[int, str],
) -> tuple[Verdict, ...]:
    """Give the stored verdicts that are about exactly these figures; the country is beside nobody."""
    country_id, country_name = country
    given = []
    for place, figure in zip(places, found, strict=True):
        judged = verdicts.get((subject.indicator.pk, place.id, subject.sex))
        if judged is None or place.id == country_id or not _is_about(judged, figure):
            continue
        words = judged.said.status_text(country_name)
        if words:
            given.append(Verdict(place.name, judged.said.status, words))
    return tuple(given)


def _is_about(judged: Judged, figure: Figure | None) -> bool:
    return figure is not None and (judged.period, judged.value) == (figure.label, figure.value)


def _shades(level: Level, found: Sequence[Figure | None]) -> tuple[int | None, ...]:
    """Shade the ranked places of a row by fifths of their order, the highest darkest; equal figures share a shade."""
    ranked = {place.id for place in level.ranked}
    values = [
        figure.value if figure is not None and place.id in ranked else None
        for place, figure in zip(level.places, found, strict=True)
    ]
    known = sorted(value for value in values if value is not None)
    steps = min(SHADES, len(set(known)))
    return tuple(
        None if value is None or steps < 2 else 1 + steps * known.index(value) // len(known) for value in values
    )
