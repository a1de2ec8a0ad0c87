"""Reads the rows of a CSV file a batch at a time: fast where it is well formed, to the letter of the rules where not."""

from __future__ import annotations

import csv
import gc
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import polars as pl

from het_site.core.faults import Fault
from indicators.importing.faults import Faults, UnreadableFileError
from indicators.importing.sheets.csv_text import CsvFile, broken, wrong_encoding

BATCH = 50_000
CHUNK = 8_000_000
#: how many cells that all rows lack are tried
_TRIED = 1
_QUOTED = re.compile(rb'"[^"]*"')


@dataclass(frozen=True)
class Layout:
    """Where the table stands in its file and how wide it is."""

    header_line: int
    width: int
    #: how many cells a row may lack at its end
    may_lack: int = 0
    #: what stands to the right of the table does not matter
    ignores_extra: bool = False


def csv_frames(file: CsvFile, layout: Layout, faults: Faults) -> Iterator[pl.DataFrame]:
    """Give the rows under the header: text columns c0, c1, … and `line`; what cannot be read is a fault.

    A chunk without a stray mark is parsed by Polars. From the first chunk that is not so the rest is read by the standard
    library, whose faults name the row.
    """
    line = layout.header_line + 1
    offset = 0
    if file.encoding == "utf-8-sig" and not file.has_bare_returns:
        offset = file.offset_after(layout.header_line) or 0
    if offset:
        for chunk in _chunks(file, offset):
            frame = _parsed(chunk, layout) if chunk else None
            if frame is None:
                break
            yield from _numbered(frame, line)
            line += frame.height
            offset += len(chunk)
        else:
            return
    yield from _slowly(file, layout, faults, offset=offset, line=line)


def _numbered(frame: pl.DataFrame, line: int) -> Iterator[pl.DataFrame]:
    yield from frame.with_row_index("line", offset=line).iter_slices(BATCH)


def _chunks(file: CsvFile, offset: int) -> Iterator[bytes]:
    """Cut a file into pieces that end where a record does; an empty one where no end is in sight."""
    rest = b""
    with file.path.open("rb") as raw:
        raw.seek(offset)
        while block := raw.read(CHUNK):
            block = rest + block
            cut = block.rfind(b"\n") + 1
            while cut and block.count(b'"', 0, cut) % 2:
                cut = block.rfind(b"\n", 0, block.rfind(b'"', 0, cut)) + 1
            if cut:
                yield block[:cut]
            rest = block[cut:]
            if len(rest) > 2 * CHUNK:
                yield b""
                return
    if rest:
        yield rest


def _parsed(chunk: bytes, layout: Layout) -> pl.DataFrame | None:
    """Parse a chunk; None where it holds anything that two readers might understand differently."""
    if b"\0" in chunk or (b"\r" in chunk and chunk.count(b"\r") != chunk.count(b"\r\n")):
        return None
    bare = chunk
    if b'"' in chunk:
        bare = _without_quotations(chunk)
        if not _is_well_quoted(bare):
            return None
    commas = bare.count(b",")
    for width in range(layout.width, layout.width - min(layout.may_lack, _TRIED) - 1, -1):
        frame = _with_width(chunk, width) if width else None
        # a row that is too long is refused, so this many commas mean that none is too short
        if frame is not None and commas == (width - 1) * frame.height:
            return frame.with_columns(pl.lit("").alias(f"c{place}") for place in range(width, layout.width))
        if frame is not None and commas > (width - 1) * frame.height:
            return None
    return None


def _without_quotations(chunk: bytes) -> bytes:
    """Put a zero byte for what stands in quotation marks, marks written twice included."""
    bare = _QUOTED.sub(b"\0", chunk)
    while b"\0\0" in bare:
        bare = bare.replace(b"\0\0", b"\0")
    return bare


