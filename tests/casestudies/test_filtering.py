"""Reading a reader's choices from an address and writing them back."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from casestudies.library.filtering import LONGEST_TEXT, MOST_VALUES, NEWEST, RELEVANCE, TITLE, Selection


def parse(query: str) -> Selection:
    return Selection.parse(QueryDict(query))


def test_an_empty_address_chooses_nothing() -> None:
    selection = parse("")

    assert (selection.text, selection.sort, selection.page) == ("", NEWEST, "1")
    assert not selection.is_narrowed


def test_repeated_values_are_gathered_in_order_and_once() -> None:
    assert parse("year=2025&year=2023&year=2025").values("year") == ("2025", "2023")


@pytest.mark.parametrize(
    "query",
    [
        "unknown=1",
        "principle[]=places",
        "principle[0]=places",
        "principle__slug=places",
        "PRINCIPLE=places",
        "principle=",
        "principle=%20%20",
        "=x",
        "&&&",
    ],
)
def test_what_is_no_parameter_of_ours_is_passed_over(query: str) -> None:
    assert not parse(query).is_narrowed


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("q=money", "money"),
        ("q=%20money%20%20advice%20", "money advice"),
        ("q=money%0Aadvice%1F", "money advice"),
        ("q=a&q=b", "b"),
        ("q=%F0%9F%8F%A0", "🏠"),
        ("q=%FF%FE", "\ufffd\ufffd"),
    ],
)
def test_search_words_are_cleaned(written: str, read: str) -> None:
    assert parse(written).text == read


def test_a_long_search_is_cut_and_the_reader_is_told() -> None:
    selection = parse("q=" + "a" * 2000)

    assert selection.text == "a" * LONGEST_TEXT
    assert selection.is_text_cut


def test_a_search_at_the_limit_is_not_cut() -> None:
    assert not parse("q=" + "a" * LONGEST_TEXT).is_text_cut


def test_more_values_than_anyone_can_tick_are_cut() -> None:
    assert len(parse("&".join(f"ward=E{n}" for n in range(900))).values("ward")) == MOST_VALUES


@pytest.mark.parametrize(
    ("query", "sort"),
    [
        ("", NEWEST),
        ("sort=title", TITLE),
        ("sort=relevance", NEWEST),
        ("sort=nonsense", NEWEST),
        ("q=money", RELEVANCE),
        ("q=money&sort=nonsense", RELEVANCE),
        ("q=money&sort=title", TITLE),
    ],
)
def test_sorting_falls_back_to_what_makes_sense(query: str, sort: str) -> None:
    assert parse(query).sort == sort


@pytest.mark.parametrize(
    ("query", "facet", "value", "left"),
    [
        ("year=2025", "year", "2025", ""),
        ("year=2025&year=2023", "year", "2025", "year=2023"),
        ("q=money+advice&principle=places&sort=title", "principle", "places", "q=money+advice&sort=title"),
        ("q=money&year=2025&page=3", "q", "money", "year=2025"),
        ("q=a%26b&kind=nhs", "kind", "nhs", "q=a%26b"),
    ],
)
def test_a_choice_can_be_dropped(query: str, facet: str, value: str, left: str) -> None:
    assert parse(query).query_without(facet, value) == left


def test_the_address_without_a_choice_reads_the_same() -> None:
    selection = parse("q=advice&principle=places&principle=prevention&ward=E05000001&sort=oldest")

    again = parse(selection.query_without("principle", "places"))

    assert again.values("principle") == ("prevention",)
    assert (again.text, again.values("ward"), again.sort) == ("advice", ("E05000001",), "oldest")
