"""Figures told in words are figures that the set holds: nobody mistyped one, and none is older than its series."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import pytest

from tests.content.files import FIXTURES, PageFile, load, pages, walk

DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
WARD_CODES = "E05"


def told() -> list[tuple[PageFile, dict[str, Any]]]:
    """Give every fact that names its indicator, with its page."""

    def in_value(value: Any) -> Iterator[dict[str, Any]]:
        for _, item in walk({"root": value}):
            if isinstance(item, list):
                facts = (each for each in item if isinstance(each, dict) and "number" in each)
                yield from (fact for fact in facts if fact.get("indicator"))

    return [(page, fact) for page in pages() for fact in in_value(page.data)]


@cache
def values(slug: str) -> list[Decimal]:
    """Give an indicator's figures for the town and its wards."""
    town = load("site.yaml")["indicators"]["town"]
    with (FIXTURES / "observations" / f"{slug}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Decimal(row["value"])
            for row in csv.DictReader(file)
            if row["value"] and (row["area_code"] == town or row["area_code"].startswith(WARD_CODES))
        ]


def is_held(number: str, slug: str) -> bool:
    """Tell whether some figure, rounded as the number is, is the number."""
    found = DIGITS.search(number)
    assert found, f"{number} holds no number"
    wanted = Decimal(found[0].replace(",", ""))
    step = Decimal(1).scaleb(int(wanted.as_tuple().exponent))
    return any(value.quantize(step, ROUND_HALF_UP) == wanted for value in values(slug))


@pytest.mark.parametrize(("page_file", "fact"), told(), ids=lambda part: getattr(part, "name", ""))
def test_a_fact_is_a_figure_of_its_indicator(page_file: PageFile, fact: dict[str, Any]) -> None:
    assert is_held(fact["number"], fact["indicator"]), (page_file.name, fact["number"], fact["label"])


def test_the_gap_on_the_home_page_is_held() -> None:
    (home,) = [page.data for page in pages() if page.path == "/"]

    assert is_held(home["gap_figure"], home["gap_indicator"])
    assert home["gap_figure"] in {fact["number"] for fact in home["gap_facts"]}


def test_every_indicator_named_in_the_set_is_defined() -> None:
    defined = {file.stem for file in (FIXTURES / "indicators").glob("*.yaml")}
    named = {
        slug
        for data in [page.data for page in pages()] + load("recommendations.yaml")
        for key, value in walk(data)
        if key in {"indicator", "indicators", "gap_indicator", "ward_indicator"}
        for slug in (value if isinstance(value, list) else [value])
        if slug and isinstance(slug, str)  # a block may be named like what it holds
    }
    linked = {
        slug
        for page in pages()
        for _, value in walk(page.data)
        if isinstance(value, str)
        for slug in re.findall(r"\]\(/indicators/([a-z0-9-]+)/\)", value)
    }

    assert len(defined) == 28
    assert (named | linked) - defined == set()


def test_a_mistyped_figure_would_be_found() -> None:
    assert is_held("28.8%", "overcrowding")
    assert not is_held("88.2%", "overcrowding")
