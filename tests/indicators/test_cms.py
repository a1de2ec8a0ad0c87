"""The app's screens in the CMS: definitions are edited and previewed, figures are looked at and never typed over."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from het_site.core.models import User
from indicators.models import Indicator
from tests.factories.indicators import choose_places, make_area, make_index_page, make_indicator, make_observation

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin@demo.example"))
    return client


@pytest.mark.parametrize("name", ["areas", "data_releases", "figures"])
def test_lists_open_and_each_row_can_be_looked_at(admin: Client, name: str) -> None:
    row = make_observation(make_indicator(), make_area())
    pk = {"areas": row.area_id, "data_releases": row.release_id, "figures": row.pk}[name]
    assert admin.get(reverse(f"{name}:index")).status_code == 200
    screen = admin.get(reverse(f"{name}:inspect", args=[pk]))
    assert screen.status_code == 200
    assert "<dd>None</dd>" not in re.sub(r"\s", "", screen.content.decode())


def test_lists_speak_of_figures_and_never_in_code(admin: Client) -> None:
    make_observation(make_indicator(), make_area())
    assert "<title>Figures - " in admin.get(reverse("figures:index")).content.decode()
    indicators = admin.get("/cms/snippets/indicators/indicator/").content.decode()
    assert not re.search(r"<td[^>]*>\s*(True|False|None)\s*</td>", indicators)


@pytest.mark.parametrize(
    ("name", "screen"),
    [
        ("figures", "add"),
        ("figures", "edit"),
        ("figures", "delete"),
        ("data_releases", "delete"),
    ],
)
def test_what_machines_load_is_not_typed_over_even_by_an_administrator(admin: Client, name: str, screen: str) -> None:
    row = make_observation(make_indicator(), make_area())
    pk = {"data_releases": row.release_id, "figures": row.pk}[name]
    response = admin.get(reverse(f"{name}:{screen}", args=[] if screen == "add" else [pk]))
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("wagtailadmin_home")


def test_a_releases_words_can_be_mended_and_its_facts_cannot(admin: Client) -> None:
    release = make_observation(make_indicator(), make_area()).release
    response = admin.post(
        reverse("data_releases:edit", args=[release.pk]),
        {"title": "A better title", "notes": "From the yearly table.", "checksum": "1" * 64, "row_count": 9},
    )
    assert response.status_code == 302
    release.refresh_from_db()
    assert (release.title, release.checksum, release.row_count) == ("A better title", "0" * 64, 1)


def test_an_indicator_is_previewed_with_its_live_figures(admin: Client) -> None:
    make_index_page()
    town = make_area(name="Anytown")
    choose_places(town)
    indicator = make_indicator()
    make_observation(indicator, town, 2020, 12.3)
    indicator.title = "A title that is not published"
    response = indicator.make_preview_request()
    html = response.content.decode()
    assert response.status_code == 200
    assert "A title that is not published" in html
    assert "12.3%" in html


def test_an_indicator_can_be_previewed_before_there_is_an_index(admin: Client) -> None:
    assert make_indicator().make_preview_request().status_code == 200


@pytest.mark.parametrize("screen", ["edit", "inspect", "history"])
def test_the_screens_of_an_indicator_open(admin: Client, screen: str) -> None:
    viewset = Indicator.snippet_viewset  # type: ignore[attr-defined]  # set where the snippet is registered
    assert admin.get(reverse(viewset.get_url_name(screen), args=[make_indicator().pk])).status_code == 200


def test_a_draft_is_not_public_until_it_is_published(client: Client) -> None:
    make_index_page()
    indicator = make_indicator(title="As it is")
    indicator.title = "As it will be"
    revision: Any = indicator.save_revision()
    assert b"As it is" in client.get(indicator.url).content
    revision.publish()
    assert b"As it will be" in client.get(indicator.url).content


def test_the_index_page_is_edited_and_previewed(admin: Client) -> None:
    page = make_index_page()
    assert admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert page.make_preview_request().status_code == 200
