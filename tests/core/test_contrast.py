"""Every pair of colours that the style sheet puts together, in light and dark: text at 4.5 to 1, edges at 3 to 1."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from het_site.core import models
from het_site.core.colour import contrast_ratio
from het_site.core.models import BrandSettings

TOKENS = Path(settings.BASE_DIR) / "static" / "scss" / "_tokens.scss"
DECLARATION = re.compile(r"^\s*--([\w-]+):\s*(#[0-9a-f]{6});", re.MULTILINE)
PRINCIPLES = [f"p{number}" for number in range(1, 9)]
GROUNDS = ["paper", "band", "card"]

TEXT_PAIRS = [
    *[(text, ground) for text in ("ink", "ink-soft", "primary", "visited") for ground in GROUNDS],
    *[(text, ground) for text in ("better", "similar", "worse", "untested") for ground in GROUNDS],
    *[(text, ground) for text in ("error", "success") for ground in GROUNDS],
    ("error", "error-ground"),
    ("on-primary", "primary"),
    ("on-primary", "error"),
    ("on-primary", "success"),
    ("paper", "ink"),
    ("on-deep", "deep"),
    ("on-deep-soft", "deep"),
    ("accent", "deep"),
    ("on-accent", "accent"),
    ("deep", "accent"),
    ("deep", "on-deep"),
    ("deep", "on-deep-soft"),
    ("focus-text", "focus"),
    ("card", "better"),
    ("card", "similar"),
    ("card", "worse"),
    *[(f"{ramp}-{step}-text", f"{ramp}-{step}") for ramp in ("seq", "neu") for step in range(1, 6)],
    *[("p-text", hue) for hue in PRINCIPLES],
    *[(hue, ground) for hue in PRINCIPLES for ground in GROUNDS],
    *[(hue, f"{hue}-tint") for hue in PRINCIPLES],
    *[("ink", f"{hue}-tint") for hue in PRINCIPLES],
    *[("ink-soft", f"{hue}-tint") for hue in PRINCIPLES],
]
EDGE_PAIRS = [
    *[("edge", ground) for ground in GROUNDS],
    ("on-deep-edge", "deep"),
    *[
        (line, ground)
        for line in ("chart-town", "chart-comparator", "chart-third", "chart-fourth")
        for ground in GROUNDS
    ],
    ("edge", "error-ground"),
]


def modes() -> dict[str, dict[str, str]]:
    """Read the tokens as the browser does: dark takes light's and puts its own over them."""
    text = TOKENS.read_text()
    light_text, dark_text = text.split("@media screen and (prefers-color-scheme: dark)")
    light = dict(DECLARATION.findall(light_text))
    dark = dict(DECLARATION.findall(dark_text.split("@media print")[0]))
    return {"light": light, "dark": light | dark}


TOKENS_BY_MODE = modes()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read(mode: str, text: str, ground: str) -> None:
    tokens = TOKENS_BY_MODE[mode]
    assert contrast_ratio(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_can_be_seen(mode: str, edge: str, ground: str) -> None:
    tokens = TOKENS_BY_MODE[mode]
    assert contrast_ratio(tokens[edge], tokens[ground]) >= 3


def test_dark_gives_every_colour_of_light() -> None:
    text = TOKENS.read_text().split("@media screen and (prefers-color-scheme: dark)")
    light, dark = (set(dict(DECLARATION.findall(part))) for part in (text[0], text[1].split("@media print")[0]))
    assert light == dark


def test_every_colour_is_in_a_pair() -> None:
    in_pairs = {name for pair in [*TEXT_PAIRS, *EDGE_PAIRS] for name in pair}
    assert set(TOKENS_BY_MODE["light"]) - in_pairs == {"line"}, "a colour that carries meaning needs a tested pair"


def test_settings_check_against_the_colours_of_the_style_sheet() -> None:
    tokens = TOKENS_BY_MODE["light"]
    assert tokens["paper"] == models.settings.PAPER
    assert tokens["on-accent"] == models.settings.INK
    defaults = {
        name: BrandSettings._meta.get_field(f"{name}_colour").get_default() for name in ("primary", "deep", "accent")
    }
    assert defaults == {name: tokens[name] for name in defaults}
