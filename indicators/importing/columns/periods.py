"""Reads what people write for a period, and tells whether dates are a period of their kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from indicators.importing.vocabulary import PERIOD_KINDS

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMES = tuple(month.capitalize() for month in MONTHS)
YEAR_STARTS = {"calendar_year": (1, 1), "financial_year": (4, 1), "academic_year": (9, 1)}
#: when everybody was counted
CENSUS_DAYS = {1991: date(1991, 4, 21), 2001: date(2001, 4, 29), 2011: date(2011, 3, 27), 2021: date(2021, 3, 21)}

_LONGEST = 60
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SPLIT = rf"{_YEAR}/(?P<second>\d\d(?:\d\d)?)"
#: how the parts of a range are joined
_JOINT = re.compile(r"\s+(?:to|-|–|—)\s+|\s*[–—]\s*|(?<=\w)\s*-\s*(?=\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Period:
    """First and last day, what kind of period it is, and its name for readers."""

    start: date
    end: date
    kind: str
    label: str


def last_day(start: date, months: int) -> date:
    """Give the last day of so many months that begin on a day; of a leap day, the last of February."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    try:
        return start.replace(year=year, month=month) - timedelta(days=1)
    except ValueError:
        return date(year, 2, 28)


def kind_fault(start: date, end: date, kind: str) -> str:
    """Say why dates are not a period of their kind; empty where they are."""
    if start > end:
        return "is no period: its last day is before its first"
    if kind in YEAR_STARTS and ((start.month, start.day) != YEAR_STARTS[kind] or end != last_day(start, 12)):
        return f"is not a {PERIOD_KINDS[kind]}"
    if kind == "quarter" and (start.day != 1 or start.month not in {1, 4, 7, 10} or end != last_day(start, 3)):
        return "is not a quarter"
    if kind == "day" and start != end:
        return "is more than one day"
    if kind == "pooled_years" and end <= last_day(start, 12):
        return "is not more than one year"
    return ""


def kind_of(start: date, end: date) -> str:
    """Tell what kind of period two dates are."""
    if start == end:
        return "day"
    for kind in (*YEAR_STARTS, "quarter"):
        if not kind_fault(start, end, kind):
            return kind
    return "pooled_years" if end >= last_day(start, 24) else "months"


def label_of(start: date, end: date, kind: str) -> str:
    """Name a period as readers see it."""
    if kind == "day":
        return f"{start.day} {start:%B %Y}"
    if kind == "calendar_year":
        return str(start.year)
    if kind in {"financial_year", "academic_year"}:
        return _split(start.year)
    if kind == "pooled_years" and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year} to {end.year}"
    if kind == "pooled_years" and (start.month, start.day, end.month, end.day) == (4, 1, 3, 31):
        return f"{_split(start.year)} to {_split(end.year - 1)}"
    first, last = f"{NAMES[start.month - 1]} {start.year}", f"{NAMES[end.month - 1]} {end.year}"
    return f"{start:%B %Y}" if first == last else f"{first} to {last}"


def _split(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02}"


def read_period(text: str, *, year_kind: str = "financial_year", years: int | None = None) -> Period:
    """Read a period as people write it; raises `ValueError` with the reason where it could be read two ways or not at all.

    `year_kind` says what 2022/23 is: a financial or a school year. `years` is the number of years where the file tells it.
    """
    words = re.sub(r"\s+", " ", text).strip()
    if len(words) > _LONGEST:
        raise ValueError("that is too long for a period")
    found = _one(words, year_kind) or _range(words, year_kind, years)
    if found is None:
        raise ValueError(f"“{words}” is not a period we can read")
    start, end = found
    kind = kind_of(start, end)
    if kind == "academic_year" and year_kind != kind:
        kind = "months"
    label = words if words.casefold().startswith("census") else label_of(start, end, kind)
    return Period(start, end, kind, label)


def _one(words: str, year_kind: str) -> tuple[date, date] | None:
    """Read what is a single year, quarter, month or day."""
    for pattern, read in _SINGLE:
        if match := re.fullmatch(pattern, words, re.IGNORECASE):
            return read(match, year_kind)
    return None


def _calendar_year(match: re.Match[str], year_kind: str) -> tuple[date, date]:
    year = int(match["year"])
    return date(year, 1, 1), date(year, 12, 31)


def _year_start(match: re.Match[str], year_kind: str) -> date:
    year, second = int(match["year"]), int(match["second"])
    if second % 100 != (year + 1) % 100:
        raise ValueError(f"“{match[0]}” is not one year after the other")
    return date(year, *YEAR_STARTS[year_kind])


