"""Writes the rows of the table of wards, which may hold a thousand cells. All words are escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString

from indicators.explorer.heat import Cell, Column, Row
from indicators.formatting import number_text


def heat_rows(rows: Iterable[Row], columns: Sequence[Column], *, has_deprivation: bool) -> SafeString:
    """Give a row for each ward."""
    return SafeString("\n".join(_row(row, columns, has_deprivation=has_deprivation) for row in rows))


def beside_row(name: str, columns: Sequence[Column], *, is_town: bool, has_deprivation: bool) -> SafeString:
    """Give the row of the town or the country, for reading against; it has no shades."""
    cells = "".join(f"<td>{escape((one.town if is_town else one.country).words)}</td>" for one in columns)
    nothing = '<td class="heat__nothing"><span aria-hidden="true">–</span><span class="vh">no score</span></td>'
    return SafeString(
        f'<tr{" class=is-town" if is_town else ""}><th scope="row">{escape(name)}</th>'
        f"{nothing if has_deprivation else ''}{cells}</tr>"
    )


def _row(row: Row, columns: Sequence[Column], *, has_deprivation: bool) -> str:
    cells = "".join(_cell(cell, column) for cell, column in zip(row.cells, columns, strict=True))
    first = f"<td>{number_text(row.deprivation)}</td>" if has_deprivation else ""
    return f'<tr><th scope="row"><a href="{escape(row.url)}">{escape(row.name)}</a></th>{first}{cells}</tr>'


def _cell(cell: Cell, column: Column) -> str:
    if cell.is_blank:
        mark = f' <span class="fig-mark">[{escape(cell.mark)}]</span>' if cell.mark else ""
        period = f"<small>{escape(cell.period)}</small>" if cell.period else ""
        return f'<td class="is-blank">{escape(cell.words)}{mark}{period}</td>'
    if cell.shade is None:
        return f"<td>{escape(cell.words)}</td>"
    shade = f"{'q' if column.is_judged else 'n'}{cell.shade}"
    return f'<td class="{shade}">{escape(cell.words)}<span class="vh">, {cell.fifth}</span></td>'
