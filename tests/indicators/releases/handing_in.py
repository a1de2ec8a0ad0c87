"""Files of figures for tests, and the way they take: handed in, checked, published."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from het_site.core.models import User
from indicators.actions import receive_file
from indicators.actions.checking import check_release
from indicators.actions.publishing import publish_release
from indicators.models import DataRelease, Observation
from tests.indicators.files import GOOD_CELLS

COLUMNS = (
    "indicator",
    "area_code",
    "period_from",
    "period_to",
    "period_kind",
    "period_label",
    "sex",
    "age",
    "category_type",
    "category",
    "value",
    "reason",
    "lower_95",
    "upper_95",
    "count",
    "denominator",
    "note",
    "source",
    "licence",
)


def tidy(*rows: dict[str, Any]) -> bytes:
    """Give a file in the portal's own format; `year` stands for the calendar year of a row."""
    lines = [",".join(COLUMNS)]
    for row in rows:
        cells = GOOD_CELLS | row
        if year := row.get("year"):
            cells |= {"period_from": f"{year}-01-01", "period_to": f"{year}-12-31", "period_label": str(year)}
        if row.get("reason"):
            cells["value"] = ""
        lines.append(",".join(str(cells.get(column, "")) for column in COLUMNS))
    return ("\n".join(lines) + "\n").encode()


def hand_in(*rows: dict[str, Any], by: User | None = None, name: str = "figures.csv", **fields: Any) -> DataRelease:
    """Hand a file in, without a check."""
    fields = {"title": "Figures", **fields}
    return receive_file(file=ContentFile(tidy(*rows), name=name), by=by, **fields)


def checked(*rows: dict[str, Any], **fields: Any) -> DataRelease:
    """Hand a file in and check it."""
    return check_release(release=hand_in(*rows, **fields))


def published(*rows: dict[str, Any], by: User | None = None, **fields: Any) -> DataRelease:
    """Hand a file in, check it and publish it."""
    release = checked(*rows, by=by, **fields)
    assert release.status == DataRelease.Status.READY, (release.status, release.faults)
    return publish_release(release=release, by=by)


def live_values() -> dict[tuple[str, str, int], float | None]:
    """Give what is live: indicator, area and year, with the value."""
    rows = Observation.objects.values_list("indicator__slug", "area__code", "period_from__year", "value")
    return {(slug, area, year): value for slug, area, year, value in rows}
