"""How each class of a drawing looks where no style sheet is: the light colours of `_tokens.scss`, as SVG attributes.

A test holds the colours equal to the tokens, and finds classes that nobody has given a look.
"""

from __future__ import annotations

from collections.abc import Mapping

#: the tokens that pictures use
COLOURS = {
    "paper": "#fffdf9",
    "card": "#ffffff",
    "ink": "#1d2433",
    "ink-soft": "#4a5364",
    "line": "#ddd5c5",
    "edge": "#857f70",
    "chart-town": "#12436d",
    "chart-comparator": "#3d3d3d",
    "chart-third": "#801650",
    "chart-fourth": "#1f8a82",
    "seq-1": "#dfe8f1",
    "seq-1-text": "#1d2433",
    "seq-2": "#a9c4dd",
    "seq-2-text": "#1d2433",
    "seq-3": "#6a98c2",
    "seq-3-text": "#1d2433",
    "seq-4": "#2f6699",
    "seq-4-text": "#ffffff",
    "seq-5": "#12436d",
    "seq-5-text": "#ffffff",
}
TOWN, OTHER = COLOURS["chart-town"], COLOURS["chart-comparator"]
#: what each class adds, as static/scss says it for pages
LOOKS: Mapping[str, Mapping[str, str]] = {
    "grid": {"stroke": COLOURS["line"]},
    "break": {"stroke": COLOURS["edge"], "stroke-width": "2"},
    "band": {"fill": TOWN, "fill-opacity": "0.2"},
    "town": {
        "stroke": TOWN,
        "stroke-width": "4",
        "fill": "none",
        "stroke-linejoin": "round",
        "stroke-linecap": "round",
    },
    "comp": {"stroke": OTHER, "stroke-width": "2", "fill": "none"},
    "comp--2": {"stroke-dasharray": "7 5"},
    "comp--3": {"stroke": COLOURS["chart-fourth"], "stroke-dasharray": "2 4"},
    "bar__fill": {"fill": TOWN},
    "bar__other": {"fill": COLOURS["seq-3"]},
    "bar__mean": {"fill": OTHER},
    "whisker": {"stroke": COLOURS["ink"], "stroke-width": "1.5"},
    "dot": {"fill": TOWN, "stroke": COLOURS["paper"], "stroke-width": "2"},
    "dot--comp": {"fill": OTHER},
    "dot--other": {"fill": COLOURS["seq-3"]},
    "dot--ring": {"fill": "none", "stroke": TOWN, "stroke-width": "3"},
    "zero": {"stroke": COLOURS["ink"], "stroke-width": "1.5"},
    "level": {"stroke": COLOURS["ink"], "stroke-width": "2"},
    "row": {"stroke": COLOURS["line"]},
    "span": {"stroke": TOWN, "stroke-width": "3", "stroke-opacity": "0.55"},
    "span--comp": {"stroke": OTHER, "stroke-width": "1.5", "stroke-opacity": "1"},
    "span--up": {"stroke": COLOURS["ink"], "stroke-width": "2", "stroke-opacity": "1"},
    "mark": {"fill": COLOURS["paper"], "stroke": OTHER, "stroke-width": "2"},
    "mark--1": {"fill": OTHER, "stroke": COLOURS["paper"]},
    "mark--2": {},
    "mark--3": {"fill": COLOURS["seq-2"]},
    "slope": {"stroke": COLOURS["ink"], "stroke-width": "2.5", "stroke-dasharray": "9 6", "fill": "none"},
    "val": {"font-weight": "700"},
    "on-bar": {"fill": COLOURS["paper"]},
    "area": {"fill-rule": "evenodd", "stroke": COLOURS["edge"], "stroke-width": "1.25"},
    "edge": {"fill": "none", "stroke": COLOURS["edge"], "stroke-width": "1.25"},
    "edge-box": {"stroke": COLOURS["edge"]},
    "hexmap__name": {"font-size": "13.5", "font-weight": "600"},
    "v": {"font-size": "15", "font-weight": "700"},
    "q0": {"fill": COLOURS["card"]},
    "on-0": {"fill": COLOURS["ink-soft"]},
    **{f"q{step}": {"fill": COLOURS[f"seq-{step}"]} for step in range(1, 6)},
    **{f"on-{step}": {"fill": COLOURS[f"seq-{step}-text"]} for step in range(1, 6)},
    "axis": {"stroke": COLOURS["line"]},
    "d": {"fill": COLOURS["edge"], "fill-opacity": "0.75"},
    "me": {"fill": TOWN, "stroke": COLOURS["paper"], "stroke-width": "2"},
    "mean": {"stroke": OTHER, "stroke-width": "2"},
    "label": {"fill": COLOURS["ink-soft"], "font-size": "13"},
    "ax": {"fill": COLOURS["ink-soft"], "font-size": "15"},
    "tl": {"fill": TOWN, "font-weight": "700"},
}
WORDS = {"fill": COLOURS["ink"], "font-size": "17"}


def look(css_class: str, *, is_text: bool = False) -> dict[str, str]:
    """Give the attributes of an element with these classes, the later ones over the earlier."""
    found: dict[str, str] = dict(WORDS) if is_text else {}
    for name in css_class.split():
        found |= LOOKS.get(name, {})
    return found
