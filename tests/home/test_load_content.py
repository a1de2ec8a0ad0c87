"""Loading a content set: all of it or nothing, once; and an invented town from settings and content alone."""

from __future__ import annotations

import re
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page, ReferenceIndex, Site

from het_site.core.models import BrandSettings, CustomImage, Theme
from het_site.home.models import HomePage
from indicators.models import Area, Indicator, IndicatorSettings, Observation
from priorities.models import Recommendation

OTHER_TOWN = Path(__file__).resolve().parent.parent / "content" / "other_town"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Keep the set's pictures out of the data folder."""
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]  # pytest-django's settings wrapper


def load(folder: Path = OTHER_TOWN, **options: object) -> str:
    out = StringIO()
    call_command("load_content", folder, stdout=out, **options)
    return out.getvalue()


def counts() -> list[int]:
    models = (Page, Theme, Area, Indicator, Observation, Recommendation, CustomImage)
    return [model.objects.count() for model in models]


def test_settings_and_content_alone_make_another_town(client: Client) -> None:
    assert "pages loaded." in load()
    site = Site.objects.get()
    brand = BrandSettings.for_site(site)
    assert brand.place_name == "Sampleton"
    assert IndicatorSettings.for_site(site).town == Area.objects.get(code="X06000001")

    home = client.get("/").content.decode()
    assert "How fair is Sampleton?" in home
    assert "Harbour" in home
    assert f"/brand-{brand.colours_version}.css" in home
    css = client.get(f"/brand-{brand.colours_version}.css").content.decode()
    assert "#5b2a86" in css
    assert client.get("/brand-00000000.css").status_code == 404
    manifest = client.get("/manifest.webmanifest").json()
    assert (manifest["short_name"], manifest["theme_color"]) == ("Sampleton", "#5b2a86")
    drawn = client.get(manifest["icons"][0]["src"]).content.decode()
    assert ("#5b2a86" in drawn, "#0b4f5c" in drawn) == (True, False)
    assert manifest["icons"][0]["src"] in home

    for page in Page.objects.live().filter(depth__gt=1):
        answer = client.get(page.url)
        assert answer.status_code == 200, page.url
        words = answer.content.decode()
        assert "Luton" not in words, page.url
        assert "Sampleton" in words, page.url
    assert "14.0" not in client.get("/indicators/early-help/").content.decode()
    assert "15.0" in client.get("/indicators/cold-homes/").content.decode()


def test_links_pictures_and_blocks_come_through(client: Client) -> None:
    load()
    about = client.get("/about/").content.decode()
    assert re.search(r'<a href="/">\s*the start</a>', about)
    assert '<a href="/indicators/cold-homes/">cold homes</a>' in about
    assert 'alt="A purple square on a white ground."' in about
    assert "<caption>Invented figures</caption>" in about
    picture = CustomImage.objects.get()
    assert ReferenceIndex.get_references_to(picture).count() == 1


def test_a_second_load_is_refused_and_changes_nothing() -> None:
    load()
    before = counts()
    with pytest.raises(CommandError, match=r"The site has content already\. Nothing was loaded\."):
        load()
    assert "nothing was loaded" in load(if_empty=True)
    assert counts() == before


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "pages/about/index.yaml",
            "home.ContentPage",
            "home.NoPage",
            r"pages/about/index\.yaml: There is no page type",
        ),
        (
            "pages/about/index.yaml",
            "themes: [homes]",
            "themes: [house]",
            r"pages/about/index\.yaml: themes: There is no theme",
        ),
        (
            "pages/about/index.yaml",
            "summary:",
            "sumary:",
            r"pages/about/index\.yaml: sumary: A content page has no such value",
        ),
        (
            "pages/about/index.yaml",
            "(/)",
            "(/nowhere/)",
            r"pages/about/index\.yaml: body: There is nothing at /nowhere/",
        ),
        ("pages/about/index.yaml", "- heading:", "- heeding:", r"There is no block named “heeding”"),
        ("pages/about/index.yaml", "[Mill, 3]", "[Mill]", r"A table's row has more or fewer cells"),
        ("pages/about/index.yaml", "image: square", "image: circle", r"There is no image named “circle”"),
        ("pages/news/first.yaml", "date: 2024-05-01", "date: 2024-05-41", r"pages/news/first\.yaml"),
        (
            "pages/principles/homes.yaml",
            "theme: homes",
            "theme: house",
            r"pages/principles/homes\.yaml: theme: There is no theme",
        ),
        ("site.yaml", '"#5b2a86"', '"#e0c0ff"', r"site\.yaml: brand: .*contrast of 1\.\d\d to 1"),
        ("site.yaml", "X06000001", "X06999999", r"site\.yaml: indicators: There is no area named"),
        ("themes.yaml", "hue: 8", "hue: 80", r"themes\.yaml: entry 1"),
        ("images.yaml", "square.png", "round.png", r"images\.yaml: “square” has no file"),
        ("areas.csv", "X06000001,Sampleton", "X0600,Sampleton", r"areas\.csv, line 4"),
        ("observations/cold-homes.csv", "14.0", "fourteen", r"cold-homes\.csv, line 2"),
        ("observations/cold-homes.csv", "X05000001", "X05000009", r"cold-homes\.csv, line 14"),
        ("recommendations.yaml", "in_progress", "nearly", r"recommendations\.yaml"),
    ],
)
def test_one_fault_anywhere_loads_nothing(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    folder = tmp_path / "set"
    shutil.copytree(OTHER_TOWN, folder)
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    before = counts()
    with pytest.raises(CommandError, match=message):
        load(folder)
    assert counts() == before
    assert not HomePage.objects.exists()


def test_a_folder_that_is_no_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="this is not a content set"):
        load(tmp_path)
