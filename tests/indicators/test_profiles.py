"""Which figures stand where on an indicator's page, and how they are marked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.figures import Figure, headline_age
from indicators.profiles import AreaName, Evidence, Inside, Profile, Setting, profile
from indicators.sentences import Measure
from indicators.tables import Table

TOWN, COUNTRY, REGION = AreaName(1, "Town"), AreaName(2, "Country"), AreaName(3, "Region")
MEASURE = Measure(unit="% of people", decimals=1, is_percentage=True)


def figure(year: int = 2020, value: float | None = 10.0, area: AreaName = TOWN, **fields: Any) -> Figure:
    values = {
        "area_id": area.id,
        "sex": "persons",
        "age": "",
        "category_type": "",
        "category": "",
        "start": date(year, 1, 1),
        "end": date(year, 12, 31),
        "kind": "calendar_year",
        "label": str(year),
        "value": value,
        "source": "Office",
        "licence": "OGL v3.0",
    }
    return Figure(**(values | fields))


def made(*figures: Figure, **fields: Any) -> Profile:
    values = {"title": "Counted", "measure": MEASURE, "setting": Setting(TOWN, COUNTRY, REGION), "figures": figures}
    return profile(Evidence(**(values | fields)))


def words(table: Table) -> list[list[str]]:
    return [[row.heading, *(cell.words for cell in row.cells)] for row in table.rows]


def test_without_figures_there_is_nothing() -> None:
    empty = made()
    assert (empty.headlines, empty.groups, empty.inside, empty.alike, empty.related) == ((), (), (), None, ())


def test_everyones_figure_is_the_headline_and_the_sexes_are_groups() -> None:
    shown = made(figure(), figure(sex="female", value=9.0), figure(sex="male", value=None, reason="low_reliability"))
    (headline,) = shown.headlines
    assert (headline.group, headline.number, headline.period) == ("", "10.0%", "2020")
    (part,) = shown.groups
    assert part.heading == "Women and men"
    assert words(part.tables[0]) == [["Women", "9.0%"], ["Men", "held back"]]
    assert part.tables[0].key == (("u", "held back by the publisher because it is not reliable enough"),)


def test_women_and_men_are_both_headlines_where_nothing_counts_them_together() -> None:
    shown = made(figure(sex="male"), figure(sex="female", value=12.0))
    assert [(headline.group, headline.number) for headline in shown.headlines] == [("Women", "12.0%"), ("Men", "10.0%")]
    assert shown.groups == ()


def test_places_are_set_beside_the_town_only_in_the_same_period() -> None:
    (headline,) = made(
        figure(2020), figure(2019, area=COUNTRY, value=8.0), figure(2020, area=REGION, value=7.0)
    ).headlines
    assert [(place.name, place.words) for place in headline.beside] == [
        ("Town", "10.0%"),
        ("Country", "none"),
        ("Region", "7.0%"),
    ]
    assert headline.words.level == "The latest figure in Town is 10.0% of people (2020)."


def test_a_place_without_any_figure_has_no_column() -> None:
    (headline,) = made(figure(2020), figure(2019, 9.0), figure(2019, 8.0, area=COUNTRY)).headlines
    assert headline.chart.table.columns == ("Town", "Country")
    assert words(headline.chart.table) == [["2020", "10.0%", "none"], ["2019", "9.0%", "8.0%"]]


def test_limits_stand_in_a_column_of_their_own() -> None:
    (headline,) = made(figure(2020, lower=8.0, upper=12.0), figure(2019), figure(area=COUNTRY)).headlines
    assert headline.chart.table.columns == ("Town", "95% interval", "Country")
    assert words(headline.chart.table)[0] == ["2020", "10.0%", "8.0 to 12.0", "10.0%"]
    assert words(headline.chart.table)[1] == ["2019", "10.0%", "none", "none"]


def test_marks_tell_states_and_notes() -> None:
    (headline,) = made(
        figure(2021, is_provisional=True, note="Rounded"),
        figure(2020, has_break_before=True),
        figure(2019, is_revised=True),
    ).headlines
    assert [row.cells[0].marks for row in headline.chart.table.rows] == [("p", "1"), ("b",), ("r",)]
    assert [mark for mark, _ in headline.chart.table.key] == ["b", "p", "r", "1"]


def test_a_note_on_every_figure_is_told_once() -> None:
    (headline,) = made(figure(2021, note="Modelled; rounded"), figure(2020, note="Modelled")).headlines
    assert headline.chart.table.notes == ("Modelled",)
    assert headline.chart.table.key == (("1", "rounded"),)
    assert [cell.marks for row in headline.chart.table.rows for cell in row.cells] == [("1",), ()]


def test_missing_is_never_zero() -> None:
    (headline,) = made(figure(2020), figure(2019, None, reason="suppressed"), figure(2018, 0.0)).headlines
    assert [row.cells[0].words for row in headline.chart.table.rows] == ["10.0%", "held back", "0.0%"]
    assert headline.chart.table.key == (("c", "held back by the publisher so that nobody can be recognised"),)


def test_a_later_period_without_a_value_does_not_hide_the_last_value() -> None:
    (headline,) = made(figure(2020), figure(2021, None, reason="not_available")).headlines
    assert (headline.number, headline.period) == ("10.0%", "2020")
    assert words(headline.chart.table)[0] == ["2021", "not available"]


def test_groups_stand_in_their_latest_period_with_those_of_other_places() -> None:
    group = {"category_type": "Ethnic group"}
    shown = made(
        figure(),
        figure(2020, 60.0, category="Any other", **group),
        figure(2020, 70.0, category="Asian", **group),
        figure(2019, 65.0, category="Asian", **group),
        figure(2020, 66.0, category="Asian", area=COUNTRY, **group),
    )
    (part,) = shown.groups
    assert words(part.tables[0]) == [["Asian", "70.0%", "66.0%"], ["Any other", "60.0%", "none"]]
    assert part.earlier is not None
    assert part.earlier.columns == ("Asian", "Any other")
    assert words(part.earlier) == [["2020", "70.0%", "60.0%"], ["2019", "65.0%", "none"]]


def test_a_split_by_deprivation_is_the_gap_inside() -> None:
    fifth = {"category_type": "Deprivation fifth within the town"}
    shown = made(
        figure(), figure(value=19.5, category="1 most deprived", **fifth), figure(value=6.2, category="5", **fifth)
    )
    assert shown.groups == ()
    (part,) = shown.gaps
    assert words(part.tables[0]) == [["1 most deprived", "19.5%"], ["5", "6.2%"]]
    assert part.chart is not None
    assert part.chart.name == "gradient-fifths-persons"
    assert part.chart.title == "19.5% in the most deprived fifth, 6.2% in the least deprived"
    assert part.chart.drawing is not None


def test_related_measures_are_apart_without_the_indicators_unit() -> None:
    related = {"category_type": "Related measure", "category": "Years lost"}
    shown = made(figure(2020), figure(2019, 70.0, **related))
    assert len(shown.headlines[0].chart.table.rows) == 1
    (part,) = shown.related
    assert (part.heading, words(part.tables[0])) == ("Years lost", [["2019", "70.0"]])


def test_wards_are_ranked_with_the_town_and_the_country_among_them_and_drawn_as_hexagons() -> None:
    wards = [
        Inside("North", "Wards", "", figure(value=30.0, area=AreaName(7, "North")), 0, 0),
        Inside("South", "Wards", "", figure(value=5.0, area=AreaName(8, "South")), 0, 1),
        Inside("East", "Wards", "", figure(value=None, reason="suppressed", area=AreaName(9, "East")), 1, 0),
    ]
    shown = made(figure(value=12.0), figure(value=9.0, area=COUNTRY), inside=tuple(wards))
    (part,) = shown.inside
    assert part.anchor == "wards"
    assert [row.heading for row in part.tables[0].rows] == ["North", "Town", "Country", "South", "East"]
    assert part.tables[0].rows[-1].bar is None
    assert part.map is not None
    assert [(place.spot.name, place.shown) for place in part.map.places] == [
        ("North", "30.0%"),
        ("East", "held back"),
        ("South", "5.0%"),
    ]
    assert {mark.row for mark in part.map.marks} == {"North", "South", "Town", "Country"}


def test_places_of_two_boundaries_are_never_in_one_table() -> None:
    wards = [
        Inside("North", "Wards", "", figure(area=AreaName(7, "North"))),
        Inside("Old north", "Wards", "boundaries of before 2023", figure(area=AreaName(8, "Old north"))),
    ]
    shown = made(figure(), inside=tuple(wards))
    assert [part.tables[0].rows[0].heading for part in shown.inside] == ["North", "Old north"]
    assert [part.anchor for part in shown.inside] == ["wards", "wards-boundaries-of-before-2023"]


def test_the_town_stands_among_places_like_it() -> None:
    shown = made(
        figure(value=12.0), alike=(("Alike", figure(value=20.0)), ("Other", figure(value=None, reason="suppressed")))
    )
    assert shown.alike is not None
    assert [(row.heading, row.css_class) for row in shown.alike.table.rows] == [
        ("Alike", ""),
        ("Town", "is-here"),
        ("Other", ""),
    ]


def test_a_line_needs_three_periods_of_one_length() -> None:
    assert made(figure()).headlines[0].chart.no_drawing == "One figure so far: too few to draw a line."
    assert made(figure(), figure(2019)).headlines[0].chart.no_drawing == "Two figures so far: too few to draw a line."
    long = figure(2018, start=date(2010, 1, 1))
    unequal = made(figure(), figure(2019), long).headlines[0]
    assert unequal.chart.drawing is None
    assert unequal.chart.no_drawing == "The periods differ in length, so no line is drawn through them."
    assert made(figure(), figure(2019), figure(2018)).headlines[0].chart.drawing is not None


def test_the_title_tells_the_series_since_its_last_break() -> None:
    years = [figure(2018, 1.0), figure(2019, 2.0), figure(2020, 3.0, has_break_before=True), figure(2021, 4.0)]
    assert made(*years[:2]).headlines[0].chart.title == "From 1.0% (2018) to 2.0% (2019)"
    assert made(*years).headlines[0].chart.title == "From 3.0% (2020) to 4.0% (2021), since the break in the series"
    assert (
        made(*years[:3]).headlines[0].chart.title == "From 1.0% (2018) to 2.0% (2019), before the break in the series"
    )
    assert made(figure()).headlines[0].chart.title == "Town, 2020"


def test_only_the_age_that_stands_for_all_is_the_headline() -> None:
    shown = made(figure(age="All ages"), figure(2021, 3.0, age="Under 5"), headline_age="All ages")
    assert shown.headlines[0].number == "10.0%"


def test_every_source_is_named() -> None:
    assert made(figure(), figure(2019, source="Other")).sources == (("Office", "OGL v3.0"), ("Other", "OGL v3.0"))


def ages(*of: str) -> list[Figure]:
    return [figure(2020, float(at), age=age) for at, age in enumerate(of)]


@pytest.mark.parametrize(
    ("of", "chosen", "age"),
    [
        (["18 and over"], "", None),
        (["18 and over", "All ages"], "", "All ages"),
        (["", "65 and over"], "", ""),
        (["", "All ages"], "", "All ages"),
        (["65 and over", "16 to 64", "16 to 64"], "", "16 to 64"),
        (["65 and over", "16 to 64"], "", "16 to 64"),
        (["65 and over", "All ages"], "65 and over", "65 and over"),
        ([], "", None),
    ],
)
def test_one_age_stands_for_all_where_there_are_several(of: list[str], chosen: str, age: str | None) -> None:
    assert headline_age(ages(*of), chosen=chosen) == age
