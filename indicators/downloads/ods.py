"""Writes a workbook as ODS, the open format, while it is sent: the same sheets as in XLSX, each table a named range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from xlsxwriter.utility import xl_col_to_name

from indicators.downloads.packing import Member, packed
from indicators.downloads.sheets import Cell, Sheet, printable

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{prefix}="{_NAMES}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("config", "config"),
        ("meta", "meta"),
    )
)
VERSION = 'office:version="1.3"'
#: how many rows are sent together
ROWS = 200
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: a character’s width in a spreadsheet, in centimetres
CHARACTER = 0.22
#: the widths of columns that are used, each of them a style
WIDTHS = (14, 16, 18, 22, 24, 26, 28, 30, 40, 50, 100, 110)
MANIFEST = (
    f'{HEAD}<manifest:manifest xmlns:manifest="{_NAMES}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}.xml" manifest:media-type="text/xml"/>'
        for name in ("content", "styles", "settings", "meta")
    )
    + "</manifest:manifest>"
)
_COLUMNS = "".join(
    f'<style:style style:name="w{width}" style:family="table-column">'
    f'<style:table-column-properties style:column-width="{width * CHARACTER:.2f}cm"/></style:style>'
    for width in WIDTHS
)
_CELLS = "".join(
    f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap"/>'
    f"{text}</style:style>"
    if name == "wrapped"
    else f'<style:style style:name="{name}" style:family="table-cell">{text}</style:style>'
    for name, text in (
        ("header", '<style:text-properties fo:font-weight="bold"/>'),
        ("title", '<style:text-properties fo:font-weight="bold" fo:font-size="16pt"/>'),
        ("wrapped", ""),
    )
)
STYLES = (
    f'{HEAD}<office:document-styles {SPACES} {VERSION}><office:styles><style:default-style style:family="table-cell">'
    '<style:text-properties fo:font-size="12pt" fo:language="en" fo:country="GB"/></style:default-style></office:styles>'
    "</office:document-styles>"
)


def ods(sheets: Iterable[Sheet], *, title: str) -> Iterator[bytes]:
    """Give the bytes of a workbook; its sheets are taken one after the other, and their rows as they come."""
    return packed(_members(sheets, title))


def _members(sheets: Iterable[Sheet], title: str) -> Iterator[Member]:
    frozen: list[tuple[str, int]] = []
    yield Member("mimetype", [TYPE.encode()], is_plain=True)
    yield Member("content.xml", _content(sheets, frozen))
    yield Member("styles.xml", [STYLES.encode()])
    meta = f'<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">{escape(title)}</dc:title>'
    whole = f"{HEAD}<office:document-meta {SPACES} {VERSION}><office:meta>{meta}</office:meta></office:document-meta>"
    yield Member("meta.xml", [whole.encode()])
    yield Member("settings.xml", [_settings(frozen).encode()])
    yield Member("META-INF/manifest.xml", [MANIFEST.encode()])


def _content(sheets: Iterable[Sheet], frozen: list[tuple[str, int]]) -> Iterator[bytes]:
    """Write all sheets; notes in `frozen` how many rows of each stay in sight, for the settings that come later."""
    yield (
        f"{HEAD}<office:document-content {SPACES} {VERSION}><office:automatic-styles>{_COLUMNS}{_CELLS}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
    ).encode()
    ranges = []
    for sheet in sheets:
        count = 0
        yield _top(sheet).encode()
        style = ' table:style-name="wrapped"' if len(sheet.columns) == 2 else ""
        held: list[str] = []
        for row in sheet.rows:
            count += 1
            held.append(_row(row, style))
            if len(held) >= ROWS:
                yield "".join(held).encode()
                held = []
        yield f"{''.join(held)}</table:table>".encode()
        if sheet.columns:
            frozen.append((sheet.name, len(sheet.lines) + 1))
        if count:
            ranges.append(_range(sheet, count))
    if ranges:
        yield f"<table:database-ranges>{''.join(ranges)}</table:database-ranges>".encode()
    yield b"</office:spreadsheet></office:body></office:document-content>"


def _top(sheet: Sheet) -> str:
    """Write a sheet’s beginning: columns, the lines above, and the header, which is repeated on every printed page."""
    widths = "".join(f'<table:table-column table:style-name="w{width}"/>' for width in sheet.widths)
    lines = [_row([line], ' table:style-name="title"' if place == 0 else "") for place, line in enumerate(sheet.lines)]
    header = _row(sheet.columns, ' table:style-name="header"') if sheet.columns else ""
    head = f"<table:table-header-rows>{header}</table:table-header-rows>" if header else ""
    return f"<table:table table:name={quoteattr(sheet.name)}>{widths}{''.join(lines)}{head}"


def _row(row: Sequence[Cell], style: str) -> str:
    return f"<table:table-row>{''.join(_cell(value, style) for value in row)}</table:table-row>"


def _cell(value: Cell, style: str) -> str:
    if isinstance(value, str):
        text = escape(printable(value)).replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")
        return f'<table:table-cell{style} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    return (
        f'<table:table-cell{style} office:value-type="float" office:value="{value!r}"><text:p>{value!r}</text:p>'
        "</table:table-cell>"
    )


def _range(sheet: Sheet, count: int) -> str:
    name = "'" + sheet.name.replace("'", "''") + "'"
    top = len(sheet.lines) + 1
    area = f"{name}.A{top}:{name}.{xl_col_to_name(len(sheet.columns) - 1)}{top + count}"
    return (
        f"<table:database-range table:name={quoteattr(sheet.table)} table:target-range-address={quoteattr(area)}"
        ' table:contains-header="true" table:display-filter-buttons="false"/>'
    )


def _settings(frozen: Sequence[tuple[str, int]]) -> str:
    """Keep the rows down to the header in sight on every sheet that has a table."""

    def item(name: str, kind: str, value: object) -> str:
        return f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'

    entries = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(name)}>{item('VerticalSplitMode', 'short', 2)}"
        f"{item('VerticalSplitPosition', 'int', rows)}{item('ActiveSplitRange', 'short', 2)}"
        f"{item('PositionBottom', 'int', rows)}</config:config-item-map-entry>"
        for name, rows in frozen
    )
    tables = f'<config:config-item-map-named config:name="Tables">{entries}</config:config-item-map-named>'
    view = f"<config:config-item-map-entry>{item('ViewId', 'string', 'view1')}{tables}</config:config-item-map-entry>"
    views = f'<config:config-item-map-indexed config:name="Views">{view}</config:config-item-map-indexed>'
    return (
        f"{HEAD}<office:document-settings {SPACES} {VERSION}><office:settings>"
        f'<config:config-item-set config:name="ooo:view-settings">{views}</config:config-item-set>'
        "</office:settings></office:document-settings>"
    )
