"""Tells each step of a start in one line with its time, and a failure in plain words with the end of what was said."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

STARTED_AT = "HET_STARTED_AT"  # handed from process to process, so that the last line can tell the whole time
_printing = threading.Lock()


class StepError(Exception):
    """A step failed; the message is for the person who started it."""


@dataclass
class Step:
    """A step under way; its text may still change to what was really done."""

    text: str


@contextmanager
def step(text: str) -> Iterator[Step]:
    """Print the text and the seconds it took, once the work inside is done."""
    current = Step(text)
    began = time.monotonic()
    yield current
    tell(f"{current.text:<42}{time.monotonic() - began:6.1f} s")


def tell(line: str) -> None:
    """Print one whole line, also when several steps end at once."""
    with _printing:
        print(line, flush=True)


def begin() -> None:
    """Note when the first process of a start began."""
    os.environ.setdefault(STARTED_AT, str(time.time()))


def seconds_since_begin() -> float:
    """Return how long the start has taken so far, in seconds."""
    return time.time() - float(os.environ.get(STARTED_AT) or time.time())


def exit_code_of(work: Callable[[], int]) -> int:
    """Do the work; say a failure in its own words and without a traceback."""
    try:
        return work()
    except StepError as failure:
        print(failure, file=sys.stderr, flush=True)
        return 1


def tail(said: str, lines: int = 30) -> str:
    """Return the last lines of what a program said."""
    return "\n".join(said.strip().splitlines()[-lines:])
