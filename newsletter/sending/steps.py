"""The steps of sending, by name, so that a demonstration can stop a worker at each of them. Does nothing itself."""

from __future__ import annotations

FREEZING, FROZEN = "freezing", "frozen"
CLAIMING, CLAIMED = "claiming", "claimed"
MARKED = "marked"
SENDER_TAKEN, READER_TAKEN, DATA_WANTED, HANDED_OVER, ANSWERED = "mail", "rcpt", "data", "handed over", "answered"
RECORDED, FINISHING = "recorded", "finishing"
ALL = (
    *(FREEZING, FROZEN, CLAIMING, CLAIMED, MARKED),
    *(SENDER_TAKEN, READER_TAKEN, DATA_WANTED, HANDED_OVER, ANSWERED, RECORDED, FINISHING),
)


def reached(step: str) -> None:
    """Do nothing."""
