"""What stands on a briefing: its words, its rows and its drawings, most telling first. Every number is one of the page’s.

The typesetter takes as many rows and strips as there is room for, and says how many it leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape

from indicators.chart_files.looks import COLOURS
from indicators.chart_files.picture import FONTS, drawn_shapes
from indicators.charts import StripDrawing
from indicators.hexmap import Place, hex_map
from indicators.outlines import outline_map
from indicators.places.wards import Ward
from indicators.places.words import Strip
from indicators.tables import NOTHING

#: at most so many strips: the table says the same in less room
MOST_STRIPS = 3

CREDIT = "Outlines: Office for National Statistics, contains OS data © Crown copyright and database right."


@dataclass(frozen=True)
class Drawn:
    """A drawing as SVG, what it shows in words, and whom it is owed to."""

    svg: str
    alternative: str
    credit: str = ""


@dataclass(frozen=True)
class StripOnSheet:
    """One measure drawn, with its words."""

    title: str
    words: str
    drawing: Drawn


@dataclass(frozen=True)
class Sheet:
    """One page. `numbers` are the places of the columns that hold numbers, `wide` of those that hold sentences."""

    title: str
    site: str
    address: str
    name: str
    kind: str
    people: str
    status: str
    map: Drawn | None
    columns: tuple[str, ...]
    numbers: tuple[int, ...]
    wide: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str
    strips: tuple[StripOnSheet, ...]
    how: tuple[str, ...]
    unknown: str
    sources: str


@dataclass(frozen=True)
class Imprint:
    """What every briefing says of itself: the site, the address of the page, and how far the figures are."""

    site: str
    address: str
    status: str


def of_ward(
    ward: Ward,
    alike: Sequence[Ward],
    strips: Sequence[Strip],
    *,
    town: str,
    country: str,
    kind: str,
    people: str,
    unknown: str,
    map_of: Drawn | None,
    imprint: Imprint,
) -> Sheet:
    """Give a ward’s sheet: measures with a value come first, and the indicators of the set before related measures."""
    in_order = sorted(strips, key=lambda strip: (strip.is_blank, strip.is_related))
    others = [town, *([country] if country else [])]
    rows = tuple(
        (
            f"{strip.title} ({strip.measure})" if not strip.is_related else strip.title,
            strip.period,
            strip.number or strip.blank.rstrip("."),
            f"{strip.rank[:1].upper()}{strip.rank[1:]}. {strip.meaning}".strip() if strip.rank else "No rank",
            *((strip.town, strip.country) if country else (strip.town,)),
        )
        for strip in in_order
    )
    drawn = [strip for strip in in_order if isinstance(strip.chart.drawing, StripDrawing) and not strip.is_blank]
    return Sheet(
        title=f"{ward.name}: a briefing",
        site=imprint.site,
        address=imprint.address,
        name=ward.name,
        kind=kind,
        people=people,
        status=imprint.status,
        map=map_of,
        columns=("Measure", "Period", ward.name, "Rank", *others),
        numbers=(2, *range(4, 4 + len(others))),
        wide=(3,),
        rows=rows,
        nothing="No figure reaches this ward yet.",
        strips=tuple(_strip(strip, ward.name) for strip in drawn[:MOST_STRIPS]),
        how=(
            f"One small dot is one of {len(alike)} wards, the large dot is {ward.name}. "
            f"Upright lines mark {' and '.join(others)}.",
            "Figures for wards are indicative: a ward is small, and many of its figures add up or average even smaller areas.",
            "A rank says nothing about chance. We call a figure better or worse only where a test stands behind it.",
        ),
        unknown=unknown,
        sources=_credited(_sources(strips), map_of),
    )


def of_town(
    name: str,
    rows: Sequence[tuple[str, str, str, str, str]],
    *,
    country: str,
    people: str,
    map_of: Drawn | None,
    sources: str,
    imprint: Imprint,
) -> Sheet:
    """Give the town’s sheet; a row is a measure, its period, the town’s figure, the country’s, and the verdict."""
    return Sheet(
        title=f"{name}: a briefing",
        site=imprint.site,
        address=imprint.address,
        name=name,
        kind="The town as a whole",
        people=people,
        status=imprint.status,
        map=map_of,
        columns=("Measure", "Period", name, *([country, "Compared"] if country else [])),
        numbers=(2, 3) if country else (2,),
        wide=(4,) if country else (),
        rows=tuple(row if country else row[:3] for row in rows),
        nothing=f"We hold no figure for {name} yet.",
        strips=(),
        how=(
            f"“{NOTHING}” means that no figure is published for that place and period.",
            "A difference between two figures may be chance. The page of each indicator says what a test found.",
        ),
        unknown="",
        sources=_credited(sources, map_of),
    )


def _strip(strip: Strip, name: str) -> StripOnSheet:
    drawing = strip.chart.drawing
    assert isinstance(drawing, StripDrawing)  # noqa: S101  (asked before)
    sheet = drawing.wide
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sheet.width} {sheet.height}" width="{sheet.width}"'
        f' height="{sheet.height}" font-family="{FONTS}">{drawn_shapes(sheet.shapes)}</svg>'
    )
    known = sum(mark.column == drawing.column for mark in drawing.others)
    words = f"{strip.number}, {strip.period}. {strip.rank[:1].upper()}{strip.rank[1:]}. {strip.meaning}".strip()
    alternative = f"{strip.title}: {name} {strip.number} among {known} other wards, {strip.rank}."
    return StripOnSheet(strip.title, words, Drawn(svg, alternative))


def _sources(strips: Sequence[Strip]) -> str:
    lines = sorted({strip.chart.source.removeprefix("Source: ") for strip in strips})
    return f"Sources: {'; '.join(lines)}." if lines else ""


def _credited(sources: str, map_of: Drawn | None) -> str:
    return " ".join(filter(None, [sources, map_of.credit if map_of else ""]))


def map_of_wards(wards: Sequence[Ward], here: Ward | None, outlines: dict[str, object]) -> Drawn | None:
    """Draw the wards with one of them filled; None where no map can be drawn."""
    alternative = f"Map of {len(wards)} wards{f' with {here.name} filled' if here else ''}."
    if wards and all(ward.code in outlines for ward in wards):
        drawn = outline_map({ward.code: outlines[ward.code] for ward in wards})  # type: ignore[misc]  # GeoJSON
        paths = {shape.key: shape.path for shape in drawn.shapes}
        return Drawn(
            _map(drawn.width, drawn.height, [(ward, paths[ward.code]) for ward in wards], here), alternative, CREDIT
        )
    spots = {(ward.hex_q, ward.hex_r) for ward in wards}
    if not wards or len(spots) < len(wards) or any(None in spot for spot in spots):
        return None
    hexagons = hex_map([Place(ward.name, ward.hex_q or 0, ward.hex_r or 0, None, "") for ward in wards])
    pairs = [(ward, hexagon.path) for ward, hexagon in zip(wards, hexagons.hexagons, strict=True)]
    return Drawn(_map(hexagons.width, hexagons.height, pairs, here), alternative)


def _map(width: float, height: float, paths: Sequence[tuple[Ward, str]], here: Ward | None) -> str:
    def path(ward: Ward, d: str) -> str:
        fill = COLOURS["chart-town"] if here is not None and ward.code == here.code else COLOURS["seq-1"]
        return f'<path d="{escape(d)}" fill="{fill}" fill-rule="evenodd" stroke="{COLOURS["edge"]}" stroke-width="2"/>'

    inside = "".join(path(ward, d) for ward, d in paths)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"{inside}</svg>"
    )
