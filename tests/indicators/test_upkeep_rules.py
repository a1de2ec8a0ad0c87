"""When an indicator needs looking after: each reason by its boundary days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from indicators.upkeep.concerns import BY_SLUG, CONCERNS, Upkeep, concerns_of, months_between, months_since

TODAY = date(2026, 11, 22)


def upkeep(**fields: Any) -> Upkeep:
    """Give an indicator for which there is nothing to do."""
    values: dict[str, Any] = {
        "is_live": True,
        "has_changes": False,
        "is_proxy": False,
        "frequency": "annual",
        "next_update_on": None,
        "latest_on": date(2025, 12, 31),
        "commented_on": date(2026, 6, 1),
        "author": "A",
        "checker": "B",
        "reviewed_on": date(2026, 1, 1),
        "next_review_on": None,
    }
    return Upkeep(**values | fields)


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("annual", 12),
        ("Annual (March)", 12),
        ("annual (spring, two years behind)", 12),
        ("annual (rolling quarterly at source)", 12),
        ("annual average (monthly at source)", 12),
        ("quarterly", 3),
        ("monthly", 1),
        ("every ten years", 120),
        ("every 2 years", 24),
        ("every two years", 24),
        ("every year", 12),
        ("every three months", 3),
        ("every quarter", 3),
        ("yearly", 12),
        ("Census", 120),
        ("once only", None),
        ("series ended 2021", None),
        ("every blue moon", None),
        ("every 99999999999999999999 years", None),
        ("every 0 years", None),
        ("", None),
    ],
)
def test_how_often_figures_come_is_read_from_words(words: str, months: int | None) -> None:
    assert months_between(words) == months


@given(st.text(max_size=100))
def test_no_words_break_it(words: str) -> None:
    months = months_between(words)
    assert months is None or months > 0


def test_every_indicator_of_the_content_sets_says_how_often() -> None:
    words = [
        yaml.safe_load(path.read_text())["frequency"]
        for path in (settings.BASE_DIR / "fixtures" / "indicators").glob("*.yaml")
    ]
    assert words
    unread = {text for text in words if months_between(text) is None}
    assert unread <= {"once only", "series ended 2021"}


@pytest.mark.parametrize(
    ("fields", "slugs"),
    [
        ({}, []),
        ({"latest_on": date(2024, 5, 22)}, ["stale"]),  # 30 months: a year and a half after the next was to come
        ({"latest_on": date(2024, 5, 23)}, []),
        ({"latest_on": date(2024, 5, 22), "frequency": "every two years"}, []),
        ({"latest_on": date(2001, 1, 1), "frequency": "series ended 2001"}, []),
        ({"latest_on": date(2001, 1, 1), "frequency": ""}, []),
        ({"latest_on": None}, ["no-figure"]),
        ({"next_update_on": date(2026, 11, 21)}, ["overdue"]),
        ({"next_update_on": TODAY}, []),
        ({"is_live": False}, ["draft"]),
        ({"has_changes": True}, ["draft"]),
        ({"commented_on": None}, ["no-comment"]),
        ({"commented_on": date(2025, 11, 22)}, ["no-comment"]),
        ({"commented_on": date(2025, 11, 23)}, []),
        ({"author": ""}, ["unchecked"]),
        ({"checker": ""}, ["unchecked"]),
        ({"reviewed_on": None}, ["unchecked"]),
        ({"next_review_on": date(2026, 11, 21)}, ["unchecked"]),
        ({"next_review_on": TODAY}, []),
        ({"is_proxy": True}, ["stand-in"]),
        (
            {"latest_on": None, "is_live": False, "commented_on": None, "is_proxy": True},
            ["no-figure", "draft", "no-comment", "stand-in"],
        ),
    ],
)
def test_each_reason_holds_from_its_day_on(fields: dict[str, Any], slugs: list[str]) -> None:
    assert [concern.slug for concern in concerns_of(upkeep(**fields), today=TODAY)] == slugs


def test_each_reason_says_what_to_do() -> None:
    assert len(BY_SLUG) == len(CONCERNS)
    assert all(concern.advice.endswith(".") for concern in CONCERNS)


def test_months_are_counted_whole() -> None:
    assert months_since(date(2026, 10, 22), today=TODAY) == 1
    assert months_since(date(2026, 10, 23), today=TODAY) == 0
    assert months_since(date(2024, 2, 29), today=date(2025, 2, 28)) == 11
