"""The map of wards on which each ward is a link: real outlines where every ward has one, else hexagons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from indicators.formatting import number_text
from indicators.hexmap import Hexagon, HexMap, Place, Step, hex_map
from indicators.outlines import OutlineMap, outline_map
from indicators.places.wards import Ward

#: pieces of a border's line as it is drawn, in the drawing's units
DECIMALS = 1


@dataclass(frozen=True)
class Shading:
    """What the shades mean: the wards’ values by code, as numbers and as readers see them."""

    shows: str
    source: str
    values: Mapping[str, tuple[float | None, str]]


@dataclass(frozen=True)
class WardMap:
    """A drawn map with its key; `is_exact` tells that it shows real outlines, `shows` what the shades mean."""

    width: float
    height: float
    drawing: SafeString
    key: tuple[Step, ...]
    is_exact: bool
    shows: str
    source: str
    names: tuple[str, ...]


def by_deprivation(wards: Sequence[Ward]) -> Shading | None:
    """Shade by deprivation, where all wards have a score from one source."""
    if any(ward.deprivation is None for ward in wards) or len({ward.deprivation_source for ward in wards}) != 1:
        return None
    values = {ward.code: (ward.deprivation, number_text(ward.deprivation)) for ward in wards}
    return Shading("Deprivation score: higher is more deprived", wards[0].deprivation_source, values)


def ward_map(
    wards: Sequence[Ward],
    *,
    shading: Shading | None = None,
    here: Ward | None = None,
    outlines: Mapping[str, Mapping[str, Any]] | None = None,
) -> WardMap | None:
    """Draw some wards as links; None where no map can be drawn."""
    spots = {(ward.hex_q, ward.hex_r) for ward in wards}
    has_hexagons = len(spots) == len(wards) and not any(None in spot for spot in spots)
    has_outlines = bool(outlines) and all(ward.code in (outlines or {}) for ward in wards)
    if not wards or not (has_hexagons or has_outlines):
        return None
    values = shading.values if shading else {}
    places = [
        # shades and key are the same on both maps; where outlines are drawn, places in a row only carry them
        Place(
            ward.name,
            (ward.hex_q or 0) if has_hexagons else number,
            (ward.hex_r or 0) if has_hexagons else 0,
            *values.get(ward.code, (None, "")),
        )
        for number, ward in enumerate(wards)
    ]
    hexagons = hex_map(places)
    if has_outlines:
        drawn = outline_map({ward.code: (outlines or {})[ward.code] for ward in wards}, decimals=DECIMALS)
        drawing, width, height = _outlines(drawn, hexagons, wards, here), drawn.width, drawn.height
    else:
        drawing, width, height = _hexagons(hexagons, wards, here), hexagons.width, hexagons.height
    return WardMap(
        width,
        height,
        SafeString(drawing),
        hexagons.key,
        has_outlines,
        shading.shows if shading else "",
        shading.source if shading else "",
        tuple(ward.name for ward in wards),
    )


def short_name(name: str) -> str:
    """Give a name in three letters, for hexagons on a phone: “Bis”, “HTo”."""
    first, *rest = name.split() or [""]
    return f"{first[:1]}{rest[0][:2]}" if rest else first[:3]


def _link(ward: Ward, shown: str, here: Ward | None, inside: str) -> str:
    """Wrap what is drawn of a ward in its link; the one the page is about is marked, and last, so that its edge is whole."""
    name = f"{ward.name} {shown}" if shown else ward.name  # as it is seen, in this order
    mark = ' class="is-here" aria-current="page"' if here is not None and ward.code == here.code else ""
    return f'<a href="{escape(ward.url)}" aria-label="{escape(name)}"{mark}>{inside}</a>'


def _in_order(drawn: list[tuple[Ward, str]], here: Ward | None) -> str:
    """Put the ward that is outlined on top of the others; the rest stay in reading order, which the keyboard follows."""
    last = [text for ward, text in drawn if here is not None and ward.code == here.code]
    return "\n".join([*(text for ward, text in drawn if here is None or ward.code != here.code), *last])


def _hexagons(drawn: HexMap, wards: Sequence[Ward], here: Ward | None) -> str:
    pairs = sorted(zip(drawn.hexagons, wards, strict=True), key=lambda pair: (pair[0].y, pair[0].x))
    links = _in_order([(ward, _link(ward, hexagon.shown, here, _hexagon(hexagon))) for hexagon, ward in pairs], here)
    # what a phone shows in their place lies over the links, not in them: a link is called by the words that are seen in it
    short = "".join(_short(hexagon) for hexagon, _ in pairs)
    return f'{links}\n<g class="hexmap__short" aria-hidden="true">{short}</g>'


def _hexagon(hexagon: Hexagon) -> str:
    shade, at = f"q{hexagon.shade or 0}", f'x="{hexagon.x}" y="{hexagon.y}"'
    rises = (-14, 2) if len(hexagon.lines) == 2 else (-5 if hexagon.shown else 5,)
    # a space between the pieces, for they are read as one text
    name = " ".join(
        f'<text class="hexmap__name {shade}" {at} dy="{rise}">{escape(line)}</text>'
        for line, rise in zip(hexagon.lines, rises, strict=True)
    )
    shown = f' <text class="v {shade}" {at} dy="20">{escape(hexagon.shown)}</text>' if hexagon.shown else ""
    return f'<path class="{shade}" d="{hexagon.path}"/><path class="edge" d="{hexagon.path}"/>{name}{shown}'


def _short(hexagon: Hexagon) -> str:
    shade, at = f"q{hexagon.shade or 0}", f'x="{hexagon.x}" y="{hexagon.y}"'
    rise = -4 if hexagon.shown else 9
    shown = f'<text class="hexmap__figure {shade}" {at} dy="24">{escape(hexagon.shown)}</text>' if hexagon.shown else ""
    return f'<text class="{shade}" {at} dy="{rise}">{escape(short_name(hexagon.name))}</text>{shown}'


def _outlines(drawn: OutlineMap, hexagons: HexMap, wards: Sequence[Ward], here: Ward | None) -> str:
    shaded = {ward.code: (ward, hexagon) for ward, hexagon in zip(wards, hexagons.hexagons, strict=True)}
    found, short = [], []
    for shape in sorted(drawn.shapes, key=lambda shape: (shape.y, shape.x)):
        ward, hexagon = shaded[shape.key]
        shade = f"q{hexagon.shade or 0}"
        inside = (
            f'<path class="{shade}" d="{shape.path}" fill-rule="evenodd"/><path class="edge" d="{shape.path}"/>'
            f'<text class="hexmap__name {shade}" x="{shape.x}" y="{shape.y}">{escape(ward.name)}</text>'
        )
        found.append((ward, _link(ward, hexagon.shown, here, inside)))
        short.append(f'<text class="{shade}" x="{shape.x}" y="{shape.y}">{escape(short_name(ward.name))}</text>')
    return f'{_in_order(found, here)}\n<g class="hexmap__short" aria-hidden="true">{"".join(short)}</g>'
