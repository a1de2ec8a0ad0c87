"""A file to begin with, in the portal's own format: its header, and one real figure as an example that is not read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from indicators.cms.faults import as_csv, download
from indicators.cms.screens import Screen
from indicators.importing.vocabulary import FLAGS, TABLE_COLUMNS
from indicators.models import Observation

HEADER = ("indicator", *TABLE_COLUMNS)
#: what stands before the header is passed over when the file is read
EXPLAINED = "# Write one row for each figure under the names of the columns. This row and the example may stay: they are not read."
EXAMPLE = "# An example, not to be published again: a figure that is live now."


def template_rows() -> list[list[str]]:
    """Give the rows of the file: what it is, an example if there is any figure, the header."""
    example = _example()
    above = [[EXPLAINED], [EXAMPLE], example] if example else [[EXPLAINED]]
    return [*above, list(HEADER)]


def _example() -> list[str]:
    """Write a live figure with limits as a row of the file, marked so that nobody takes it for one to be read."""
    rows = Observation.objects.filter(value__isnull=False).select_related("indicator", "area").order_by()
    row = rows.filter(lower_95__isnull=False, category_type="").first() or rows.first()
    if row is None:
        return []
    cells = [_cell(row, name) for name in HEADER]
    return [f"# {cells[0]}", *cells[1:]]


def _cell(row: Observation, name: str) -> str:
    if name == "indicator":
        return row.indicator.slug
    if name == "area_code":
        return row.area.code
    value = getattr(row, FLAGS.get(name, name))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


class TemplateView(Screen):
    """The file, for whoever may bring figures in."""

    permission_required = "add"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give the file."""
        return download(as_csv(template_rows()), name="figures.csv")
