"""A small set with every kind of figure in it, and beside it what nobody may see."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from indicators.models import Area, DataRelease, Indicator, Observation
from tests.factories.home import make_home
from tests.factories.indicators import (
    choose_places,
    make_area,
    make_index_page,
    make_indicator,
    make_observation,
    make_release,
)

SECRET = 98765.4321


@dataclass(frozen=True)
class Shown:
    """What is there."""

    indicator: Indicator
    retired: Indicator
    beside: Indicator
    draft: Indicator
    country: Area
    town: Area
    release: DataRelease


@pytest.fixture
def shown(db: None) -> Shown:
    """Make a set of one indicator, one that left it, one beside it, and a draft."""
    make_home()
    make_index_page()
    country = make_area("E92000001", name="Anyland", area_type=Area.Type.COUNTRY)
    town = make_area("E06000001", name="Anytown", parent=country)
    choose_places(town, country=country)
    release = make_release(title="Figures of all", number=7)
    indicator = make_indicator(slug="counted", number=1, title="People who are counted", polarity="high_is_good")
    retired = make_indicator(
        slug="left", number=2, title="Left the set", is_retired=True, retired_because="Nobody publishes it."
    )
    beside = make_indicator(slug="beside", number=None, title="Beside the set")
    draft = make_indicator(slug="draft", number=3, title="A secret plan", live=False)
    many = {"count": 25.0, "denominator": 200.0, "release": release}
    make_observation(indicator, town, 2020, 12.5, lower_95=10.0, upper_95=15.0, limits_from="published", **many)
    make_observation(indicator, town, 2021, -3.2, lower_95=-4.0, upper_95=-1.0, limits_from="counts", release=release)
    make_observation(indicator, town, 2022, 12.0, release=release, note="Revised later", is_revised=True)
    make_observation(indicator, country, 2022, None, reason="not_available", release=release)
    make_observation(
        indicator,
        town,
        2022,
        0.1,
        category_type="Sex and age",
        category="Young, “quick” people",
        age="16 to 24",
        release=release,
    )
    make_observation(indicator, town, 2023, None, reason="suppressed", denominator=100.0, release=release)
    make_observation(retired, town, 2019, 44.0, release=release)
    make_observation(beside, town, 2019, 55.0, release=release)
    make_observation(draft, town, 2022, SECRET, release=make_release(title="A secret batch", number=8))
    assert Observation.objects.count() == 9
    return Shown(indicator, retired, beside, draft, country, town, release)
