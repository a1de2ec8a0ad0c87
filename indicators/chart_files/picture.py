"""Writes a chart as an SVG that explains itself wherever it is taken: title, unit, periods, source, licence and place.

No style sheet, no script and nothing from another address is in it. All words are escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import singledispatch
from textwrap import wrap

from django.utils.html import escape

from indicators.chart_files.looks import COLOURS, look
from indicators.charts import Box, Chart, Dot, Path, Rule, Shape, Text

WIDTH = 880
MARGIN = 40
FONTS = "'Atkinson Hyperlegible Next', Arial, sans-serif"
#: how wide a character is for its size: rather too wide, for words may not run out of the picture
CHARACTER, BOLD_CHARACTER = 0.53, 0.57
#: the typeface has no micro sign, and many readers do not know it
SPELLED = {"µg": "micrograms"}


@dataclass(frozen=True)
class Imprint:
    """Who publishes the picture, and where the chart stands."""

    publisher: str
    address: str


@dataclass(frozen=True)
class _Words:
    """A paragraph of the picture."""

    text: str
    size: int
    leading: int
    colour: str = COLOURS["ink-soft"]
    is_bold: bool = False
    gap: int = 0

    @property
    def lines(self) -> list[str]:
        """Cut it into lines that fit."""
        character = BOLD_CHARACTER if self.is_bold else CHARACTER
        return wrap(_spelled(self.text), int((WIDTH - 2 * MARGIN) / (self.size * character)))


def picture(chart: Chart, imprint: Imprint) -> str:
    """Give the SVG; raises ValueError for a chart without a drawing."""
    if chart.drawing is None:
        raise ValueError(f"{chart.name} has no drawing.")
    sheet = chart.drawing.wide
    head = [
        _Words(imprint.publisher, 17, 24, gap=6),
        _Words(chart.title, 27, 34, COLOURS["ink"], is_bold=True, gap=6),
        _Words(chart.subtitle, 17, 24),
    ]
    foot = [_Words(chart.source, 14, 20), _Words(imprint.address, 14, 20)]
    top = MARGIN + _height(head) + 16
    scale = (WIDTH - 2 * MARGIN) / sheet.width
    below = top + sheet.height * scale + 24
    height = round(below + _height(foot) + MARGIN - 16)
    title, about = escape(_spelled(chart.title)), escape(_spelled(f"{chart.subtitle} {chart.source}"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        f' role="img" aria-labelledby="title about" font-family="{FONTS}">\n'
        f'<title id="title">{title}</title>\n<desc id="about">{about}</desc>\n'
        f'<rect width="{WIDTH}" height="{height}" fill="{COLOURS["paper"]}"/>\n'
        f"{''.join(_paragraphs(head, MARGIN))}"
        f'<g transform="translate({MARGIN} {round(top, 1)}) scale({round(scale, 4)})">\n'
        f"{''.join(map(_shape, sheet.shapes))}</g>\n"
        f"{''.join(_paragraphs(foot, below))}</svg>\n"
    )


def drawn_shapes(shapes: Iterable[Shape]) -> str:
    """Give some shapes with their looks, for an SVG that somebody else frames."""
    return "".join(map(_shape, shapes))


def _height(words: Iterable[_Words]) -> int:
    return sum(one.leading * len(one.lines) + one.gap for one in words)


def _paragraphs(words: Iterable[_Words], top: float) -> Iterator[str]:
    for one in words:
        weight = ' font-weight="700"' if one.is_bold else ""
        for line in one.lines:
            y = round(top + one.size * 0.8, 1)
            yield f'<text x="{MARGIN}" y="{y}" font-size="{one.size}"{weight} fill="{one.colour}">{_words(line)}</text>\n'
            top += one.leading
        top += one.gap


def _spelled(text: str) -> str:
    for sign, words in SPELLED.items():
        text = text.replace(sign, words)
    return text


def _words(text: str) -> str:
    return escape(_spelled(text))


def _attributes(css_class: str, **own: object) -> str:
    whole = {**{name.replace("_", "-"): value for name, value in own.items()}, **look(css_class)}
    return "".join(f' {name}="{value}"' for name, value in whole.items())


@singledispatch
def _shape(shape: Shape) -> str:
    raise TypeError(f"Nobody has said how {shape!r} is drawn.")


@_shape.register
def _(rule: Rule) -> str:
    dashes = {"stroke_dasharray": rule.dashes} if rule.dashes else {}
    return f"<line{_attributes(rule.css_class, x1=rule.x1, x2=rule.x2, y1=rule.y1, y2=rule.y2, **dashes)}/>\n"


@_shape.register
def _(path: Path) -> str:
    return f"<path{_attributes(path.css_class, d=path.d)}/>\n"


@_shape.register
def _(dot: Dot) -> str:
    return f"<circle{_attributes(dot.css_class, cx=dot.x, cy=dot.y, r=dot.radius)}/>\n"


@_shape.register
def _(box: Box) -> str:
    return f"<rect{_attributes(box.css_class, x=box.x, y=box.y, width=box.width, height=box.height)}/>\n"


@_shape.register
def _(text: Text) -> str:
    anchor = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
    looks = "".join(f' {name}="{value}"' for name, value in look(text.css_class, is_text=True).items())
    return f'<text x="{text.x}" y="{text.y}"{anchor}{looks}>{_words(text.words)}</text>\n'
