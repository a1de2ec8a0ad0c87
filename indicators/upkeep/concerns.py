"""The reasons to look after an indicator, each a question with one answer. Plain values in and out: no SQL, no request."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

#: how long publishers may take, in months, before figures that have not come count as stale
PATIENCE = 18
#: commentary older than this, in months, says little about the figures of today
COMMENT_AGE = 12
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
UNITS = {"month": 1, "quarter": 3, "year": 12}
EVERY = re.compile(r"every (?:(\w+) )?(month|quarter|year)s?")
WORDS = (("month", 1), ("quarter", 3), ("biennial", 24), ("annual", 12), ("year", 12), ("census", 120))
ENDED = ("ended", "once", "ceased", "discontinued", "stopped")


def months_between(frequency: str) -> int | None:
    """Read how many months lie between two figures from words such as “annual (March)”; None if it cannot be told.

    What stands first counts: “annual (rolling quarterly at source)” comes once a year. A series that ended gives None.
    """
    text = frequency.casefold()
    if any(word in text for word in ENDED):
        return None
    every = EVERY.search(text)
    if every:
        number = every[1] or "1"
        times = int(number) if number.isdecimal() and len(number) < 4 else NUMBERS.get(number)
        return times * UNITS[every[2]] if times else None
    found = [(text.index(word), months) for word, months in WORDS if word in text]
    return min(found)[1] if found else None


def months_since(day: date, *, today: date) -> int:
    """Count the whole months from a day to today."""
    return (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)


@dataclass(frozen=True)
class Upkeep:
    """How one indicator stands: what is known of it, as far as somebody has to care."""

    is_live: bool
    has_changes: bool
    is_proxy: bool
    frequency: str
    next_update_on: date | None
    latest_on: date | None
    commented_on: date | None
    author: str
    checker: str
    reviewed_on: date | None
    next_review_on: date | None


Question = Callable[[Upkeep, date], bool]


def is_stale(one: Upkeep, today: date) -> bool:
    """Tell whether newer figures should long have come: one interval and the publisher's time have passed."""
    months = months_between(one.frequency)
    return (
        one.latest_on is not None
        and months is not None
        and months_since(one.latest_on, today=today) >= months + PATIENCE
    )


def is_overdue(one: Upkeep, today: date) -> bool:
    """Tell whether the day on which new figures were expected has passed."""
    return one.next_update_on is not None and one.next_update_on < today


def has_draft(one: Upkeep, today: date) -> bool:
    """Tell whether readers do not see it, or not as it stands in the CMS."""
    return not one.is_live or one.has_changes


def has_no_figure(one: Upkeep, today: date) -> bool:
    """Tell whether no figure is held for the town."""
    return one.latest_on is None


def has_no_comment(one: Upkeep, today: date) -> bool:
    """Tell whether nobody has said lately what lies behind the figures."""
    return one.commented_on is None or months_since(one.commented_on, today=today) >= COMMENT_AGE


def is_unchecked(one: Upkeep, today: date) -> bool:
    """Tell whether its definition lacks an author, a second person's check, or a check that still counts."""
    is_due = one.next_review_on is not None and one.next_review_on < today
    return not (one.author and one.checker and one.reviewed_on) or is_due


def stands_in(one: Upkeep, today: date) -> bool:
    """Tell whether its figures measure something near the title only."""
    return one.is_proxy


#: where it is put right: with a new file of figures, or on a tab of the indicator's form
FIGURES, NUMBER, TRUST, AIMS, CARE = "figures", "number", "source_and_trust", "aims_and_commentary", "care"


@dataclass(frozen=True)
class Concern:
    """One reason to look: what it is called, what to do about it and where, and when it holds."""

    slug: str
    title: str
    short: str
    advice: str
    where: str
    holds: Question


CONCERNS = (
    Concern(
        "stale",
        "Stale figures",
        "Stale",
        "See whether the source has newer figures, and load them. If the series ended, say so under “how often”.",
        FIGURES,
        is_stale,
    ),
    Concern(
        "overdue",
        "Past the next update",
        "Update is due",
        "Load the figures that were due, or set the next date.",
        TRUST,
        is_overdue,
    ),
    Concern(
        "no-figure",
        "Without any figure",
        "No figure",
        "Load figures, or say in the definition why there are none.",
        FIGURES,
        has_no_figure,
    ),
    Concern(
        "draft",
        "Not published, or changed since",
        "Draft",
        "Look at the draft. Publish it, or take the changes back.",
        "",
        has_draft,
    ),
    Concern(
        "no-comment",
        "Without commentary of this year",
        "No comment",
        "Say what lies behind the latest figures, and sign it.",
        AIMS,
        has_no_comment,
    ),
    Concern(
        "unchecked",
        "Definition not checked",
        "Not checked",
        "Let a second person check the definition against its source. Enter author, checker and both dates.",
        CARE,
        is_unchecked,
    ),
    Concern(
        "stand-in",
        "Stand-ins",
        "Stand-in",
        "Look for a source that measures the title itself.",
        TRUST,
        stands_in,
    ),
)
BY_SLUG = {concern.slug: concern for concern in CONCERNS}


def concerns_of(one: Upkeep, *, today: date) -> tuple[Concern, ...]:
    """Give every reason to look after an indicator, the most pressing first."""
    return tuple(concern for concern in CONCERNS if concern.holds(one, today))
