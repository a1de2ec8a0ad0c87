"""What is wrong with a file: every fault with its row, its column and how to mend it, on the screen and as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, QueryDict
from wagtail.admin.paginator import WagtailPaginator

from indicators.cms import words
from indicators.cms.screens import ReleaseScreen
from indicators.models import DataRelease

ON_A_PAGE = 100
HEADER = ("Row", "Column", "What stands there", "What is wrong", "How to mend it")
FIELDS = ("line", "column", "value", "reason", "mend")
#: a spreadsheet takes a cell that begins like this for a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|")


class FaultPaginator(WagtailPaginator):
    """Pages of faults."""

    @property
    def items_count_label(self) -> str:
        """Say how many are listed."""
        return words.counted(self.count, "fault")


@dataclass(frozen=True)
class FaultTable:
    """One page of the faults that are kept."""

    page: Page[dict[str, Any]]
    elided: Sequence[int | str]
    total: int
    kept: int

    @property
    def left_out(self) -> int:
        """Tell how many faults are counted and not listed."""
        return max(self.total - self.kept, 0)


def fault_table(release: DataRelease, asked: QueryDict) -> FaultTable:
    """Give the page of faults that the address asks for."""
    paginator = FaultPaginator(release.faults, ON_A_PAGE)
    page = paginator.get_page(asked.get("p"))
    elided = list(paginator.get_elided_page_range(page.number))
    return FaultTable(page, elided, release.fault_count, len(release.faults))


def harmless(cell: object) -> str:
    """Write a cell so that no spreadsheet takes it for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """Write rows as CSV that any spreadsheet opens as text."""
    file = io.StringIO()
    csv.writer(file).writerows([harmless(cell) for cell in row] for row in rows)
    return f"\N{ZERO WIDTH NO-BREAK SPACE}{file.getvalue()}"  # by this mark Excel knows UTF-8


def download(content: str, *, name: str) -> HttpResponse:
    """Answer with a CSV file to be kept, never to be shown by a browser."""
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


class FaultsFileView(ReleaseScreen):
    """The faults that are kept, as a file to work through beside the sheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give all of them at once."""
        rows = [[fault.get(field) for field in FIELDS] for fault in self.release.faults]
        return download(as_csv([HEADER, *rows]), name=f"faults-of-release-{self.release.pk}.csv")
