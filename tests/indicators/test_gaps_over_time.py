"""Gaps over time are worked out at publication, kept with their release, and worked out anew when their ground changes."""

from __future__ import annotations

import pytest
import yaml
from django.conf import settings as django_settings
from django.db import IntegrityError, transaction

from indicators.actions import load_content_set, load_figures, record_findings, refresh_findings
from indicators.figures import INEQUALITY
from indicators.models import Area, GapFigure, GapSeries, Indicator, Observation
from tests.factories.indicators import (
    choose_places,
    make_area,
    make_indicator,
    make_observation,
    make_release,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> Area:
    return make_area("E92000001", name="Anyland", area_type=Area.Type.COUNTRY)


@pytest.fixture
def town(country: Area) -> Area:
    town = make_area("E06000001", name="Anytown", parent=country)
    choose_places(town, country=country)
    return town


@pytest.fixture
def indicator(town: Area, country: Area) -> Indicator:
    """An indicator whose gap to the country widened between two years with limits."""
    indicator = make_indicator(slug="counted", comparison_allowed="limits", trend_allowed=True, baseline_period="2019")
    for year, value in ((2017, 18.0), (2019, 18.0), (2022, 30.0)):
        make_observation(indicator, town, year, value, lower_95=value - 1, upper_95=value + 1)
        make_observation(indicator, country, year, 15.0, lower_95=14.9, upper_95=15.1)
    return indicator


def test_the_town_has_a_gap_with_its_periods_verdict_and_words(indicator: Indicator, country: Area) -> None:
    record_findings(release=make_release(), indicators=[indicator])
    series = GapSeries.objects.current().get()
    assert (series.area.name, series.kind, series.sex, series.compared_with) == (
        "Anytown",
        "country",
        "persons",
        country,
    )
    assert (series.verdict, series.basis, series.from_label, series.to_label) == ("widening", "tested", "2017", "2022")
    assert series.change == pytest.approx(12.0)
    assert (series.baseline_label, series.baseline_verdict) == ("2019", "widening")
    assert series.change_text.startswith("The gap is widening. It is 12.0 percentage points wider than in 2017")
    assert "than in 2019" in series.baseline_text
    figures = list(series.figures.values_list("period_label", "difference", "own_value", "other_value"))
    assert figures == [("2017", 3.0, 18.0, 15.0), ("2019", 3.0, 18.0, 15.0), ("2022", 15.0, 30.0, 15.0)]


@pytest.mark.parametrize(
    ("polarity", "judged"), [("low_is_good", "worse"), ("high_is_good", "better"), ("no_judgement", "")]
)
def test_a_tested_change_is_judged_by_what_is_good(indicator: Indicator, polarity: str, judged: str) -> None:
    indicator.polarity = polarity
    record_findings(release=make_release(), indicators=[indicator])
    assert GapSeries.objects.get().judgement(polarity) == judged


def test_a_direction_is_not_judged(indicator: Indicator) -> None:
    indicator.comparison_allowed = "none"
    record_findings(release=make_release(), indicators=[indicator])
    series = GapSeries.objects.get()
    assert (series.verdict, series.basis, series.judgement(indicator.polarity)) == ("widening", "direction", "")


def test_a_later_release_ends_what_was_known_before_and_keeps_it(indicator: Indicator, town: Area) -> None:
    first, second = make_release(), make_release()
    record_findings(release=first, indicators=[indicator])
    make_observation(indicator, town, 2023, 5.0)
    record_findings(release=second, indicators=[indicator])
    assert GapSeries.objects.get(ended_by=second).release == first
    assert GapSeries.objects.current().get().figures.count() == 4


def test_the_same_release_once_more_changes_nothing(indicator: Indicator) -> None:
    release = make_release()
    for _ in range(2):
        record_findings(release=release, indicators=[indicator])
    assert (GapSeries.objects.count(), GapFigure.objects.count()) == (1, 3)


def test_a_changed_definition_is_followed(indicator: Indicator) -> None:
    record_findings(release=make_release(), indicators=[indicator])
    indicator.trend_allowed, indicator.trend_note = False, "The question changed."
    indicator.save()
    refresh_findings(indicators=[indicator])
    series = GapSeries.objects.current().get()
    assert series.verdict == "cannot_say"
    assert series.change_text == "We cannot say whether the gap is closing. The question changed."


def test_other_places_have_none_and_neither_has_a_portal_without_a_town(indicator: Indicator, country: Area) -> None:
    make_observation(indicator, make_area(name="Othertown", parent=country), 2022)
    record_findings(release=make_release(), indicators=[indicator])
    assert GapSeries.objects.count() == 1
    GapSeries.objects.all().delete()
    settings = choose_places(country, country=country)
    settings.town = None
    settings.save()
    record_findings(release=make_release(), indicators=[indicator])
    assert not GapSeries.objects.exists()


def test_the_country_itself_has_no_gap_to_itself(indicator: Indicator, country: Area) -> None:
    choose_places(country, country=country)
    record_findings(release=make_release(), indicators=[indicator])
    assert not GapSeries.objects.exists()


def test_a_published_measure_stands_beside_the_gap_to_the_country(indicator: Indicator, town: Area) -> None:
    make_observation(indicator, town, 2022, 6.8, category_type=INEQUALITY, category="Slope index, in years")
    record_findings(release=make_release(), indicators=[indicator])
    found = GapSeries.objects.values_list("kind", "name", "compared_with__name")
    assert sorted(found) == [("country", "", "Anyland"), ("published", "Slope index, in years", None)]


@pytest.mark.parametrize(
    "changes", [{"pk": None}, {"basis": ""}, {"basis": "tested", "change_lower_95": None}, {"verdict": "cannot_say"}]
)
def test_one_series_holds_at_a_time_and_no_verdict_is_without_its_ground(
    indicator: Indicator, changes: dict[str, object]
) -> None:
    record_findings(release=make_release(), indicators=[indicator])
    found = GapSeries.objects.get()
    for name, value in changes.items():
        setattr(found, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        found.save()


def test_the_demo_answers_whether_the_gap_in_healthy_life_closes() -> None:
    for entry in yaml.safe_load((django_settings.CONTENT_DIR / "themes.yaml").read_text()):
        make_theme(**entry)
    load_content_set(folder=django_settings.CONTENT_DIR, has_figures=False)
    choose_places(Area.objects.get(code="E06000032"), country=Area.objects.get(code="E92000001"))
    load_figures(folder=django_settings.CONTENT_DIR)
    for sex, who in (("female", "women"), ("male", "men")):
        series = GapSeries.objects.current().get(indicator__slug="healthy-life-expectancy", kind="country", sex=sex)
        assert (series.verdict, series.basis) == ("no_clear_change", "tested")
        assert (series.from_label, series.to_label) == ("2017 to 2019", "2022 to 2024")
        assert f"for {who}" in series.change_text
        assert (series.change, series.change_lower_95, series.change_upper_95) == pytest.approx(_worked_out(series))


def _worked_out(series: GapSeries) -> tuple[float, float, float]:
    """Work a change out once more, from the stored figures alone."""
    found = Observation.objects.filter(indicator=series.indicator, sex=series.sex, category_type="")
    rows = {(row.area_id, row.period_label): row for row in found.filter(area__in=[series.area, series.compared_with])}
    widths, gaps = [], []
    for label in (series.from_label, series.to_label):
        town, country = rows[series.area_id, label], rows[series.compared_with_id, label]
        gaps.append(country.value - town.value)
        widths += [(one.upper_95 - one.lower_95) / 2 for one in (town, country)]
    change, half = gaps[1] - gaps[0], sum(width**2 for width in widths) ** 0.5
    return change, change - half, change + half