def _is_well_quoted(bare: bytes) -> bool:
    """Tell whether quotation marks stand where cells begin and end."""
    marks = bare.count(b"\0")
    begins = bare.count(b",\0") + bare.count(b"\n\0") + bare.startswith(b"\0")
    ends = bare.count(b"\0,") + bare.count(b"\0\r") + bare.count(b"\0\n") + bare.endswith(b"\0")
    return b'"' not in bare and begins == ends == marks


def _with_width(chunk: bytes, width: int) -> pl.DataFrame | None:
    schema = {f"c{place}": pl.String for place in range(width)}
    try:
        return pl.read_csv(chunk, has_header=False, schema=schema, empty_string_is_null=False)
    except (pl.exceptions.PolarsError, UnicodeError):
        return None


def _slowly(file: CsvFile, layout: Layout, faults: Faults, *, offset: int, line: int) -> Iterator[pl.DataFrame]:
    with file.path.open("rb") as raw:
        raw.seek(offset)
        encoding = "utf-8" if offset else file.encoding
        errors = "strict" if encoding == "utf-16" else "surrogateescape"
        reader = csv.reader(io.TextIOWrapper(raw, encoding=encoding, errors=errors, newline=""), strict=True)
        try:
            if not offset:
                for _ in range(layout.header_line):
                    next(reader, None)
            while True:
                records, error = _batch(reader)
                if records:
                    yield frame_of(records, line, layout, faults)
                    line += len(records)
                if error is not None:
                    raise broken(file.name, error, line=line) from error
                if not records:
                    return
        except UnicodeError:
            faults.add(wrong_encoding(file.name).faults[0])
        except UnreadableFileError as error:
            # what stands above the broken row is checked all the same
            faults.extend(error.faults, len(error.faults))


def _batch(reader: Iterator[list[str]]) -> tuple[list[list[str]], csv.Error | None]:
    """Give the next records, and the error where one cannot be read."""
    records: list[list[str]] = []
    # millions of small strings cannot be part of a cycle; looking for one would take longer than reading them
    gc.disable()
    try:
        records.extend(islice(reader, BATCH))
    except csv.Error as error:
        return records, error
    finally:
        gc.enable()
    return records, None


def frame_of(records: Sequence[Sequence[str]], line: int, layout: Layout, faults: Faults) -> pl.DataFrame:
    """Turn records into columns; empty ones are passed over, too short or too long ones are faults."""
    lines: Sequence[int] = range(line, line + len(records))
    if any(len(record) != layout.width for record in records):
        fitting = []
        for number, record in zip(lines, records, strict=True):
            cells = _fitted(record, layout)
            if cells is not None:
                fitting.append((number, cells))
            elif record and not _is_text(record):
                raise wrong_encoding(faults.file, line=number)
            elif record:
                faults.add(_ragged(faults, number, len(record), layout.width))
        lines, records = [number for number, _ in fitting], [cells for _, cells in fitting]
    columns = list(zip(*records, strict=True)) if records else [()] * layout.width
    try:
        series = [pl.Series(f"c{number}", cells, dtype=pl.String) for number, cells in enumerate(columns)]
    except UnicodeEncodeError:
        first = next(number for number, record in zip(lines, records, strict=True) if not _is_text(record))
        raise wrong_encoding(faults.file, line=first) from None
    return pl.DataFrame([pl.Series("line", lines, dtype=pl.UInt32), *series])


def _fitted(record: Sequence[str], layout: Layout) -> Sequence[str] | None:
    """Give a record the table's width where only empty cells are too many or may be lacking; else None."""
    over = len(record) - layout.width
    if over > 0:
        return record[: layout.width] if layout.ignores_extra or not any(record[layout.width :]) else None
    return [*record, *[""] * -over] if record and -over <= layout.may_lack else None


def _ragged(faults: Faults, line: int, cells: int, width: int) -> Fault:
    mend = "Put a text that holds a comma in quotation marks, and give every row as many cells as the header."
    return faults.fault(f"The row has {cells} cells; the header has {width}.", line=line, mend=mend)


def _is_text(record: Sequence[str]) -> bool:
    try:
        "".join(record).encode()
    except UnicodeEncodeError:
        return False
    return True
