"""Opens CSV safely: tells its encoding and its first rows, and refuses what only looks like CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from indicators.importing.faults import UnreadableFileError, unreadable

#: how much of a file's beginning is looked at before it is read
SNIFFED = 65_536
SAVE_AS = "In Excel choose File, Save as, “CSV UTF-8 (Comma delimited)”."


@dataclass(frozen=True)
class CsvFile:
    """A CSV file, its encoding known and its first bytes found harmless."""

    path: Path
    name: str
    encoding: str
    #: ends rows as programs for old Macintosh computers did, or has such an end within a cell
    has_bare_returns: bool = False

    def head(self, records: int) -> list[list[str]]:
        """Give the first records; fewer where the file is shorter or broken."""
        found: list[list[str]] = []
        with self.opened() as text:
            try:
                found.extend(islice(csv.reader(text, strict=True), records))
            except csv.Error as error:
                if not found:
                    raise broken(self.name, error, line=1) from error
            except UnicodeError as error:
                raise wrong_encoding(self.name) from error
        return found

    def opened(self) -> io.TextIOWrapper:
        """Open the file as text; bytes that are not UTF-8 become lone surrogates, so that their row can be told."""
        errors = "surrogateescape" if self.encoding == "utf-8-sig" else "strict"
        return self.path.open(encoding=self.encoding, errors=errors, newline="")

    def offset_after(self, records: int) -> int | None:
        """Give the byte at which the record after the first ones begins; None where only a slower reader can tell."""
        offset = 0

        def lines() -> Iterator[str]:
            nonlocal offset
            with self.path.open("rb") as file:
                for line in file:
                    offset += len(line)
                    yield line.decode("utf-8", errors="surrogateescape")

        reader = csv.reader(lines(), strict=True)
        try:
            for _ in range(records):
                next(reader)
        except csv.Error:
            return None
        return offset


def open_csv(path: Path, *, name: str) -> CsvFile:
    """Look at a file's first bytes; raises `UnreadableFileError` where it cannot be CSV."""
    with path.open("rb") as file:
        start = file.read(SNIFFED)
    if not start:
        raise unreadable(name, "The file is empty.", mend="Check that it was saved, and choose it again.")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return CsvFile(path, name, "utf-16")
    if start.count(b"\0") > len(start) // 10:
        raise unreadable(name, "This is not UTF-8 text.", mend=SAVE_AS)
    if not start.removeprefix(b"\xef\xbb\xbf").strip():
        raise unreadable(name, "The file is empty.", mend="Check that it was saved, and choose it again.")
    markup = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if markup.startswith((b"<!doctype", b"<html", b"<?xml", b"{", b"[{")):
        raise unreadable(
            name,
            "This is a web page or data for programs, not a table.",
            mend="Download the file again; you may have to sign in at the publisher’s site first.",
        )
    return CsvFile(path, name, "utf-8-sig", has_bare_returns=start.count(b"\r") != start.count(b"\r\n"))


def refuse_other_marks(file: str, records: Sequence[Sequence[str]]) -> None:
    """Raise `UnreadableFileError` where cells are parted by something other than commas."""
    for line, record in enumerate(records, start=1):
        for mark, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "upright strokes")):
            if record and record[0].count(mark) >= 2 and record[0].count(mark) > len(record):
                reason = f"The cells are parted by {word}; this has to be commas."
                raise unreadable(file, reason, line=line, mend=SAVE_AS)


def broken(file: str, error: csv.Error, *, line: int) -> UnreadableFileError:
    """Word a broken quotation."""
    reason = f"This is not CSV: {error}."
    mend = "Look for a quotation mark that is opened and not closed, in this row or a row above it."
    if "unexpected end" in str(error):
        mend += " If there is none, the file was cut off: download or save it again."
    return unreadable(file, reason, line=line, mend=mend)


def wrong_encoding(file: str, *, line: int | None = None) -> UnreadableFileError:
    """Word a file that is not UTF-8."""
    return unreadable(file, "This is not UTF-8 text. Save the file as “CSV UTF-8”.", line=line, mend=SAVE_AS)
