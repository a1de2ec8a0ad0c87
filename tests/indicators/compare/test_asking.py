"""An address is read with care, and equal questions have one address."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from indicators.compare import asking
from indicators.compare.asking import Asked, asked

SLUGS = st.from_regex(asking.SLUG, fullmatch=True)
CODES = st.from_regex(r"[A-Z][0-9]{8}", fullmatch=True)
YEARS = st.none() | st.integers(1900, 2099)


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """Make a question that an address can hold."""
    years = [draw(YEARS), draw(YEARS)]
    first, last = sorted(years, key=lambda year: year or 0) if None not in years else years  # type: ignore[type-var]
    return Asked(
        indicators=tuple(sorted(draw(st.sets(SLUGS, max_size=5)))),
        areas=tuple(sorted(draw(st.sets(CODES, max_size=5)))),
        first=first,
        last=last,
        sex=draw(st.sampled_from(["", "persons", "female", "male"])),
        age=draw(st.sampled_from(["", "16 to 64 years", "Under 75", "<16 & over"])),
    )


@given(questions())
def test_an_address_says_what_was_asked(question: Asked) -> None:
    assert asked(QueryDict(question.address)) == question
    assert asked(QueryDict(question.address)).address == question.address


@given(questions(), st.randoms())
def test_equal_questions_have_one_address(question: Asked, chance: object) -> None:
    parts = question.address.split("&") * 2
    chance.shuffle(parts)  # type: ignore[attr-defined]
    again = asked(QueryDict("&".join([*parts, "utm_source=x", "from=", "age="][:-2]) if question.address else ""))
    assert again.address == question.address


@given(st.text(max_size=400))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    query = QueryDict(mutable=True)
    for name in ("indicator", "area", "from", "to", "sex", "age", "q"):
        query.setlist(name, [text, text[::-1]])
    found = asked(query)
    assert asked(QueryDict(found.address)).address == found.address


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("indicator=a b", asking.UNKNOWN_INDICATOR),
        ("indicator=" + "a" * 10_000, asking.UNKNOWN_INDICATOR),
        ("area=E06000032'--", asking.UNKNOWN_AREA),
        ("area=%F0%9F%92%A9", asking.UNKNOWN_AREA),
        ("from=20", asking.NO_YEAR),
        ("from=20l9", asking.NO_YEAR),
        ("to=%D9%A2%D9%A0%D9%A1%D9%A9", asking.NO_YEAR),
        ("to=99999999999999999999", asking.NO_YEAR),
        ("sex=everybody", asking.NO_SEX),
        ("age=" + "9" * 61, asking.NO_AGE),
        ("from=2020&to=2010", asking.REVERSED),
        ("&".join(f"area=E{number:08d}" for number in range(900)), asking.TOO_MANY_NAMES),
    ],
)
def test_what_nobody_can_mean_is_named(address: str, fault: str) -> None:
    assert asked(QueryDict(address)).faults == {fault}


def test_reversed_years_are_put_in_order() -> None:
    found = asked(QueryDict("from=2020&to=2010"))
    assert (found.first, found.last) == (2010, 2020)


def test_a_search_is_only_read_while_somebody_chooses() -> None:
    assert asked(QueryDict("q=homes")).search == ""
    assert asked(QueryDict("q=homes&choose=1")).search == "homes"
    assert "q" not in asked(QueryDict("q=homes&choose=1&indicator=a")).address
