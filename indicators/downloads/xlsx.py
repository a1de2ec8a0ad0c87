"""Writes a workbook as XLSX while it is sent: one table to a sheet, marked as such, with its header always in sight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from indicators.downloads.packing import Member, packed
from indicators.downloads.sheets import Cell, Sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: the styles of cells: plain, the head of a table, the title of a sheet, text that may run over several lines
PLAIN, HEADER, TITLE, WRAPPED = range(4)
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}">'
    '<fonts count="3"><font><sz val="12"/><name val="Arial"/></font><font><b/><sz val="12"/><name val="Arial"/></font>'
    '<font><b/><sz val="16"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
#: what XML cannot hold
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: how many rows are sent together
ROWS = 200


def xlsx(sheets: Iterable[Sheet], *, title: str) -> Iterator[bytes]:
    """Give the bytes of a workbook; its sheets are taken one after the other, and their rows as they come."""
    return packed(_members(sheets, title))


def letters(place: int) -> str:
    """Name a column, counted from 0, as spreadsheets do."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def _members(sheets: Iterable[Sheet], title: str) -> Iterator[Member]:
    names: list[str] = []
    tables: list[int] = []
    for place, sheet in enumerate(sheets, start=1):
        names.append(sheet.name)
        counted = _Counted(sheet.rows)
        yield Member(f"xl/worksheets/sheet{place}.xml", _worksheet(sheet, counted))
        if counted.count:
            tables.append(place)
            target = f'Type="{RELATIONS}/table" Target="../tables/table{place}.xml"'
            relations = f'<Relationship Id="rId1" {target}/>'
            yield _part(f"xl/worksheets/_rels/sheet{place}.xml.rels", _relations(relations))
            yield _part(f"xl/tables/table{place}.xml", _table(sheet, counted.count, place))
    yield from _frame(names, tables, title)


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self._rows:
            self.count += 1
            yield row


def _part(name: str, text: str) -> Member:
    return Member(name, [text.encode()])


def _worksheet(sheet: Sheet, rows: _Counted) -> Iterator[bytes]:
    """Write a sheet: its columns’ widths, the lines above, the header that stays in sight, the rows."""
    top = len(sheet.lines)
    pane = (
        f'<pane ySplit="{top + 1}" topLeftCell="A{top + 2}" activePane="bottomLeft" state="frozen"/>'
        if sheet.columns
        else ""
    )
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(sheet.widths, start=1)
    )
    yield (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView>'
        f"</sheetViews><cols>{widths}</cols><sheetData>"
    ).encode()
    above = [_row(place, [line], TITLE if place == 1 else PLAIN) for place, line in enumerate(sheet.lines, start=1)]
    if sheet.columns:
        above.append(_row(top + 1, sheet.columns, HEADER))
    style = WRAPPED if len(sheet.columns) == 2 else PLAIN
    held = ["".join(above)]
    for place, row in enumerate(rows, start=top + 2):
        held.append(_row(place, row, style))
        if len(held) >= ROWS:
            yield "".join(held).encode()
            held = []
    end = '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>' if rows.count else ""
    yield f"{''.join(held)}</sheetData>{end}</worksheet>".encode()


def _row(place: int, row: Sequence[Cell], style: int) -> str:
    cells = "".join(_cell(f"{letters(column)}{place}", value, style) for column, value in enumerate(row))
    return f'<row r="{place}">{cells}</row>'


def _cell(where: str, value: Cell, style: int) -> str:
    if isinstance(value, str):
        text = escape(FORBIDDEN.sub("", value))
        return f'<c r="{where}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{where}" s="{style}"><v>{value!r}</v></c>'


def _table(sheet: Sheet, count: int, place: int) -> str:
    """Mark the table, so that programs and screen readers know where its header and its rows are."""
    top = len(sheet.lines) + 1
    area = f"A{top}:{letters(len(sheet.columns) - 1)}{top + count}"
    columns = "".join(
        f"<tableColumn id={quoteattr(str(number))} name={quoteattr(name)}/>"
        for number, name in enumerate(sheet.columns, start=1)
    )
    name = quoteattr(sheet.table)
    return (
        f'{HEAD}<table xmlns="{MAIN}" id="{place}" name={name} displayName={name} ref="{area}" totalsRowShown="0">'
        f'<tableColumns count="{len(sheet.columns)}">{columns}</tableColumns>'
        '<tableStyleInfo showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/></table>'
    )


def _relations(inside: str) -> str:
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _frame(names: Sequence[str], tables: Sequence[int], title: str) -> Iterator[Member]:
    """Write what holds the sheets together; it comes last, when all of them are known."""
    places = range(1, len(names) + 1)
    styles = len(names) + 1
    kinds = [("/xl/workbook.xml", f"{OFFICE}.sheet.main+xml"), ("/xl/styles.xml", f"{OFFICE}.styles+xml")]
    kinds += [(f"/xl/worksheets/sheet{place}.xml", f"{OFFICE}.worksheet+xml") for place in places]
    kinds += [(f"/xl/tables/table{place}.xml", f"{OFFICE}.table+xml") for place in tables]
    kinds.append(("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
    types = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds)
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    defaults += '<Default Extension="xml" ContentType="application/xml"/>'
    yield _part("[Content_Types].xml", f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{defaults}{types}</Types>')
    office = f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    core = (
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    )
    yield _part("_rels/.rels", _relations(office + core))
    yield _part(
        "docProps/core.xml",
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>en-GB</dc:language></cp:coreProperties>",
    )
    listed = "".join(
        f"<sheet name={quoteattr(name)} sheetId={quoteattr(str(place))} r:id={quoteattr(f'rId{place}')}/>"
        for place, name in enumerate(names, start=1)
    )
    yield _part(
        "xl/workbook.xml",
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
    )
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place in places
    )
    links += f'<Relationship Id="rId{styles}" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    yield _part("xl/_rels/workbook.xml.rels", _relations(links))
    yield _part("xl/styles.xml", STYLES)
