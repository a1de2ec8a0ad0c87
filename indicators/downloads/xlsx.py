"""Writes a workbook as XLSX: one table to a sheet, marked as such, with its header always in sight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter

from indicators.downloads.packing import CHUNK
from indicators.downloads.sheets import Sheet, printable

#: texts stay texts, whatever they look like
OPTIONS = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
#: stands in the file as its time, so that equal figures are equal bytes
NO_TIME = datetime(1980, 1, 1)  # noqa: DTZ001  (the format knows no time zones)
FONT = {"font_name": "Arial", "font_size": 12}


def xlsx(sheets: Iterable[Sheet], *, title: str) -> Iterator[bytes]:
    """Give the bytes of a workbook, which is held in memory and then in a temporary file until it is sent."""
    with TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, OPTIONS)
        book.set_properties({"title": title, "created": NO_TIME})
        book.set_custom_property("Language", "en-GB")
        formats = {
            "": book.add_format(FONT),
            "header": book.add_format(FONT | {"bold": True}),
            "title": book.add_format(FONT | {"bold": True, "font_size": 16}),
            "wrapped": book.add_format(FONT | {"text_wrap": True, "valign": "top"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, formats)
        book.close()
        file.seek(0)
        while data := file.read(CHUNK):
            yield data


def _write(worksheet: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    """Fill a sheet: its columns’ widths, the lines above, the rows, and the table around them."""
    for place, width in enumerate(sheet.widths):
        worksheet.set_column(place, place, width)
    for place, line in enumerate(sheet.lines):
        worksheet.write_string(place, 0, printable(line), formats["title" if place == 0 else ""])
    if not sheet.columns:
        return
    top = last = len(sheet.lines)
    style = formats["wrapped" if len(sheet.columns) == 2 else ""]
    for last, row in enumerate(sheet.rows, start=top + 1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                worksheet.write_string(last, place, printable(value), style)
            else:
                worksheet.write_number(last, place, value, style)
    worksheet.freeze_panes(top + 1, 0)
    if last == top:
        for place, name in enumerate(sheet.columns):
            worksheet.write_string(top, place, name, formats["header"])
        return
    columns = [{"header": name, "header_format": formats["header"]} for name in sheet.columns]
    table = {"name": sheet.table, "columns": columns, "autofilter": False, "style": None}
    worksheet.add_table(top, 0, last, len(sheet.columns) - 1, table)
