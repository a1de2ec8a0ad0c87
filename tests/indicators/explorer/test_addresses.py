"""The addresses below the index: words that no indicator may take, the links between the views, and the sitemap."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client

from het_site.core.faults import FaultyFilesError
from indicators.actions import load_content_set
from indicators.models import Indicator, IndicatorIndexPage
from indicators.models.indicators import RESERVED_SLUGS
from tests.factories.indicators import choose_places, make_area, make_index_page, make_indicator, make_theme

pytestmark = pytest.mark.django_db


def test_every_page_below_the_index_has_its_word_reserved() -> None:
    routes = {str(route.pattern) for route in IndicatorIndexPage.get_subpage_urls()}
    fixed = {route.partition("/")[0] for route in routes if route and not route.startswith("<")}
    assert fixed <= RESERVED_SLUGS
    assert {"by-ward", "spine", "compare", "charts"} == RESERVED_SLUGS


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_an_editor_cannot_give_an_indicator_such_an_address(slug: str) -> None:
    indicator = make_indicator()
    indicator.slug = slug
    with pytest.raises(ValidationError, match="the address of another page"):
        indicator.full_clean()
    form = Indicator.edit_handler.bind_to_model(Indicator).get_form_class()
    assert "slug" in form(data={"slug": slug}, instance=Indicator()).errors


def test_a_content_file_cannot_either(tmp_path: Path) -> None:
    source = next((Path(settings.CONTENT_DIR) / "indicators").glob("*.yaml"))
    folder = tmp_path / "indicators"
    folder.mkdir()
    (folder / "compare.yaml").write_text(source.read_text())
    for entry in yaml.safe_load((Path(settings.CONTENT_DIR) / "themes.yaml").read_text()):
        make_theme(**entry)
    with pytest.raises(FaultyFilesError, match="the address of another page"):
        load_content_set(folder=tmp_path)
    assert not Indicator.objects.filter(slug="compare").exists()


@pytest.mark.parametrize(
    ("path", "current"),
    [("", "At a glance"), ("by-ward/", "By ward"), ("spine/", "Spine chart")],
)
def test_each_view_links_the_others(client: Client, path: str, current: str) -> None:
    make_index_page()
    choose_places(make_area())
    page = BeautifulSoup(client.get(f"/indicators/{path}").content, "html.parser")
    links = {link.text: link["href"] for link in page.select(".views__link")}
    assert links == {
        "At a glance": "/indicators/",
        "By ward": "/indicators/by-ward/",
        "Spine chart": "/indicators/spine/",
        "Compare": "/indicators/compare/",
        "Data": "/data/",
    }
    assert [link.text for link in page.select(".views__link[aria-current=page]")] == [current]


def test_the_sitemap_names_the_views(client: Client) -> None:
    page = make_index_page()
    found = {entry["location"] for entry in page.get_sitemap_urls()}
    assert {f"http://localhost/indicators/{name}" for name in ("", "by-ward/", "spine/", "compare/")} <= found
    assert b"/indicators/by-ward/" in client.get("/sitemap.xml").content