def _split_year(match: re.Match[str], year_kind: str) -> tuple[date, date]:
    start = _year_start(match, year_kind)
    return start, last_day(start, 12)


def _split_quarters(match: re.Match[str], year_kind: str) -> tuple[date, date]:
    start = _year_start(match, "financial_year")
    first, last = int(match["quarter"]), int(match.groupdict().get("until") or match["quarter"])
    if last < first:
        raise ValueError(f"“{match[0]}” ends before it begins")
    return _plus(start, 3 * (first - 1)), last_day(start, 3 * last)


def _quarter(match: re.Match[str], year_kind: str) -> tuple[date, date]:
    start = _plus(date(int(match["year"]), 1, 1), 3 * (int(match["quarter"]) - 1))
    return start, last_day(start, 3)


def _month(match: re.Match[str], year_kind: str) -> tuple[date, date]:
    start = date(int(match["year"]), MONTHS.index(match["month"][:3].lower()) + 1, 1)
    return start, last_day(start, 1)


def _year_ending(match: re.Match[str], year_kind: str) -> tuple[date, date]:
    _, end = _month(match, year_kind)
    start = date(end.year, 1, 1) if end.month == 12 else date(end.year - 1, end.month + 1, 1)
    return start, end


def _day(match: re.Match[str], year_kind: str) -> tuple[date, date]:
    month = match["month"]
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
    try:
        day = date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        raise ValueError(f"“{match[0]}” is a day that does not exist") from None
    return day, day


def _census(match: re.Match[str], year_kind: str) -> tuple[date, date] | None:
    day = CENSUS_DAYS.get(int(match["year"]))
    return (day, day) if day else None


def _plus(start: date, months: int) -> date:
    month = start.month - 1 + months
    return date(start.year + month // 12, month % 12 + 1, 1)


_DAY_TIME = r"(?:[ T]00:00(?::00)?)?"
_SINGLE = (
    (_YEAR, _calendar_year),
    (_SPLIT, _split_year),
    (rf"{_SPLIT} Q(?P<quarter>[1-4])(?:\s*[-–]\s*Q(?P<until>[1-4]))?", _split_quarters),
    (rf"{_YEAR} Q(?P<quarter>[1-4])", _quarter),
    (rf"{_MONTH} {_YEAR}", _month),
    (rf"(?:12 months|year) (?:ending|to)(?: the end of)? {_MONTH} {_YEAR}", _year_ending),
    (rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d){_DAY_TIME}", _day),
    (rf"(?P<day>\d\d?)/(?P<month>\d\d?)/{_YEAR}", _day),
    (rf"(?P<day>\d\d?) {_MONTH} {_YEAR}", _day),
    (rf"census(?: day)? {_YEAR}", _census),
)


def _range(words: str, year_kind: str, years: int | None) -> tuple[date, date] | None:
    """Read what goes from one year, quarter, month or day to another."""
    parts = _JOINT.split(words)
    if len(parts) != 2:
        return None
    first, last = parts
    if re.fullmatch(r"\d\d", last) and re.fullmatch(r"(?:19|20)\d\d", first):
        last = _in_full(first, last)
    elif match := re.fullmatch(r"(\d\d)/(\d\d)", last):
        last = f"{_in_full(first[:4], match[1])}/{match[2]}"
    elif re.fullmatch(_MONTH, first, re.IGNORECASE) and (match := re.search(_YEAR, last)):
        first = f"{first} {match['year']}"
    start, end = _one(first, year_kind), _one(last, year_kind)
    if start is None or end is None:
        return None
    if start[0] > end[1]:
        raise ValueError(f"“{words}” ends before it begins")
    if first.isdigit() and int(last) == int(first) + 1 and not re.search(r"\s", words):
        return _two_ways(words, int(first), year_kind, years)
    return start[0], end[1]


def _in_full(first: str, last: str) -> str:
    """Write the last two figures of a year in full, given the year before it."""
    century = int(first[:2]) + (int(last) < int(first[2:4]))
    return f"{century}{last}"


def _two_ways(words: str, year: int, year_kind: str, years: int | None) -> tuple[date, date]:
    """Read 2022-23, which may be one year across two or two years together."""
    if years == 1:
        start = date(year, *YEAR_STARTS[year_kind])
        return start, last_day(start, 12)
    if years == 2:
        return date(year, 1, 1), date(year + 1, 12, 31)
    raise ValueError(f"“{words}” may be one year or two: write {_split(year)} or {year} to {year + 1}")
