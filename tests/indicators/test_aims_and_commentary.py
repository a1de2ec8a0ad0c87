"""Targets, the baseline and commentary on an indicator's public page."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from indicators.models import Commentary, Indicator, Target
from tests.factories.indicators import choose_places, make_area, make_index_page, make_indicator, make_observation

pytestmark = pytest.mark.django_db


def make_target(indicator: Indicator, **fields: Any) -> Target:
    values = {"value": 10, "due_on": date(2099, 12, 31), "set_by": "The board", "source": "The plan, 2024"} | fields
    return Target.objects.create(indicator=indicator, **values)


def make_comment(indicator: Indicator, text: str, **fields: Any) -> Commentary:
    values = {"written_on": date(2026, 3, 2), "author": "A. Officer", "role": "Analyst"} | fields
    return Commentary.objects.create(indicator=indicator, text=text, **values)


@pytest.fixture
def indicator() -> Indicator:
    """One with three years of figures, of a share of which less is better."""
    make_index_page()
    town = make_area(name="Anytown")
    choose_places(town)
    found = make_indicator(trend_allowed=True)
    for year, value in ((2020, 14.0), (2021, 13.0), (2022, 13.4)):
        make_observation(found, town, year, value)
    return found


def page(client: Client, indicator: Indicator) -> str:
    response = client.get(indicator.url)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_a_target_stands_with_its_source_and_how_far_there_is_to_go(client: Client, indicator: Indicator) -> None:
    make_target(indicator, source_url="https://example.org/plan", note="For the winter.")
    html = page(client, indicator)
    assert '<h2 id="targets-heading">Targets</h2>' in html
    assert "10.0% of people by 31 December 2099" in html
    assert "is 3.4 percentage points above the target" in html
    assert "Set by The board." in html
    assert '<a href="https://example.org/plan">The plan, 2024</a>. For the winter.' in html
    assert "We know of no published target." not in html


def test_without_a_target_the_page_says_so(client: Client, indicator: Indicator) -> None:
    html = page(client, indicator)
    assert "We know of no published target." in html
    assert 'id="targets"' not in html


def test_the_nearest_day_stands_first(client: Client, indicator: Indicator) -> None:
    make_target(indicator, due_on=date(2098, 12, 31), value=8)
    make_target(indicator, due_on=date(2088, 12, 31), value=9)
    html = page(client, indicator)
    assert html.index("2088") < html.index("2098")


def test_a_target_for_women_is_held_against_womens_figures(client: Client, indicator: Indicator) -> None:
    make_target(indicator, sex="female")
    html = page(client, indicator)
    assert "10.0% of people for women by 31 December 2099" in html
    assert "We hold no figure for Anytown to set beside it." in html


def test_the_change_since_the_baseline_is_told_with_the_reason_for_it(client: Client, indicator: Indicator) -> None:
    Indicator.objects.update(baseline_period="2020", baseline_reason="The year the report came out.")
    html = page(client, indicator)
    assert "Since the baseline</h2>" in html
    assert "The latest figure, 13.4% (2022), is 0.6 percentage points lower than the baseline, 14.0% (2020)." in html
    assert "Why this baseline: The year the report came out." in html


def test_years_that_cannot_be_compared_are_not(client: Client, indicator: Indicator) -> None:
    Indicator.objects.update(baseline_period="2020", trend_allowed=False, trend_note="The question changed.")
    html = page(client, indicator)
    assert "We do not work out the change since then. The question changed." in html
    assert "0.6 percentage points" not in html


def test_comments_are_signed_and_the_newest_stands_first(client: Client, indicator: Indicator) -> None:
    make_comment(indicator, "Fewer came.\n\nWe asked why.")
    make_comment(indicator, "More came.", written_on=date(2026, 5, 1))
    html = page(client, indicator)
    assert html.index("More came.") < html.index("Fewer came.")
    assert "<p>We asked why.</p>" in html
    assert '<time datetime="2026-03-02">2 March 2026</time>' in html
    assert "A. Officer, Analyst" in html


def test_what_is_typed_is_shown_as_text(client: Client, indicator: Indicator) -> None:
    make_comment(indicator, "<script>alert(1)</script>", author="<b>A</b>")
    make_target(indicator, set_by="<i>The board</i>")
    content = client.get(indicator.url).content.decode()
    assert "<script>alert" not in content
    assert "<b>A</b>" not in content
    assert "<i>The board" not in content


def test_a_page_with_many_of_them_asks_no_more_questions(
    client: Client, indicator: Indicator, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        make_target(indicator, due_on=date(2090 + number, 12, 31))
        make_comment(indicator, f"Comment {number}")
    page(client, indicator)
    with django_assert_max_num_queries(27):
        page(client, indicator)
