"""The report on how indicators stand: who sees it, what it lists, and what is taken away."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.models import Area, Commentary, Indicator
from tests.factories.home import make_content_page
from tests.factories.indicators import choose_places, make_area, make_indicator, make_observation

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], Client]
ALLOWED = ("Data officers", "Administrators", "Editors", "Moderators")
MANAGERS = ("Data officers", "Administrators")
REFUSED = ("Partners",)


@pytest.fixture
def town() -> Area:
    make_content_page()
    town = make_area("E06000001", name="Anytown")
    choose_places(town)
    return town


def cared_for(town: Area, title: str, **fields: object) -> Indicator:
    """Make an indicator with which nothing is the matter."""
    today = timezone.localdate()
    indicator = make_indicator(
        title=title, **{"frequency": "annual", "author": "A", "checker": "B", "reviewed_on": today} | fields
    )
    make_observation(indicator, town, today.year - 1)
    Commentary.objects.create(indicator=indicator, text="Well.", author="A", role="Analyst", written_on=today)
    return indicator


def listed(client: Client, query: str = "") -> list[str]:
    response = client.get(reverse("indicator_upkeep") + query)
    assert response.status_code == 200
    html = BeautifulSoup(response.content, "html.parser")
    return [a.get_text(strip=True) for a in html.select("td.title .title-wrapper")]


@pytest.mark.parametrize("role", ALLOWED)
def test_who_keeps_indicators_or_builds_pages_may_read_it(signed_in: SignIn, town: Area, role: str) -> None:
    make_indicator(title="Cold homes")
    client = signed_in(role)
    response = client.get(reverse("indicator_upkeep"))
    assert response.status_code == 200
    html = response.content.decode()
    assert "Cold homes" in html
    assert "No figure" in html
    assert ("/cms/data_releases/new/" in html) == (role in MANAGERS)
    assert reverse("indicator_upkeep") in client.get("/cms/").content.decode()


@pytest.mark.parametrize("role", REFUSED)
def test_nobody_else_does(signed_in: SignIn, town: Area, role: str) -> None:
    for name in ("indicator_upkeep", "indicator_upkeep_results"):
        assert signed_in(role).get(reverse(name)).status_code == 302
        assert Client().get(reverse(name)).status_code == 302


@pytest.mark.parametrize("role", [*ALLOWED, "Newsletter editors"])
def test_the_dashboard_counts_for_those_who_keep_indicators(signed_in: SignIn, town: Area, role: str) -> None:
    make_indicator(title="Cold homes")
    html = BeautifulSoup(signed_in(role).get("/cms/").content, "html.parser")
    panel = html.select_one('[aria-labelledby="het-upkeep"]')
    assert (panel is not None) == (role in MANAGERS)
    if panel is not None:
        links = {str(a["href"]): " ".join(a.get_text().split()) for a in panel.select("li a")}
        assert links[f"{reverse('indicator_upkeep')}?concern=no-figure"] == "1 Without any figure"


def test_it_lists_all_that_are_not_retired_with_what_to_do(signed_in: SignIn, town: Area) -> None:
    well = cared_for(town, "All well")
    old = cared_for(town, "Old figures", frequency="monthly")
    old.observations.all().delete()
    make_observation(old, town, timezone.localdate().year - 4)
    cared_for(town, "Not public", live=False)
    cared_for(town, "Gone", is_retired=True, retired_because="x")
    cared_for(town, "Changed", has_unpublished_changes=True)
    client = signed_in("Data officers")
    assert len(listed(client)) == 4
    assert not [title for title in listed(client) if "Gone" in title]
    assert [title[-11:] for title in listed(client, "?concern=stale")] == ["Old figures"]
    assert len(listed(client, "?concern=draft")) == 2
    assert len(listed(client, "?concern=draft&concern=stale")) == 3
    assert listed(client, "?concern=stand-in") == []
    assert len(listed(client, f"?theme={well.theme_id}")) == 1
    assert len(listed(client, "?q=old")) == 1


def test_unknown_days_come_last_whichever_way_it_is_sorted(signed_in: SignIn, town: Area) -> None:
    first, second = cared_for(town, "Later"), cared_for(town, "Earlier")
    make_indicator(title="Never")
    second.observations.all().delete()
    make_observation(second, town, 2001)
    client = signed_in("Data officers")
    for order in ("latest_on", "-latest_on"):
        titles = [title.partition(". ")[2] for title in listed(client, f"?ordering={order}")]
        assert titles[2] == "Never"
        assert titles[:2] == (["Earlier", "Later"] if order == "latest_on" else ["Later", "Earlier"])
    assert first.pk


@pytest.mark.parametrize(
    "query",
    ["?concern=nothing", "?theme=x", "?ordering=password", "?p=999", "?export=exe", "?q=%00", "?q=" + "a" * 5000],
)
def test_what_nobody_can_mean_breaks_nothing(signed_in: SignIn, town: Area, query: str) -> None:
    make_indicator()
    assert signed_in("Data officers").get(reverse("indicator_upkeep") + query).status_code in {200, 302, 400, 404}


def test_it_is_taken_away_as_csv_and_xlsx_without_formulas(signed_in: SignIn, town: Area) -> None:
    make_indicator(title="=cmd()", author="@someone")
    client = signed_in("Data officers")
    response = client.get(reverse("indicator_upkeep") + "?export=csv")
    (row,) = csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode()))  # type: ignore[attr-defined]
    assert row["Indicator"] == "'=cmd()"
    assert row["Author"] == "'@someone"
    assert row["What to do"] == "No figure; No comment; Not checked"
    workbook = client.get(reverse("indicator_upkeep") + "?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(workbook.streaming_content))).active  # type: ignore[attr-defined]
    assert [cell.value for cell in sheet[2]][1] == "'=cmd()"  # type: ignore[index, union-attr]


def test_its_cost_does_not_depend_on_how_many_there_are(signed_in: SignIn, town: Area) -> None:
    client = signed_in("Data officers")

    def count() -> int:
        client.get(reverse("indicator_upkeep"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("indicator_upkeep"))
        return len(queries)

    cared_for(town, "One")
    few = count()
    for number in range(8):
        cared_for(town, f"More {number}")
    assert count() == few


def test_a_link_leads_to_where_it_is_put_right(signed_in: SignIn, town: Area) -> None:
    indicator = cared_for(town, "No words")
    Commentary.objects.filter(indicator=indicator).delete()
    client = signed_in("Data officers")
    html = BeautifulSoup(client.get(reverse("indicator_upkeep")).content, "html.parser")
    link = html.select_one("a.het-todo__one")
    assert link is not None
    edit = reverse(Indicator.snippet_viewset.get_url_name("edit"), args=[indicator.pk])
    assert link["href"] == f"{edit}#tab-aims_and_commentary"
    form = BeautifulSoup(client.get(edit).content, "html.parser")
    for tab in ("aims_and_commentary", "care", "source_and_trust"):
        assert form.select_one(f"#tab-label-{tab}, [href='#tab-{tab}']"), tab


def test_an_old_comment_counts_as_none(signed_in: SignIn, town: Area) -> None:
    indicator = cared_for(town, "Old words")
    Commentary.objects.filter(indicator=indicator).update(written_on=timezone.localdate() - timedelta(days=400))
    assert len(listed(signed_in("Data officers"), "?concern=no-comment")) == 1
