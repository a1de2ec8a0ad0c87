"""What the worker wrote of an indicator's page is served as long as it says what the figures say, and never longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from indicators import indicator_pages
from indicators.actions import refresh_findings
from indicators.actions.profiles import look_after_profiles, record_profiles
from indicators.models import Area, AreaGroup, Indicator, IndicatorSettings, Observation, StoredProfile, Target
from tests.factories.indicator_states import STATES, World, make_states

pytestmark = pytest.mark.django_db

#: shown in place of what was written, so that a test sees where a page's words came from
STALE = "<p>As it was written</p>"


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    mark = request.node.get_closest_marker("states")
    world = make_states(*(mark.args if mark else ()))
    refresh_findings(indicators=Indicator.objects.all())
    return world


def read(client: Client, slug: str, query: str = "") -> str:
    response = client.get(f"/indicators/{slug}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def is_as_written(client: Client, slug: str, query: str = "") -> bool:
    return STALE in read(client, slug, query)


def test_every_page_is_the_same_byte_for_byte_written_before_or_now(client: Client, world: World) -> None:
    before = {slug: read(client, slug) for slug in STATES}
    assert StoredProfile.objects.count() == len(STATES)
    StoredProfile.objects.all().delete()
    assert {slug: read(client, slug) for slug in STATES} == before


@pytest.mark.states("targets")
def test_no_visit_reads_figures(client: Client, world: World) -> None:
    read(client, "targets")
    with CaptureQueriesContext(connection) as queries:
        read(client, "targets")
    asked = [query["sql"] for query in queries.captured_queries]
    tables = ("indicators_observation", "indicators_gapseries", "indicators_finding ", "indicators_storedchart")
    assert [sql for sql in asked for table in tables if f'FROM "{table}' in sql] == []


def changed_definition(world: World) -> None:
    Indicator.objects.update(unit="of everybody")


def changed_target(world: World) -> None:
    Target.objects.update(value=1.25)


def another_target(world: World) -> None:
    indicator = Indicator.objects.get(slug="targets")
    Target.objects.create(indicator=indicator, value=2, due_on=date(2031, 12, 31), set_by="Anytown", source="A plan")


def renamed_place(world: World) -> None:
    Area.objects.filter(pk=world.town.pk).update(name="Othertown")


def other_country(world: World) -> None:
    IndicatorSettings.objects.update(country=None)


def another_group(world: World) -> None:
    AreaGroup.objects.create(name="Others").areas.add(world.town)


CHANGES: list[Callable[[World], None]] = [
    changed_definition,
    changed_target,
    another_target,
    renamed_place,
    other_country,
    another_group,
]


@pytest.mark.states("targets")
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_seen_at_once(client: Client, world: World, change: Callable[[World], None]) -> None:
    StoredProfile.objects.update(sections=STALE)
    assert is_as_written(client, "targets")
    change(world)
    assert not is_as_written(client, "targets")
    assert look_after_profiles() == Indicator.objects.public().count()
    now = read(client, "targets")
    StoredProfile.objects.all().delete()
    assert read(client, "targets") == now


@pytest.mark.states("targets")
def test_a_new_day_an_upgrade_or_another_address_of_the_site_make_it_out_of_date(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    StoredProfile.objects.update(sections=STALE)
    with monkeypatch.context() as patch:
        patch.setattr(indicator_pages, "_code", lambda: "another")
        assert not is_as_written(client, "targets")
    with monkeypatch.context() as patch:
        patch.setattr(indicator_pages.timezone, "localdate", lambda: date(2031, 1, 1))
        assert not is_as_written(client, "targets")
    assert is_as_written(client, "targets")
    settings.SITE_URL = "https://example.org"
    assert not is_as_written(client, "targets")


@pytest.mark.states("targets")
def test_what_a_reader_chose_is_never_what_was_written(client: Client, world: World) -> None:
    StoredProfile.objects.update(sections=STALE)
    assert is_as_written(client, "targets", "?utm_source=letter")
    assert not is_as_written(client, "targets", "?choose=places")
    assert not is_as_written(client, "targets", f"?with={world.country.code}")


@pytest.mark.states("targets")
def test_a_draft_is_previewed_with_its_own_words(rf: Any, client: Client, world: World) -> None:
    StoredProfile.objects.update(sections=STALE)
    draft = Indicator.objects.get(slug="targets")
    draft.unit = "of those in the draft"
    shown = draft.get_preview_context(rf.get("/"), "")
    assert STALE not in shown["figures"].sections
    assert "of those in the draft" in shown["figures"].sections


@pytest.mark.states("targets", "wards")
def test_the_clock_writes_what_is_out_of_date_and_nothing_else(world: World) -> None:
    assert look_after_profiles() == 0
    StoredProfile.objects.filter(indicator__slug="wards").update(mark="of yesterday")
    assert look_after_profiles() == 1
    StoredProfile.objects.filter(indicator__slug="wards").delete()
    assert look_after_profiles() == 1
    assert look_after_profiles() == 0


@pytest.mark.states("targets")
def test_figures_worked_out_anew_are_seen_and_written_with_them(client: Client, world: World) -> None:
    StoredProfile.objects.update(sections=STALE)
    Observation.objects.filter(indicator__slug="targets", area=world.town, period_label="2024").update(value=77.75)
    refresh_findings(indicators=Indicator.objects.all())
    assert "77.8" in StoredProfile.objects.get(indicator__slug="targets").answers
    assert "77.8" in read(client, "targets")
    assert look_after_profiles() == 0


@pytest.mark.states("targets")
def test_nothing_is_written_without_a_site(world: World) -> None:
    StoredProfile.objects.all().delete()
    Site.objects.update(is_default_site=False)
    assert record_profiles(indicators=Indicator.objects.all()) == 0
