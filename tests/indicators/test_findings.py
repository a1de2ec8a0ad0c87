"""What was worked out is kept with its release, shown to readers, and worked out anew when its ground changes."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from indicators import tasks
from indicators.actions import record_findings, refresh_findings
from indicators.models import Area, Finding, Indicator
from tests.factories.indicators import (
    choose_places,
    make_area,
    make_index_page,
    make_indicator,
    make_observation,
    make_release,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> Area:
    return make_area("E92000001", name="Anyland", area_type=Area.Type.COUNTRY)


@pytest.fixture
def town(country: Area) -> Area:
    town = make_area("E06000001", name="Anytown", parent=country)
    choose_places(town, country=country)
    return town


@pytest.fixture
def indicator(town: Area, country: Area) -> Indicator:
    """An indicator whose latest figure in the town is worse than the country's, and which has a trend."""
    indicator = make_indicator(slug="counted", comparison_allowed="limits", trend_allowed=True)
    for at in range(5):
        value = 20.0 + at
        make_observation(indicator, town, 2018 + at, value, lower_95=value - 1, upper_95=value + 1)
    make_observation(indicator, country, 2022, 15.0)
    return indicator


def current() -> list[tuple[str, str, str, str]]:
    rows = Finding.objects.current().order_by("area__name")
    return list(rows.values_list("area__name", "outcome", "basis", "trend"))


def test_a_place_is_set_beside_the_country_and_the_country_beside_nothing(indicator: Indicator, country: Area) -> None:
    assert record_findings(release=make_release(), indicators=[indicator]) == 2
    assert current() == [
        ("Anyland", "not_compared", "", "cannot_say"),
        ("Anytown", "worse", "limits", "increasing"),
    ]
    finding = Finding.objects.get(area__name="Anytown")
    assert (finding.value, finding.benchmark, finding.compared_with) == (24.0, 15.0, country)
    assert finding.trend_judgement(indicator.polarity) == "worse"


def test_a_later_release_ends_what_was_found_before_and_keeps_it(indicator: Indicator, town: Area) -> None:
    first, second = make_release(), make_release()
    record_findings(release=first, indicators=[indicator])
    make_observation(indicator, town, 2023, 5.0, lower_95=4.0, upper_95=6.0)
    record_findings(release=second, indicators=[indicator])
    assert Finding.objects.get(area=town, ended_by=second).value == 24.0
    assert Finding.objects.current().get(area=town).value == 5.0


def test_the_same_release_once_more_changes_nothing(indicator: Indicator) -> None:
    release = make_release()
    for _ in range(2):
        record_findings(release=release, indicators=[indicator])
    assert Finding.objects.count() == 2


def test_other_indicators_keep_their_findings(indicator: Indicator, town: Area) -> None:
    other = make_indicator(slug="other")
    make_observation(other, town, 2022, 1.0)
    record_findings(release=make_release(), indicators=[indicator, other])
    record_findings(release=make_release(), indicators=[indicator])
    assert Finding.objects.current().filter(indicator=other).count() == 1


def test_a_changed_definition_is_followed(indicator: Indicator) -> None:
    record_findings(release=make_release(), indicators=[indicator])
    indicator.comparison_allowed, indicator.trend_allowed = "none", False
    indicator.save()
    refresh_findings(indicators=[indicator])
    assert current()[1] == ("Anytown", "not_compared", "", "cannot_say")


def test_nothing_is_found_before_the_first_release(town: Area) -> None:
    assert refresh_findings(indicators=[make_indicator()]) == 0


def test_one_finding_holds_at_a_time_and_no_verdict_is_without_a_ground(indicator: Indicator, town: Area) -> None:
    record_findings(release=make_release(), indicators=[indicator])
    found = Finding.objects.get(area=town)
    for changes in ({"pk": None}, {"basis": ""}):
        for name, value in changes.items():
            setattr(found, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            found.save()
        found = Finding.objects.get(area=town)


def test_readers_see_verdict_trend_and_sentences(client: Client, indicator: Indicator) -> None:
    make_index_page()
    record_findings(release=make_release(), indicators=[indicator])
    page = BeautifulSoup(client.get("/indicators/counted/").content, "html.parser")
    headline = page.select_one(".headline")
    assert headline is not None
    text = " ".join(headline.get_text(" ").split())
    assert "Worse than Anyland" in text
    assert "Getting worse" in text
    assert "That is worse than in Anyland (15.0%): 9.0 percentage points higher." in text
    assert "chance alone is unlikely to explain the difference" in text
    assert "Over the five years from 2018 to 2022 it has risen" in text


def test_a_figure_without_a_finding_is_shown_without_a_verdict(client: Client, indicator: Indicator) -> None:
    make_index_page()
    page = client.get("/indicators/counted/").content.decode()
    assert "The latest figure in Anytown is 24.0%" in page
    assert "Worse than" not in page


def test_the_publishers_judgement_is_shown_as_theirs(client: Client, town: Area, country: Area) -> None:
    make_index_page()
    indicator = make_indicator(slug="judged", comparison_allowed="publisher")
    make_observation(indicator, town, 2022, 20.0, published_comparison="worse")
    make_observation(indicator, country, 2022, 15.0)
    record_findings(release=make_release(), indicators=[indicator])
    page = client.get("/indicators/judged/").content.decode()
    assert "Worse than Anyland, says the publisher" in page
    assert "That is worse" not in page


def test_a_command_works_everything_out_anew(indicator: Indicator, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("refresh_findings")
    assert capsys.readouterr().out == "2 findings written.\n"
    assert current()[1] == ("Anytown", "worse", "limits", "increasing")


@pytest.mark.parametrize("change", ["definition", "places"])
def test_a_change_of_the_ground_has_it_worked_out_anew_once(indicator: Indicator, town: Area, change: str) -> None:
    record_findings(release=make_release(), indicators=[indicator])
    for _ in range(2):
        if change == "definition":
            indicator.save_revision(clean=False).publish()
        else:
            choose_places(town, country=None)
    jobs = ProcrastinateJob.objects.filter(task_name="indicators.tasks.refresh_findings")
    assert jobs.count() == 1
    tasks.refresh_findings()
    assert current()[1][1] == ("worse" if change == "definition" else "not_compared")


def test_a_definition_without_figures_asks_for_nothing() -> None:
    make_indicator().save_revision(clean=False).publish()
    assert not ProcrastinateJob.objects.exists()
