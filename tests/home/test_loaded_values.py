"""Values of content files that become moments."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from het_site.home.loading.values import moment

HERE = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.date(2023, 7, 14), dt.datetime(2023, 7, 14, tzinfo=HERE)),
        ("2023-12-14", dt.datetime(2023, 12, 14, tzinfo=HERE)),
        ("2023-07-14T09:30:00", dt.datetime(2023, 7, 14, 9, 30, tzinfo=HERE)),
        (dt.datetime(2023, 7, 14, 9, 30), dt.datetime(2023, 7, 14, 9, 30, tzinfo=HERE)),  # noqa: DTZ001  (as YAML gives it)
        ("2023-07-14T09:30:00+00:00", dt.datetime(2023, 7, 14, 10, 30, tzinfo=HERE)),
    ],
)
def test_a_moment_without_a_zone_is_the_sites_own(value: dt.date | str, expected: dt.datetime) -> None:
    assert moment(value) == expected


def test_what_is_no_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        moment("soon")
