"""A check brings in all figures of a file or none, and says everything that is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile

from indicators.actions import receive_file
from indicators.actions.checking import check_release
from indicators.differences import differences, going, held_back, staged_changes
from indicators.models import Area, DataRelease, Indicator, Observation, StagedObservation
from tests.factories.indicators import make_area
from tests.indicators.releases.handing_in import checked, hand_in, live_values, published

pytestmark = pytest.mark.django_db
Status = DataRelease.Status


def test_good_figures_come_in_and_nothing_is_live(counted: Indicator) -> None:
    release = checked(
        {"indicator": "counted", "lower_95": "10", "upper_95": "15"}, {"indicator": "counted", "year": 2021}
    )
    assert (release.status, release.row_count, release.file_format) == (Status.READY, 2, "tidy")
    assert (release.counts["new"], release.counts["indicators"][0]["title"]) == (2, "People who are counted")
    first, second = StagedObservation.objects.order_by("line")
    assert (first.indicator, first.area.code, first.limits_from, first.change) == (
        counted,
        "E06000001",
        "published",
        "new",
    )
    assert (second.limits_from, second.line) == ("", 3)
    assert not Observation.objects.exists()


def test_faults_are_kept_all_with_row_column_reason_and_mend_and_no_figure(counted: Indicator) -> None:
    release = checked(
        {"indicator": "counted"},
        {"indicator": "counted", "year": 2021, "value": "many"},
        {"indicator": "counted", "year": 2022, "area_code": "E06999999"},
    )
    assert (release.status, release.fault_count) == (Status.FAULTY, 2)
    release.refresh_from_db()
    first, second = release.faults
    assert (first["line"], first["column"], first["value"]) == (3, "value", "many")
    assert first["reason"]
    assert (second["line"], second["column"]) == (4, "area_code")
    assert not StagedObservation.objects.exists()


def test_the_first_thousand_faults_are_kept_and_all_counted(counted: Indicator) -> None:
    rows = [{"indicator": "counted", "year": year, "value": "x"} for year in range(1000, 2005)]
    release = checked(*rows)
    assert release.fault_count >= 1005
    assert len(release.faults) == 1000


def test_a_file_that_cannot_be_read_is_faulty(counted: Indicator) -> None:
    release = receive_file(file=ContentFile(b"\x00\x01", name="figures.csv"), by=None)
    assert check_release(release=release).status == Status.FAULTY
    assert release.faults


def test_a_sheet_made_by_hand_waits_for_its_columns(counted: Indicator) -> None:
    sheet = b"Place,Who knows what,Number\nAnytown,2020,12.5\n"
    release = receive_file(file=ContentFile(sheet, name="sheet.csv"), by=None, indicator=counted)
    assert check_release(release=release).status == Status.MATCHING


def test_a_fault_leaves_what_is_live_as_it_is(counted: Indicator) -> None:
    published({"indicator": "counted", "value": "10"})
    before = live_values()
    checked({"indicator": "counted", "value": "11"}, {"indicator": "counted", "value": "-4", "year": 2021})
    assert live_values() == before


def test_new_changed_same_and_disappearing_figures_are_told_apart(counted: Indicator, other: Indicator) -> None:
    published(
        {"indicator": "counted", "year": 2018, "value": "8"},
        {"indicator": "counted", "year": 2019, "value": "9"},
        {"indicator": "counted", "year": 2020, "value": "10"},
        {"indicator": "other", "year": 2020, "value": "77"},
    )
    release = checked(
        {"indicator": "counted", "year": 2019, "value": "9"},
        {"indicator": "counted", "year": 2020, "value": "10.5"},
        {"indicator": "counted", "year": 2021, "value": "11"},
        mode=DataRelease.Mode.REPLACE,
    )
    counts = release.counts
    assert [counts[name] for name in ("new", "changed", "same", "gone", "staying")] == [1, 1, 1, 1, 0]
    (change,) = differences(staged_changes(release, "changed"))
    assert [(one.field, one.before, one.after) for one in change.changes] == [("value", 10.0, 10.5)]
    (new,) = differences(staged_changes(release, "new"))
    assert (new.live, new.staged.area.code if new.staged else "") == (None, "E06000001")
    assert [row.period_from.year for row in going(release)] == [2018]


def test_what_is_not_in_a_file_that_adds_stays(counted: Indicator) -> None:
    published({"indicator": "counted", "year": 2018}, {"indicator": "counted", "year": 2019})
    release = checked({"indicator": "counted", "year": 2019, "value": "1"})
    assert (release.counts["gone"], release.counts["staying"]) == (0, 1)
    assert not going(release).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"note": "Mind the gap"},
        {"reason": "not_available"},
        {"source": "Another office"},
        {"lower_95": "12", "upper_95": "13"},
    ],
)
def test_what_readers_would_see_makes_a_change(counted: Indicator, change: dict[str, str]) -> None:
    published({"indicator": "counted"})
    counts = checked({"indicator": "counted", **change}).counts
    assert (counts["changed"], counts["same"]) == (1, 0)


# Limits worked out from counts

COUNTED = {"indicator": "counted", "value": "20", "count": "100", "denominator": "500"}


def limits() -> list[tuple[Any, ...]]:
    return list(StagedObservation.objects.values_list("lower_95", "upper_95", "lower_998", "upper_998", "limits_from"))


def test_limits_are_worked_out_where_comparisons_may_rest_on_counts(counted: Indicator) -> None:
    Indicator.objects.filter(pk=counted.pk).update(comparison_allowed="counts")
    checked(COUNTED)
    ((lower, upper, lower_998, upper_998, limits_from),) = limits()
    assert (round(lower, 2), round(upper, 2)) == (16.73, 23.73)
    assert lower_998 < lower < 20 < upper < upper_998
    assert limits_from == "counts"


@pytest.mark.parametrize(
    ("comparison", "change"),
    [
        ("none", {}),
        ("publisher", {}),
        ("counts", {"value": "25"}),
        ("counts", {"count": ""}),
        ("counts", {"category_type": "Related measure", "category": "Something else"}),
    ],
)
def test_no_limits_are_made_up(counted: Indicator, comparison: str, change: dict[str, str]) -> None:
    Indicator.objects.filter(pk=counted.pk).update(comparison_allowed=comparison)
    checked(COUNTED | change)
    assert limits() == [(None, None, None, None, "")]


def test_limits_of_ours_make_no_change_but_published_ones_in_their_place_do(counted: Indicator) -> None:
    published(COUNTED)
    Indicator.objects.filter(pk=counted.pk).update(comparison_allowed="counts")
    assert checked(COUNTED).counts["same"] == 1
    assert checked(COUNTED | {"lower_95": "16.7", "upper_95": "23.7"}).counts["changed"] == 1


# Indicators outside the set


def test_an_indicator_outside_the_set_comes_in_but_is_not_made_yet(counted: Indicator) -> None:
    release = checked({"indicator": "Steps to the door", "value": "3"})
    assert release.status == Status.READY, release.faults
    (unlisted,) = release.counts["unlisted"]
    assert (unlisted["title"], release.counts["indicators"][0]["title"]) == ("Steps to the door", "Steps to the door")
    assert list(Indicator.objects.all()) == [counted]
    (difference,) = differences(staged_changes(release, "new"))
    assert difference.staged is not None
    assert difference.staged.indicator_id == unlisted["id"]


# Small numbers


@pytest.fixture
def wards(places: tuple[Area, Area]) -> list[Area]:
    """Four wards of the town."""
    return [
        make_area(f"E0500000{place}", name=f"Ward {place}", area_type=Area.Type.WARD, parent=places[1])
        for place in range(4)
    ]


def ward_rows(*counts: int, **changes: str) -> list[dict[str, str]]:
    rows = [("E06000001", sum(counts)), *((f"E0500000{place}", count) for place, count in enumerate(counts))]
    return [
        {
            "indicator": "counted",
            "area_code": code,
            "count": str(count),
            "denominator": "1000",
            "value": str(count / 10),
        }
        | changes
        for code, count in rows
    ]


def test_a_small_ward_and_one_other_are_held_back(counted: Indicator, wards: list[Area]) -> None:
    release = checked(*ward_rows(3, 40, 50, 60))
    assert release.counts["held_back"] == {"small": 1, "secondary": 1, "live": 0}
    small = held_back(release).get(held_back="small")
    assert (small.area, small.value, small.count, small.reason) == (wards[0], None, None, "suppressed")
    assert small.denominator == 1000
    assert small.note == "Held back so that nobody can be recognised."
    other = held_back(release).get(held_back="secondary")
    assert (other.note, other.reason) == (small.note, small.reason)


def test_a_count_that_only_value_and_denominator_tell_is_small_too(counted: Indicator, wards: list[Area]) -> None:
    release = checked(*ward_rows(3, 40, 50, 60, count=""))
    assert release.counts["held_back"]["small"] == 1


def test_what_the_publisher_looked_after_is_shown_as_it_is(counted: Indicator, wards: list[Area]) -> None:
    release = checked(*ward_rows(3, 40, 50, 60), disclosure=DataRelease.Disclosure.AT_SOURCE)
    assert not held_back(release).exists()


def test_each_indicator_has_a_threshold_of_its_own(counted: Indicator, wards: list[Area]) -> None:
    Indicator.objects.filter(pk=counted.pk).update(suppress_below=0)
    assert not held_back(checked(*ward_rows(3, 40, 50, 60))).exists()
    Indicator.objects.filter(pk=counted.pk).update(suppress_below=41)
    assert checked(*ward_rows(3, 40, 50, 60)).counts["held_back"]["small"] == 2


def test_the_cover_of_a_live_figure_cannot_be_lifted_by_itself(counted: Indicator, wards: list[Area]) -> None:
    published(*ward_rows(3, 40, 50, 60))
    cover = Observation.objects.filter(value=None).exclude(area=wards[0]).get()
    again = next(row for row in ward_rows(3, 40, 50, 60) if row["area_code"] == cover.area.code)
    release = checked(again)
    assert release.counts["held_back"]["secondary"] >= 1


def test_a_live_figure_is_taken_down_where_nothing_else_hides_a_small_one(
    counted: Indicator, wards: list[Area]
) -> None:
    published(*(row for row in ward_rows(3, 40, 50, 60) if row["area_code"] != wards[0].code))
    release = published(*(row for row in ward_rows(3, 40, 50, 60) if row["area_code"] == wards[0].code))
    assert release.counts["held_back"] == {"small": 1, "secondary": 0, "live": 1}
    assert Observation.objects.filter(value=None).count() == 2
    assert Observation.objects.count() == 5


def test_the_same_file_twice_holds_the_same_back(counted: Indicator, wards: list[Area]) -> None:
    published(*ward_rows(3, 40, 2, 60, 7)[:5])
    assert checked(*ward_rows(3, 40, 2, 60, 7)[:5]).counts["same"] == 5


def test_a_check_can_be_done_again(counted: Indicator, wards: list[Area]) -> None:
    release = hand_in(*ward_rows(3, 40, 50, 60))
    check_release(release=release)
    DataRelease.objects.filter(pk=release.pk).update(status=Status.CHECKING)  # as a killed worker leaves it
    before = release.counts
    check_release(release=release)
    assert (release.status, release.counts) == (Status.READY, before)
    assert StagedObservation.objects.count() == 5
