"""The place's icons: drawn in its colours or from its logo, at an address that changes with them."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from het_site.core import icons
from het_site.core.colour import parse_hex
from het_site.core.models import BrandSettings, CustomImage
from het_site.core.models.settings import DARK_PAPER, DARK_PRIMARY, PAPER
from het_site.local.folders import ROOT
from tests.factories.home import make_home

PURPLE = {"primary_colour": "#5b2a86", "deep_colour": "#3b1a5a", "accent_colour": "#f2c14e"}


@pytest.fixture
def brand(db: None) -> BrandSettings:
    brand: BrandSettings = BrandSettings.for_site(Site.objects.get())
    for field, colour in PURPLE.items():
        setattr(brand, field, colour)
    brand.save()
    return brand


def colours(content: bytes) -> set[tuple[int, ...]]:
    """Give the colours that fill much of a picture."""
    picture = Image.open(io.BytesIO(content)).convert("RGBA")
    counted = picture.getcolors(picture.width * picture.height) or []
    return {colour for count, colour in counted if count > picture.width * picture.height / 40}  # type: ignore[misc]  # RGBA


def opaque(colour: str) -> tuple[int, ...]:
    return (*parse_hex(colour), 255)


def address(brand: BrandSettings, name: str) -> str:
    return reverse("brand_icon", args=[brand.icons_version, name])


def test_every_icon_has_the_places_colours_and_its_own_size(client: Client, brand: BrandSettings) -> None:
    for icon in icons.ICONS.values():
        answer = client.get(address(brand, icon.name))
        assert answer["Content-Type"] == "image/png"
        assert "immutable" in answer["Cache-Control"]
        assert Image.open(io.BytesIO(answer.content)).size == (icon.side, icon.side)
        assert colours(answer.content) == {opaque(PAPER), opaque("#5b2a86"), opaque("#f2c14e")}, icon.name


def test_the_drawn_icon_has_them_too_and_a_lighter_one_for_dark_tabs(client: Client, brand: BrandSettings) -> None:
    answer = client.get(address(brand, "icon.svg"))
    assert answer["Content-Type"] == "image/svg+xml"
    text = answer.content.decode()
    assert set(re.findall("#[0-9a-f]{6}", text)) == {"#5b2a86", brand.dark_primary_colour, "#f2c14e"}
    assert brand.dark_primary_colour not in {"#5b2a86", DARK_PRIMARY}


def test_the_icon_at_the_fixed_address_has_them_and_two_sizes(client: Client, brand: BrandSettings) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 200
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.info["sizes"] == {(16, 16), (32, 32)}
    assert {opaque("#5b2a86"), opaque("#f2c14e")} <= colours(answer.content)


def test_a_logo_stands_in_every_icon_and_no_blocks_are_drawn(
    client: Client, brand: BrandSettings, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    before = brand.icons_version
    file = get_test_image_file(colour="#ff0000", size=(60, 30))
    brand.logo = CustomImage.objects.create(title="Logo", file=file, is_decorative=True)
    brand.save()
    assert brand.icons_version != before
    assert client.get(address(brand, "icon.svg")).status_code == 404
    assert colours(client.get(address(brand, "icon-192.png")).content) == {opaque(PAPER), (255, 0, 0, 255)}
    assert (255, 0, 0, 255) in colours(client.get("/favicon.ico").content)
    page = client.get(make_home().url).content.decode()
    assert address(brand, "icon-192.png") in page
    assert "icon.svg" not in page


def test_a_logo_whose_file_is_gone_leaves_the_blocks(
    client: Client, brand: BrandSettings, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    brand.logo = CustomImage.objects.create(title="Logo", file=get_test_image_file(), is_decorative=True)
    brand.save()
    Path(brand.logo.file.path).unlink()
    assert opaque("#5b2a86") in colours(client.get(address(brand, "icon-192.png")).content)


@pytest.mark.parametrize("name", ["icon-9.png", "site.css", "..%2Fsettings"])
def test_there_is_nothing_else(client: Client, brand: BrandSettings, name: str) -> None:
    assert client.get(f"/brand-{brand.icons_version}/{name}").status_code == 404


def test_an_old_address_is_gone(client: Client, brand: BrandSettings) -> None:
    assert client.get("/brand-00000000/icon-192.png").status_code == 404


def test_pages_and_the_cms_link_icons_that_are_there(client: Client, brand: BrandSettings) -> None:
    for path in (make_home().url, reverse("wagtailadmin_login")):
        page = client.get(path).content.decode()
        linked = re.findall(r'<link rel="(?:icon|apple-touch-icon)" href="([^"]+)"', page)
        assert len(linked) == 3, path
        assert all(client.get(icon).status_code == 200 for icon in linked)


def test_the_error_pages_icon_is_the_drawn_one_in_the_portals_colours() -> None:
    """They ask no database, so theirs is a file: kept the same as the drawing."""
    usual = BrandSettings()
    drawn = icons.svg(primary=usual.primary_colour, dark_primary=usual.dark_primary_colour, accent=usual.accent_colour)
    assert Path(str(finders.find("img/favicon.svg"))).read_text() == drawn


def test_the_icons_blocks_are_the_logos() -> None:
    sprite = ET.parse(ROOT / "static" / "img" / "icons.svg")  # noqa: S314  (our own file)
    symbol = next(found for found in sprite.iter() if found.get("id") == "logo")
    logo = {
        tuple(float(rect.get(side, "")) for side in ("x", "y", "width", "height"))
        for rect in symbol.findall(".//{*}rect")
    }
    assert {tuple(map(float, block)) for block in (*icons.STANDING, *icons.LIFTED, icons.BAR)} == logo


def test_the_colours_for_dark_screens_are_the_style_sheets() -> None:
    tokens = (ROOT / "static" / "scss" / "_tokens.scss").read_text()
    assert f"--primary: {DARK_PRIMARY};" in tokens
    assert f"--paper: {DARK_PAPER};" in tokens
