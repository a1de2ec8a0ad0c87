"""One indicator for each state that its page can be in, in a made-up town, and what readers are told there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from indicators.figures import DEPRIVATION, INEQUALITY
from indicators.models import Area, Indicator, Target
from tests.factories.indicators import (
    choose_places,
    find_out,
    make_area,
    make_area_group,
    make_index_page,
    make_indicator,
    make_observation,
)

FIFTHS = f"{DEPRIVATION} fifth within the town"
GROUPS = ("1 most deprived", "2", "3", "4", "5 least deprived")
TESTED = {"comparison_allowed": "limits", "comparison_note": "95% limits are published.", "trend_allowed": True}


@dataclass(frozen=True)
class World:
    """The places that all states share."""

    country: Area
    region: Area
    town: Area
    other: Area
    wards: tuple[Area, ...]
    old_wards: tuple[Area, ...]

    def fill(
        self, indicator: Indicator, *values: float | None, first: int = 2018, half: float = 0, **fields: Any
    ) -> None:
        """Give the town a figure a year, and the country one of 15, with limits where `half` is their distance."""
        for at, value in enumerate(values):
            limits = {"lower_95": value - half, "upper_95": value + half} if half and value is not None else {}
            reason = {"reason": "suppressed"} if value is None else {}
            make_observation(indicator, self.town, first + at, value, **reason | limits | fields)
            beside = {"lower_95": 14.9, "upper_95": 15.1} if half else {}
            make_observation(indicator, self.country, first + at, 15.0, **beside)


@dataclass(frozen=True)
class State:
    """One state: what readers are told, what they are not, the definition, and what fills it with figures."""

    told: tuple[str, ...]
    fill: Callable[[World, Indicator], object] = lambda world, indicator: None
    fields: Mapping[str, Any] = field(default_factory=dict)
    not_told: tuple[str, ...] = ()


def _steady(world: World, indicator: Indicator) -> None:
    world.fill(indicator, *(20.0 + at for at in range(7)))


def _break(world: World, indicator: Indicator) -> None:
    world.fill(indicator, 20.0, 21.0, 22.0)
    world.fill(indicator, 30.0, first=2021, has_break_before=True)
    world.fill(indicator, 31.0, 32.0, first=2022)


def _pooled(world: World, indicator: Indicator) -> None:
    for end in range(2018, 2024):
        period = {"period_from": date(end - 2, 1, 1), "period_label": f"{end - 2} to {end}"}
        make_observation(indicator, world.town, end, 20.0 + end - 2018, **period)
        make_observation(indicator, world.country, end, 15.0, **period)


def _unequal(world: World, indicator: Indicator) -> None:
    world.fill(indicator, 20.0, 21.0)
    world.fill(indicator, 22.0, first=2021, period_from=date(2020, 7, 1))


def _deprivation(world: World, indicator: Indicator) -> None:
    world.fill(indicator, *(20.0 + at for at in range(7)), half=1.0)
    for year in (2018, 2024):
        for at, name in enumerate(GROUPS):
            value = 30.0 - at * (2 if year == 2018 else 4)
            fields = {"category_type": FIFTHS, "category": name, "denominator": 1000 + 100 * at}
            make_observation(indicator, world.town, year, value, lower_95=value - 0.5, upper_95=value + 0.5, **fields)


def _ends(world: World, indicator: Indicator) -> None:
    _steady(world, indicator)
    for year, most in ((2018, 30.0), (2024, 33.0)):
        for name, value in ((GROUPS[0], most), (GROUPS[-1], 12.0)):
            make_observation(indicator, world.town, year, value, category_type=FIFTHS, category=name)


def _published(world: World, indicator: Indicator) -> None:
    _steady(world, indicator)
    for year in range(2018, 2025):
        for area, value in ((world.town, 6.0), (world.country, 8.0)):
            fields = {"category_type": INEQUALITY, "category": "Slope index of inequality, in years"}
            make_observation(indicator, area, year, value + year / 100 - 20, **fields)


def _groups(world: World, indicator: Indicator) -> None:
    _steady(world, indicator)
    for name, value in (("Asian", 22.0), ("Black", 21.0), ("Mixed", None), ("White", 19.0), ("Any other", 25.0)):
        reason = {"reason": "suppressed"} if value is None else {"lower_95": value - 2, "upper_95": value + 2}
        make_observation(indicator, world.town, 2024, value, category_type="Ethnic group", category=name, **reason)
        make_observation(indicator, world.country, 2024, 18.0, category_type="Ethnic group", category=name)


def _wards(world: World, indicator: Indicator) -> None:
    _steady(world, indicator)
    for at, ward in enumerate(world.wards):
        fields = {"reason": "suppressed"} if at == 2 else {}
        make_observation(indicator, ward, 2024, None if at == 2 else 10.0 + at, **fields)
    for at, ward in enumerate(world.old_wards):
        make_observation(indicator, ward, 2022, 30.0 + at)


def _alike(world: World, indicator: Indicator) -> None:
    world.fill(indicator, *(20.0 + at for at in range(7)), half=1.0)
    make_observation(indicator, world.other, 2024, 12.0, lower_95=9.0, upper_95=14.0)


def _targets(world: World, indicator: Indicator) -> None:
    _steady(world, indicator)
    Target.objects.create(
        indicator=indicator, value=12.0, due_on=date(2030, 12, 31), set_by="The board", source="Strategy, 2024"
    )


def _no_country(world: World, indicator: Indicator) -> None:
    for at in range(4):
        make_observation(indicator, world.town, 2018 + at, 20.0 + at)


def _sexes(world: World, indicator: Indicator) -> None:
    for sex, value in (("female", 60.0), ("male", 58.0)):
        for year in range(2014, 2025):
            now = value - (year - 2014) / 2
            limits = {"lower_95": now - 1, "upper_95": now + 1}
            make_observation(indicator, world.town, year, now, sex=sex, **limits)
            make_observation(indicator, world.country, year, 62.0, sex=sex, lower_95=61.9, upper_95=62.1)


STATES: Mapping[str, State] = {
    "suppressed": State(
        ("The figure in Anytown (2021) is held back so that nobody can be recognised.", "[c]"),
        lambda world, one: world.fill(one, 20.0, 21.0, 22.0, None),
    ),
    "missing": State(
        ("The figure in Anytown (2021) is not available.", "[x]"),
        lambda world, one: (
            world.fill(one, 20.0, 21.0, 22.0),
            world.fill(one, None, first=2021, reason="not_available"),
        ),
    ),
    "too-few-points": State(
        ("Two figures so far: too few to draw a line.", "apart; we need three to seven", "Cannot say"),
        lambda world, one: world.fill(one, 20.0, 21.0, first=2023),
        TESTED,
    ),
    "one-period": State(
        ("One figure so far", "There is a gap for one period only."), lambda world, one: world.fill(one, 20.0), TESTED
    ),
    "break-in-series": State(
        ("Dotted upright line: a break in the series.", "since the break in the series", "are 2 years apart"),
        _break,
        TESTED,
    ),
    "shared-years": State(
        ("Every earlier period shares years",),
        lambda world, one: (
            [
                make_observation(
                    one, area, end, 20.0, period_from=date(end - 4, 1, 1), period_label=f"{end - 4} to {end}"
                )
                for area in (world.town, world.country)
                for end in (2022, 2023, 2024)
            ]
        ),
        TESTED,
    ),
    "pooled": State(("wider than in 2016 to 2018", "Wider, not tested"), _pooled, TESTED),
    "unequal-periods": State(("The periods differ in length",), _unequal, TESTED),
    "stand-in": State(
        ("A stand-in figure.", "It counts cats for dogs."),
        _steady,
        {"is_proxy": True, "proxy_for": "It counts cats for dogs."},
    ),
    "no-town-figure": State(
        ("No published figure.",), lambda world, one: make_observation(one, world.country), not_told=("closing?",)
    ),
    "no-country-figure": State(("There is no figure for Anyland of the same period",), _no_country, TESTED),
    "retired": State(
        ("This indicator is no longer in the set.", "It was too rough."),
        _steady,
        {"is_retired": True, "retired_because": "It was too rough."},
    ),
    "unlisted": State(("The latest figure in Anytown is 26.0%",), _steady, {"number": None}),
    "provisional": State(
        ("[p]", "Provisional: the publisher may still change it"),
        lambda world, one: world.fill(one, 20.0, 21.0, 22.0, is_provisional=True),
    ),
    "revised": State(
        ("[r]", "Revised since it was first published"),
        lambda world, one: world.fill(one, 20.0, 21.0, 22.0, is_revised=True),
    ),
    "not-below-the-town": State(("No figures are published for parts of Anytown by deprivation",), _steady),
    "no-interval": State(("That is a direction, not a tested change.", "Wider, not tested"), _steady, TESTED),
    "not-to-be-compared": State(
        ("Cannot say", "The question changed."),
        _steady,
        {"trend_allowed": False, "trend_note": "The question changed."},
    ),
    "closing": State(
        ("Closing", "The gap is closing. It is 6.0 percentage points narrower than in 2019"),
        lambda world, one: world.fill(one, *(27.0 - at * 1.2 for at in range(7)), half=0.5),
        TESTED,
    ),
    "widening": State(
        ("Widening", "Chance alone is unlikely to explain that."),
        lambda world, one: world.fill(one, *(20.0 + at for at in range(7)), half=0.5),
        TESTED,
    ),
    "lead": State(
        ("Lead growing", "percentage points better than in Anyland"),
        lambda world, one: world.fill(one, *(12.0 - at for at in range(7)), half=0.5),
        TESTED,
    ),
    "women-and-men": State(
        ("The gap for women is widening.", "The gap for men is widening."),
        _sexes,
        TESTED | {"polarity": "high_is_good"},
    ),
    "no-better-side": State(
        ("percentage points higher than in Anyland",),
        _steady,
        TESTED | {"polarity": "no_judgement"},
        ("worse than in",),
    ),
    "deprivation": State(
        ("Slope index of inequality, 2024:", "Relative index:", "Dashed line: the slope over all groups.", "Widening"),
        _deprivation,
        TESTED,
    ),
    "two-ends": State(("the gap between the two ends is 21.0 percentage points",), _ends, TESTED),
    "published-gap": State(("The publisher’s slope index of inequality is 6.2 years in 2024",), _published, TESTED),
    "ethnic-groups": State(("Ethnic group: from 19.0% (White) to 25.0% (Any other)", "held back"), _groups),
    "wards": State(("Highest in North", "They are not the wards of today", "held back"), _wards),
    "alike": State(("None of 1 places like Anytown has a higher figure",), _alike, TESTED),
    "targets": State(
        ("Target by 31 December 2030, The board", "Dashed line across: the target.", "Ring: the baseline, 2019."),
        _targets,
        TESTED | {"baseline_period": "2019", "baseline_reason": "The year before the report."},
    ),
}


def make_world() -> World:
    """Make the places, choose them, and give the index its page."""
    make_index_page()
    country = make_area("E92000001", name="Anyland", area_type=Area.Type.COUNTRY)
    region = make_area("E12000001", name="Middle of Anyland", area_type=Area.Type.REGION)
    town = make_area("E06000001", name="Anytown", parent=region)
    other = make_area("E06000002", name="Othertown", parent=region)
    settings = choose_places(town, country=country, region=region)
    settings.neighbours = make_area_group(other, name="Places like Anytown", note="Chosen by the board.")
    settings.save()
    names = ("South", "East", "West Hill", "North")
    new = {"vintage": "2023", "valid_from": date(2023, 5, 4)}
    old = {"vintage": "2011", "valid_to": date(2023, 5, 3)}
    return World(country, region, town, other, _wards_of(town, names, **new), _wards_of(town, names[:3], **old))


def _wards_of(town: Area, names: tuple[str, ...], **fields: Any) -> tuple[Area, ...]:
    return tuple(
        make_area(
            f"E05{fields['vintage']}{at:02d}",
            name=name,
            parent=town,
            area_type="ward",
            hex_q=at,
            hex_r=at % 2,
            **fields,
        )
        for at, name in enumerate(names)
    )


def make_states(*slugs: str) -> World:
    """Make some states, or all of them, with what is found out at publication."""
    world = make_world()
    for slug in slugs or STATES:
        state = STATES[slug]
        state.fill(world, make_indicator(slug=slug, title=f"State: {slug.replace('-', ' ')}", **state.fields))
    find_out()
    return world
