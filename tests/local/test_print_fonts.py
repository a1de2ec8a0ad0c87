"""The fonts for pictures: two weights of the site's typeface, as programs read them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

from het_site.local import assets, print_fonts

#: what texts of charts are written with, beside plain letters
NEEDED = "0123456789%£³²é–’“”·×−"


def test_each_weight_is_a_font_of_its_own_and_is_made_once(tmp_path: Path) -> None:
    assets.install_packages(dev=False)
    assert print_fonts.make(target=tmp_path)
    assert not print_fonts.make(target=tmp_path)
    for style, weight in print_fonts.WEIGHTS.items():
        font = TTFont(tmp_path / f"AtkinsonHyperlegibleNext-{style}.ttf")
        assert font["name"].getDebugName(1) == "Atkinson Hyperlegible Next"
        assert font["name"].getDebugName(2) == style
        assert font["OS/2"].usWeightClass == weight
        assert "fvar" not in font
        assert not [letter for letter in NEEDED if ord(letter) not in font.getBestCmap()]


def test_the_site_looks_where_the_fonts_are_made() -> None:
    assert settings.PRINT_FONTS == print_fonts.TARGET
