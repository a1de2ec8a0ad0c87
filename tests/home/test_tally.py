"""How the home page counts the indicators: by verdict where there is one, by reason where there is none."""

from __future__ import annotations

from collections import Counter

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory

from het_site.home.models import HomePage
from het_site.home.queries import Tally, home_sections
from indicators.actions import record_findings
from indicators.models import Area, Indicator
from tests.factories.indicators import (
    choose_places,
    make_area,
    make_index_page,
    make_indicator,
    make_observation,
    make_release,
)

LIMITS = {"lower_95": 9.0, "upper_95": 11.0}


def test_counts_are_said_without_what_there_is_none_of() -> None:
    tally = Tally(["worse", "worse", "untested", "nodata"])
    assert tally.note == "2 worse, 1 not tested, 1 with no published figure"
    assert [(one.status, one.count, one.url) for one in tally.verdicts] == [
        ("worse", 2, ""),
        ("similar", 0, ""),
        ("better", 0, ""),
    ]
    assert (tally.total, Tally([]).note) == (4, "none yet")


def test_no_verdict_is_counted_where_nothing_was_compared() -> None:
    tally = Tally(["untested", "proxy"])
    assert tally.verdicts == []
    assert [(one.words, one.count) for one in tally.rest] == [("not tested", 1), ("with a stand-in", 1)]


@pytest.fixture
def statuses(db: None) -> dict[str, str]:
    """The statuses of one indicator of each kind, by slug."""
    country = make_area("E92000001", name="Anyland", area_type=Area.Type.COUNTRY)
    town = make_area("E06000001", name="Anytown", parent=country)
    choose_places(town, country=country)

    def figures(slug: str, *there: tuple[str, float | None], **fields: object) -> Indicator:
        indicator = make_indicator(slug=slug, comparison_allowed="limits", **fields)
        for sex, benchmark in there:
            make_observation(indicator, town, value=10.0, sex=sex, **LIMITS)
            if benchmark is not None:
                make_observation(indicator, country, value=benchmark, sex=sex)
        return indicator

    listed = [
        figures("worse", ("persons", 5.0), number=1),
        figures("similar", ("persons", 10.5), number=2),
        figures("better", ("persons", 15.0), number=3),
        figures("either", ("female", 10.5), ("male", 5.0), number=4),
        figures("untested", ("persons", None), number=5),
        figures("proxy", ("persons", 5.0), number=6, is_proxy=True, proxy_for="Something else."),
        figures("nodata", number=7),
        figures("neither", ("persons", 5.0), number=8, polarity=Indicator.Polarity.NO_JUDGEMENT),
    ]
    record_findings(release=make_release(), indicators=listed)
    request = RequestFactory().get("/", headers={"host": "localhost"})
    sections = home_sections(HomePage(title="Home"), request)
    assert sections["tally"].other == "Anyland"
    order = Indicator.objects.order_by("theme__number", "number").values_list("slug", flat=True)
    return dict(zip(order, sections["tally"].statuses, strict=True))


@pytest.mark.parametrize(
    ("slug", "status"),
    [
        ("worse", "worse"),
        ("similar", "similar"),
        ("better", "better"),
        ("either", "worse"),
        ("untested", "untested"),
        ("proxy", "proxy"),
        ("nodata", "nodata"),
        ("neither", "untested"),
    ],
)
def test_each_indicator_is_counted_once(statuses: dict[str, str], slug: str, status: str) -> None:
    assert statuses[slug] == status


def test_each_count_leads_to_as_many_indicators(client: Client, statuses: dict[str, str]) -> None:
    make_index_page()
    request = RequestFactory().get("/", headers={"host": "localhost"})
    tally = home_sections(HomePage(), request)["tally"]
    counts = {one.status: one for one in [*tally.verdicts, *tally.rest]}
    assert {status: one.count for status, one in counts.items()} == Counter(statuses.values())
    for one in counts.values():
        page = BeautifulSoup(client.get(one.url).content, "html.parser")
        titles = {link.text.partition(",")[0] for link in page.select("#results tbody th a")}
        assert len(titles) == one.count, one
