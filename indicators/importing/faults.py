"""Collects what is wrong with a file: the first thousand in full, all of them counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from het_site.core.faults import Fault

KEPT = 1000
#: how much of a cell is quoted
QUOTED = 80


class UnreadableFileError(Exception):
    """A file that cannot be read at all; its faults say why and what to do."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


class Faults:
    """The faults of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.kept: list[Fault] = []
        self.count = 0

    @property
    def room(self) -> int:
        """Tell how many more are kept."""
        return KEPT - len(self.kept)

    def fault(
        self, reason: str, *, line: int | None = None, column: str = "", value: str = "", mend: str = ""
    ) -> Fault:
        """Word a fault of this file, without keeping it."""
        return Fault(self.file, reason, line, column=column, value=quoted(value), mend=mend)

    def add(self, fault: Fault) -> None:
        """Count a fault, and keep it while there is room."""
        self.extend([fault], 1)

    def extend(self, faults: Iterable[Fault], count: int) -> None:
        """Count faults of one part of the file, and keep the first of them in the order of their rows."""
        self.count += count
        if self.room:
            self.kept += sorted(faults, key=lambda fault: fault.line or 0)[: self.room]


def quoted(value: object) -> str:
    """Shorten a cell for a message."""
    text = "" if value is None else str(value)
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


def listed(words: Sequence[str], joint: str = "or") -> str:
    """Write words as a list in a sentence."""
    return f"{', '.join(words[:-1])} {joint} {words[-1]}" if len(words) > 1 else words[0]


def unreadable(file: str, reason: str, *, line: int | None = None, mend: str = "") -> UnreadableFileError:
    """Word the one fault that keeps a whole file from being read."""
    return UnreadableFileError([Fault(file, reason, line, mend=mend)])
