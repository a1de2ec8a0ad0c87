"""What is wrong with a file that is being loaded, told so that its author can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault: the file, its line (None when it is about the whole file) and the reason in plain words.

    Tables say besides in which column it is, what stands there, and how to mend it.
    """

    file: str
    reason: str
    line: int | None = None
    column: str = ""
    value: str = ""
    mend: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.reason}"


class FaultyFilesError(Exception):
    """Files that cannot be loaded; nothing of them has been."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))
