"""No more than the limit in any minute, whenever it is begun to be counted, with whatever pauses between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.models import NewsletterSettings, SendingRate
from newsletter.sending.throttle import FRESH, Purse, Rate

moments = st.lists(st.floats(0, 40), min_size=5, max_size=200)


@given(st.integers(1, 400), moments)
def test_no_minute_has_more_than_the_limit(most: int, pauses: list[float]) -> None:
    rate, left, now = Rate(most), float(Rate(most).burst), 0.0
    taken: list[float] = []
    for pause in pauses:
        left = rate.left(left, pause)
        now += pause
        while left >= 1:
            left -= 1
            taken.append(now)
    for first in sorted(set(taken)):
        assert sum(first <= at < first + 60 + FRESH for at in taken) <= most


@given(st.integers(1, 100_000))
def test_a_limit_is_used_well(most: int) -> None:
    rate = Rate(most)
    assert 0.85 * most <= rate.each_second * 60 + rate.burst <= most + 1
    assert rate.wait(1) == 0
    assert rate.left(0, rate.wait(0)) == pytest.approx(1)


def limits(overall: int, domain: int) -> NewsletterSettings:
    return NewsletterSettings(per_minute=overall, domain_per_minute=domain)


@pytest.mark.django_db
def test_what_one_worker_takes_another_has_no_more() -> None:
    purse = Purse.open(limits(40, 20))
    assert [purse.take("a.example") for _ in range(3)] == [True, False, False]
    assert purse.take("b.example")
    assert purse.is_empty
    purse.close()
    other = Purse.open(limits(40, 20))
    assert sorted(other.full) == ["a.example", "b.example"]
    assert other.is_empty
    assert 0 < other.wait(["a.example", "c.example"]) < 3
    assert not other.take("c.example")


@pytest.mark.django_db
def test_without_limits_nothing_is_kept() -> None:
    purse = Purse.open(limits(0, 0))
    assert all(purse.take("a.example") for _ in range(1000))
    purse.close()
    assert not SendingRate.objects.exists()
    assert not purse.is_empty


@pytest.mark.django_db
def test_a_limit_that_is_whole_again_needs_no_row() -> None:
    SendingRate.objects.create(domain="a.example", left=0, at="2020-01-01T00:00:00Z")
    purse = Purse.open(limits(0, 60))
    purse.take("b.example")
    purse.close()
    assert list(SendingRate.objects.values_list("domain", flat=True)) == ["b.example"]
