"""Tables as CSV: UTF-8, lines parted as RFC 4180 asks, written as they are sent."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from indicators.downloads.cells import cell_text

#: how many lines are sent together
LINES = 500


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Write a header and its rows, some lines at a time."""
    writer = csv.writer(_Echo())
    lines = [writer.writerow(columns)]
    for row in rows:
        lines.append(writer.writerow([cell_text(value) for value in row]))
        if len(lines) >= LINES:
            yield "".join(lines).encode()
            lines = []
    yield "".join(lines).encode()
