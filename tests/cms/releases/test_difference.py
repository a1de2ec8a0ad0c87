"""What a release would change, and what it changed: in numbers, figure by figure, and on the page that readers see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError, connection
from django.db.models.signals import post_save
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators import staging
from indicators.actions import receive_file
from indicators.actions.checking import check_release
from indicators.actions.publishing import publish_release
from indicators.cms import words
from indicators.cms.figures import figure_table
from indicators.models import DataRelease, Finding, Indicator, Observation, PastObservation
from indicators.signals import figures_published
from tests.cms.releases.reading import address, soup_of, table_rows, words_of
from tests.factories.indicators import make_index_page, make_release
from tests.indicators.releases.handing_in import checked, live_values, published, tidy

pytestmark = pytest.mark.django_db


def row(value: float, year: int = 2021, **cells: Any) -> dict[str, Any]:
    return {"indicator": "counted", "value": value, "year": year, **cells}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"new": 12, "changed": 3, "gone": 1}, "puts 12 new figures live, changes 3 and takes 1 down, in 2 indicators"),
        ({"new": 1}, "puts 1 new figure live, in 2 indicators"),
        ({"changed": 1_200}, "changes 1,200 figures, in 2 indicators"),
        ({"gone": 1}, "takes 1 figure down, in 2 indicators"),
        ({"changed": 2, "gone": 2}, "changes 2 figures and takes 2 down, in 2 indicators"),
        ({}, "changes no figure: all of them are live already"),
    ],
)
def test_the_effect_is_a_sentence(counts: dict[str, int], expected: str) -> None:
    entry = {"new": 1, "changed": 1, "absent": 1}
    untouched = {"new": 0, "changed": 0, "absent": 0}
    assert words.effect(counts | {"indicators": [entry, entry, untouched]}) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(12.3, 12.5, ("12.3", "12.5")), (12.31, 12.32, ("12.31", "12.32")), (-1.0, 1234.5, ("−1.0", "1,234.5"))],
)
def test_numbers_that_differ_look_different(before: float, after: float, expected: tuple[str, str]) -> None:
    assert words.from_to(before, after, decimals=1) == expected


@pytest.fixture
def revised(counted: Indicator) -> DataRelease:
    """One figure changes, one is new, one is as it was, one would disappear."""
    published(row(10.5, note="As counted"), row(20, 2020), row(30, 2019))
    return checked(row(11.5, lower_95=10, upper_95=13), row(20, 2020), row(40, 2022), mode="replace", title="Revised")


def test_the_difference_is_told_in_numbers_for_each_indicator(browser_of_officer: Client, revised: DataRelease) -> None:
    page = browser_of_officer.get(address("inspect", revised.pk))
    assert "Publishing this puts 1 new figure live, changes 1 and takes 1 down, in 1 indicator." in words_of(page)
    assert table_rows(page, "What would change") == [
        ["People who are counted", "1", "1", "1", "0", "1", "Preview People who are counted"]
    ]


def test_each_change_is_shown_from_and_to(browser_of_officer: Client, revised: DataRelease) -> None:
    page = browser_of_officer.get(f"{address('inspect', revised.pk)}?kind=changed")
    (line,) = table_rows(page, "The figures")
    assert line[:3] == ["Anytown", "2021", "All people"]
    assert "Value: 10.5 → 11.5" in line[3]
    assert "Lower 95% limit: nothing → 10.0" in line[3]
    assert "Note: As counted → nothing" in line[3]
    assert line[4] == "2"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("new", [["Anytown", "2022", "All people", "40.0", "4"]]),
        ("gone", [["Anytown", "2019", "All people", "30.0"]]),
        ("same", [["Anytown", "2020", "All people", "20.0", "3"]]),
    ],
)
def test_figures_are_listed_by_kind(
    browser_of_officer: Client, revised: DataRelease, kind: str, expected: list[list[str]]
) -> None:
    page = browser_of_officer.get(f"{address('inspect', revised.pk)}?kind={kind}")
    assert table_rows(page, "The figures") == expected


def test_a_kind_without_figures_says_so_and_an_unknown_kind_is_the_first_with_some(
    browser_of_officer: Client, revised: DataRelease
) -> None:
    assert "No figure is held back." in words_of(browser_of_officer.get(f"{address('inspect', revised.pk)}?kind=held"))
    page = browser_of_officer.get(f"{address('inspect', revised.pk)}?kind=nonsense&indicator=x&p=x")
    assert soup_of(page).select_one(".het-tabs [aria-current]").get_text(" ", strip=True) == "Would change 1"


def test_figures_are_filtered_by_indicator_and_come_in_pages(
    browser_of_officer: Client, counted: Indicator, other: Indicator
) -> None:
    rows = [row(value, 1950 + value) for value in range(60)]
    release = checked(*rows, row(1, indicator="other"))
    url = address("inspect", release.pk)
    first, second = (browser_of_officer.get(f"{url}?indicator={counted.pk}&p={page}") for page in (1, 2))
    assert (len(table_rows(first, "The figures")), len(table_rows(second, "The figures"))) == (50, 10)
    assert "60 figures" in words_of(first)
    assert "People who are not" not in " ".join(table_rows(first, "The figures")[0])
    everything = browser_of_officer.get(url)
    assert table_rows(everything, "The figures")[0][0] == "People who are counted"
    (single,) = table_rows(browser_of_officer.get(f"{url}?indicator={other.pk}"), "The figures")
    assert single[0] == "Anytown"


def test_where_figures_are_added_none_disappears(browser_of_officer: Client, counted: Indicator) -> None:
    published(row(10, 2020))
    release = checked(row(11, 2021))
    assert "Would disappear" not in words_of(browser_of_officer.get(address("inspect", release.pk)))


def test_small_numbers_are_listed_with_the_reason_and_never_shown(
    browser_of_officer: Client, counted: Indicator
) -> None:
    release = checked(
        row(1.5, count=3, denominator=200, sex="female"),
        row(4.5, count=9, denominator=200, sex="male"),
        row(3, count=12, denominator=400),
    )
    url = address("inspect", release.pk)
    said = words_of(browser_of_officer.get(url))
    assert "Held back: 1 figure because so few people are counted; 1 because a number held back" in said
    page = browser_of_officer.get(f"{url}?kind=held")
    rows = table_rows(page, "The figures")
    assert {line[2]: line[3].partition(":")[0] for line in rows} == {
        "Women": "It counts too few people",
        "Men": "A number that is held back could be worked out from it.",
    }
    for kind in ("held", "new"):
        html = browser_of_officer.get(f"{url}?kind={kind}").content.decode()
        assert "1.5" not in html
        assert "4.5" not in html


def test_what_the_publisher_has_held_back_is_not_our_doing(browser_of_officer: Client, counted: Indicator) -> None:
    release = checked(row(0, reason="suppressed"), disclosure="at_source")
    said = words_of(browser_of_officer.get(address("inspect", release.pk)))
    assert "Held back so that nobody can be recognised" in said
    assert "Held back 0" not in said


def unlisted() -> DataRelease:
    return checked(row(5, indicator="Walking to school"), row(6, indicator="Cycling to school"), source_name="Us")


def test_measures_that_are_not_known_are_named(browser_of_officer: Client, places: Any) -> None:
    release = unlisted()
    said = words_of(browser_of_officer.get(address("inspect", release.pk)))
    assert "does not know these measures yet: “Walking to school” and “Cycling to school”" in said
    assert not Indicator.objects.exists()
    one = checked(row(5, indicator="Walking to school"))
    assert "The portal does not know “Walking to school” yet." in words.unknown(one.counts["unlisted"])


def test_what_a_published_release_changed_stays_visible_after_later_ones(
    browser_of_officer: Client, revised: DataRelease
) -> None:
    publish_release(release=revised, by=None)
    published(row(99), row(98, 2022))
    url = address("inspect", revised.pk)
    (changed,) = table_rows(browser_of_officer.get(f"{url}?kind=changed"), "The figures")
    assert "Value: 10.5 → 11.5" in changed[3]
    assert table_rows(browser_of_officer.get(f"{url}?kind=new"), "The figures") == [
        ["Anytown", "2022", "All people", "40.0"]
    ]
    assert table_rows(browser_of_officer.get(f"{url}?kind=gone"), "The figures") == [
        ["Anytown", "2019", "All people", "30.0"]
    ]


def test_a_page_of_what_was_brought_goes_from_live_to_past_rows(counted: Indicator) -> None:
    release = published(*(row(value, 1950 + value) for value in range(60)))
    published(*(row(value + 1, 1950 + value) for value in range(30)))
    periods = []
    for page in ("1", "2"):
        table = figure_table(release, {"kind": "new", "p": page})  # type: ignore[arg-type]  # asked like a QueryDict
        periods += [line.period for line in table.lines]
    assert len(periods) == 60
    assert set(periods) == {str(year) for year in range(1950, 2010)}


def test_a_page_of_figures_costs_the_same_however_many_there_are(counted: Indicator, other: Indicator) -> None:
    def cost(number: int) -> int:
        published(*(row(value, 1950 + value) for value in range(number)))
        release = checked(*(row(value + 1, 1950 + value) for value in range(number)))
        with CaptureQueriesContext(connection) as queries:
            figure_table(release, {"kind": "changed"})  # type: ignore[arg-type]  # asked like a QueryDict
        return len(queries)

    assert cost(1) == cost(40) <= 8


# Preview


@pytest.fixture
def index(db: None) -> None:
    """The index page, under which indicators have their pages."""
    make_index_page()


def everything() -> list[Any]:
    models = (Observation, PastObservation, Finding, Indicator, DataRelease)
    return [sorted(model.objects.values_list()[:1000], key=str) for model in models]


def test_the_page_is_shown_with_the_coming_figures_and_nothing_is_touched(
    browser_of_officer: Client, revised: DataRelease, index: None, client: Client
) -> None:
    pk = revised.counts["indicators"][0]["id"]
    told: list[Any] = []
    figures_published.connect(lambda **said: told.append(said), weak=False, dispatch_uid="preview")
    ours = {"indicators", "wagtailcore"}  # a person's own settings are made when they first open the CMS

    def tell(sender: Any, **said: Any) -> None:
        told.extend([sender] if sender._meta.app_label in ours else [])

    post_save.connect(tell, weak=False, dispatch_uid="preview")
    before = everything()
    try:
        response = browser_of_officer.get(address("preview_page", revised.pk, pk))
    finally:
        figures_published.disconnect(dispatch_uid="preview")
        post_save.disconnect(dispatch_uid="preview")
    html = response.content.decode()
    assert response.status_code == 200
    assert "40.0%" in html
    assert "The latest figure in Anytown is 40.0" in html
    assert "'self'" in response.headers["Content-Security-Policy"]
    assert "nonce" not in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "wagtail-userbar" not in html
    assert everything() == before
    assert told == []
    assert "40.0%" not in client.get("/indicators/counted/").content.decode()


def test_the_page_of_a_measure_that_comes_with_the_release_is_shown(
    browser_of_officer: Client, places: Any, index: None
) -> None:
    release = unlisted()
    before = everything()
    for entry, number in zip(release.counts["indicators"], ("5.0", "6.0"), strict=True):
        html = browser_of_officer.get(address("preview_page", release.pk, entry["id"])).content.decode()
        assert entry["title"] in html
        assert number in html
    assert everything() == before


def test_the_frame_names_the_indicator_and_leads_to_the_others(
    browser_of_officer: Client, places: Any, index: None
) -> None:
    release = unlisted()
    first, second = (entry["id"] for entry in release.counts["indicators"])
    response = browser_of_officer.get(address("previews", release.pk))
    assert response.headers["Location"] == address("preview", release.pk, first)
    page = soup_of(browser_of_officer.get(address("preview", release.pk, first)))
    assert page.iframe["src"] == address("preview_page", release.pk, first)
    assert page.iframe["title"] == "Preview of Walking to school"
    assert page.find("a", href=address("preview", release.pk, second))
    assert page.find("a", attrs={"aria-current": "page"})["href"] == address("preview", release.pk, first)


def test_there_is_no_preview_of_what_is_published_or_foreign(
    browser_of_officer: Client, revised: DataRelease, other: Indicator
) -> None:
    assert browser_of_officer.get(address("preview", revised.pk, other.pk)).status_code == 404
    pk = revised.counts["indicators"][0]["id"]
    publish_release(release=revised, by=None)
    for name, arguments in (("previews", ()), ("preview", (pk,))):
        response = browser_of_officer.get(address(name, revised.pk, *arguments))
        assert response.headers["Location"] == address("inspect", revised.pk)
    page = browser_of_officer.get(address("preview_page", revised.pk, pk))
    assert page.status_code == 409
    assert "There is nothing to preview: its state is “published”." in page.content.decode()
    empty = make_release(status=DataRelease.Status.READY)
    assert browser_of_officer.get(address("previews", empty.pk)).headers["Location"] == address("inspect", empty.pk)


def test_while_figures_are_being_published_the_preview_asks_for_patience(
    browser_of_officer: Client, revised: DataRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*args: Any, **kwargs: Any) -> int:
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(staging, "move_replaced", locked)
    page = browser_of_officer.get(address("preview_page", revised.pk, revised.counts["indicators"][0]["id"]))
    assert page.status_code == 409
    assert "Figures are being published right now." in page.content.decode()


def test_a_preview_of_one_indicator_leaves_the_others_alone(
    browser_of_officer: Client, counted: Indicator, other: Indicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = checked(row(1), row(2, indicator="other"))
    seen: list[int] = []
    make_live: Callable[..., int] = staging.make_live

    def counting(*args: Any, **kwargs: Any) -> int:
        seen.append(make_live(*args, **kwargs))
        return seen[-1]

    monkeypatch.setattr(staging, "make_live", counting)
    browser_of_officer.get(address("preview_page", release.pk, other.pk))
    assert seen == [1]
    assert live_values() == {}


def test_a_sheet_of_the_same_bytes_is_told_on_its_screen(browser_of_officer: Client, counted: Indicator) -> None:
    published(row(1), title="First")
    content = tidy(row(1))
    release = receive_file(file=ContentFile(content, name="again.csv"), by=None, title="Again")
    check_release(release=release)
    said = words_of(browser_of_officer.get(address("inspect", release.pk)))
    assert "The very same file was published as “First”" in said
    assert "changes no figure: all of them are live already" in said
