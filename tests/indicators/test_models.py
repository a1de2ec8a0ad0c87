"""What the database itself refuses, whoever writes to it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from indicators.models import Observation
from tests.factories.indicators import make_area, make_indicator, make_observation

pytestmark = pytest.mark.django_db

REFUSED: dict[str, dict[str, Any]] = {
    "neither value nor reason": {"value": None},
    "value and reason": {"value": 1.0, "reason": "suppressed"},
    "one limit without the other": {"lower_95": 9.0},
    "limits that do not hold the value": {"lower_95": 11.0, "upper_95": 12.0},
    "limits the wrong way round": {"lower_95": 12.0, "upper_95": 9.0},
    "limits without a value": {"value": None, "reason": "suppressed", "lower_95": 1.0, "upper_95": 2.0},
    "one wide limit without the other": {"upper_998": 12.0},
    "wide limits that do not hold the value": {"lower_998": 1.0, "upper_998": 9.0},
    "not a number": {"value": float("nan")},
    "infinity": {"value": float("inf")},
    "a negative count": {"count": -1.0},
    "nobody to count among": {"denominator": 0.0},
    "a period that ends before it begins": {"period_from": date(2021, 1, 1)},
    "a category of no kind": {"category": "Women"},
    "a kind without its category": {"category_type": "Ethnic group"},
}


@pytest.mark.parametrize("fields", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses(fields: dict[str, Any]) -> None:
    indicator, area = make_indicator(), make_area()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_observation(indicator, area, **fields)


@pytest.mark.parametrize("reason", Observation.Reason.values)
def test_a_missing_figure_is_kept_with_its_reason(reason: str) -> None:
    row = make_observation(make_indicator(), make_area(), value=None, reason=reason)
    row.refresh_from_db()
    assert row.value is None
    assert row.reason == reason


def test_zero_is_a_figure() -> None:
    row = make_observation(make_indicator(), make_area(), value=0.0, lower_95=0.0, upper_95=0.4)
    row.refresh_from_db()
    assert row.value == 0


def test_the_same_fact_cannot_be_there_twice() -> None:
    indicator, area = make_indicator(), make_area()
    make_observation(indicator, area, 2020, 10.0)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_observation(indicator, area, 2020, 11.0)
    make_observation(indicator, area, 2021, 11.0)
    make_observation(indicator, area, 2020, 9.0, sex="female")
    make_observation(indicator, area, 2020, 9.0, category_type="Ethnic group", category="Asian")


def test_two_current_indicators_cannot_share_a_number_but_a_retired_one_may() -> None:
    make_indicator(number=3, is_retired=True, retired_because="Measured better by another.")
    make_indicator(number=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_indicator(number=3)
    make_indicator(number=None)
    make_indicator(number=None)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"is_proxy": True}, "proxy_for"),
        ({"is_retired": True}, "retired_because"),
    ],
)
def test_an_indicator_must_give_its_reasons(fields: dict[str, Any], field: str) -> None:
    indicator = make_indicator()
    for name, value in fields.items():
        setattr(indicator, name, value)
    with pytest.raises(ValidationError) as raised:
        indicator.clean()
    assert list(raised.value.message_dict) == [field]


def test_an_indicator_without_an_index_page_has_no_address() -> None:
    assert make_indicator().url == ""
