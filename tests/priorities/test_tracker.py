"""The list of recommendations: matrix, filters, and one stable address each."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from priorities.models import Evidence
from priorities.models.recommendations import Status
from priorities.queries import tracker
from tests.factories import priorities as make
from tests.factories.indicators import make_indicator, make_theme
from tests.priorities.test_pages import read

pytestmark = pytest.mark.django_db


def test_the_matrix_has_a_cell_for_every_status_of_every_principle() -> None:
    first, second = make_theme(number=1), make_theme(number=2)
    done = make.make_recommendation(theme=first, status=Status.COMPLETE)
    make.make_recommendation(theme=first, live=False)
    rows = tracker()["rows"]
    assert [row.theme for row in rows] == [first, second]
    assert [status for status, _found in rows[0].cells] == list(Status)
    assert dict(rows[0].cells)[Status.COMPLETE] == [done]
    assert rows[1].recommendations == []


@pytest.mark.parametrize(
    ("themes", "statuses", "kept"),
    [
        ([], [], 3),
        (["work"], [], 2),
        (["work", "homes"], [], 3),
        ([], ["complete"], 1),
        (["work"], ["complete", "not_reported"], 2),
        (["homes"], ["complete"], 0),
        (["nowhere"], [], 0),
        ([], ["finished"], 0),
    ],
)
def test_filters_widen_inside_a_facet_and_narrow_across(themes: list[str], statuses: list[str], kept: int) -> None:
    work = make_theme(slug="work")
    make.make_recommendation(theme=work)
    make.make_recommendation(theme=work, status=Status.COMPLETE)
    make.make_recommendation(theme=make_theme(slug="homes"))
    found = tracker(themes=themes, statuses=statuses)
    assert found["kept"] == kept
    assert found["total"] == 3
    assert sum(len(rows) for _theme, rows in found["groups"]) == kept


def test_the_list_keeps_its_filters_in_the_address(client: Client) -> None:
    theme = make_theme(slug="work")
    kept = make.make_recommendation(theme=theme, status=Status.IN_PROGRESS, title="Train people")
    index = make.make_tracker()
    words = read(client, f"{index.url}?status=in_progress&principle=work")
    assert 'value="in_progress" checked' in words
    assert 'value="work" checked' in words
    assert "<strong>1 recommendation</strong>" in words
    assert words.count(kept.title) == 2  # its block in the matrix and its entry in the list


@pytest.mark.parametrize(
    "query", ["?status=finished", "?principle=%22%3E", f"?status={'x' * 2000}", "?principle=%0d%0a"]
)
def test_a_filter_that_nobody_offers_finds_nothing_and_says_so(client: Client, query: str) -> None:
    make.make_recommendation()
    words = read(client, make.make_tracker().url + query)
    assert "0 recommendations" in words
    assert "No recommendation matches." in words


def test_every_status_is_defined_on_the_list(client: Client) -> None:
    words = read(client, make.make_tracker())
    for status in Status:
        assert status.definition in words


def test_principles_without_recommendations_are_shown_as_not_published(client: Client) -> None:
    make.make_recommendation()
    make_theme()
    words = read(client, make.make_tracker())
    assert words.count("Not published here yet") == 1
    assert "Recommendations for the other principles are not published here yet." in words


def test_a_recommendation_shows_what_is_known_and_names_what_is_not(client: Client) -> None:
    make.make_tracker()
    recommendation = make.make_recommendation(published_on=dt.date(2022, 9, 7), slug="widen-help")
    recommendation.indicators.add(make_indicator(title="Births in good health"))
    recommendation.save()
    words = read(client, recommendation.url)
    assert f"<title>{recommendation.title} – " in words
    assert '<link rel="canonical" href="http://testserver/recommendations/widen-help/">' in words
    assert "Our words, not the report’s." in words
    assert "7 September 2022" in words
    assert words.count("<dd>Not published</dd>") == 2
    assert "Not set" in words
    assert "Births in good health" in words
    assert Status.NOT_REPORTED.definition in words
    assert "No evidence is published here yet." in words


def test_exact_words_are_quoted_with_their_page(client: Client) -> None:
    make.make_tracker()
    recommendation = make.make_recommendation(is_paraphrase=False, page_reference="page 34", text="Do it now.")
    words = read(client, recommendation.url)
    assert "<p>Do it now.</p></blockquote>" in words
    assert "page 34" in words
    assert "Our words" not in words


def test_a_reason_stands_with_its_status(client: Client) -> None:
    make.make_tracker()
    recommendation = make.make_recommendation(status=Status.NOT_FEASIBLE, status_reason="The law does not allow it.")
    words = read(client, recommendation.url)
    assert "The law does not allow it." in words
    assert Status.NOT_FEASIBLE.definition in words


def test_an_owner_and_a_group_that_are_drafts_are_not_named(client: Client) -> None:
    make.make_tracker()
    recommendation = make.make_recommendation(
        owner=make.make_organisation(name="Secret Centre", live=False), group=make.make_group(name="Secret", live=False)
    )
    assert "Secret" not in read(client, recommendation.url)


def test_evidence_is_listed_and_pages_that_are_not_public_are_left_out(client: Client) -> None:
    make.make_tracker()
    recommendation = make.make_recommendation()
    shown, hidden = make.make_project_page(), make.make_project_page(live=False)
    for title, page, url in (
        ("What the project did", shown, ""),
        ("A draft", hidden, ""),
        ("The report", None, "https://example.org/report"),
    ):
        Evidence.objects.create(recommendation=recommendation, title=title, kind="project", page=page, url=url)
    words = read(client, recommendation.url)
    assert f'<a href="{shown.url}">What the project did</a>' in words
    assert '<a href="https://example.org/report">The report</a>' in words
    assert "A draft" not in words


@pytest.mark.parametrize("slug", ["nobody-knows", "a-draft"])
def test_an_unknown_or_unpublished_recommendation_is_not_found(client: Client, slug: str) -> None:
    make.make_recommendation(slug="a-draft", live=False)
    assert client.get(f"{make.make_tracker().url}{slug}/").status_code == 404


def test_search_engines_are_told_of_every_public_recommendation() -> None:
    make.make_recommendation(slug="first")
    make.make_recommendation(slug="a-draft", live=False)
    addresses = [entry["location"] for entry in make.make_tracker().get_sitemap_urls()]
    assert addresses == ["http://testserver/recommendations/", "http://testserver/recommendations/first/"]
