"""When something happens: in words for readers and as a calendar file (RFC 5545). Plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from icalendar import Calendar, Event, vDDDTypes, vText, vUri

PRODUCT = "-//Health Equity Town//Events//EN"


@dataclass(frozen=True)
class Span:
    """From when to when: days (dates), or moments with their zone (datetimes); the last day is included."""

    start: dt.date
    end: dt.date | None = None

    @property
    def is_days(self) -> bool:
        """Tell whether only days are given, no times."""
        return not isinstance(self.start, dt.datetime)


@dataclass(frozen=True)
class Entry:
    """What a calendar holds of an event."""

    uid: str
    title: str
    span: Span
    changed_at: dt.datetime
    address: str
    summary: str = ""
    location: str = ""


def day(date: dt.date) -> str:
    """Write a day out, for example 14 December 2023."""
    return f"{date.day} {date:%B %Y}"


def clock(moment: dt.date) -> str:
    """Write a time of day, for example 9:30am, 1pm, midday or midnight."""
    if f"{moment:%H%M}" in ("0000", "1200"):
        return "midday" if f"{moment:%H}" == "12" else "midnight"
    words = f"{moment:%I:%M%p}".lower().lstrip("0")
    return words.replace(":00", "")


def words(span: Span) -> str:
    """Say when something is, with “to” for ranges and nothing said twice."""
    start, end = span.start, span.end
    if span.is_days:
        return days(start, end or start)
    if end is None or end == start:
        return f"{day(start)}, {clock(start)}"
    if (start.year, start.month, start.day) == (end.year, end.month, end.day):
        return f"{day(start)}, {clock(start)} to {clock(end)}"
    return f"{day(start)}, {clock(start)}, to {day(end)}, {clock(end)}"


def days(first: dt.date, last: dt.date) -> str:
    """Write a range of days, leaving out a month or year that both share."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def calendar_file(entry: Entry) -> bytes:
    """Write one event as an iCalendar file.

    Times are given in UTC, which needs no time zone table. A whole day has a date and, by the standard, ends on the
    day after its last. DTSTAMP is when the event was last changed, so that the same event gives the same file.
    """
    event = Event()
    event.add("uid", vText(entry.uid))
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC))
    event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    event.add("summary", vText(entry.title))
    _add_span(event, entry.span)
    if entry.location:
        event.add("location", vText(entry.location))
    if entry.summary:
        event.add("description", vText(f"{entry.summary}\n\n{entry.address}"))
    event.add("url", vUri(entry.address))
    calendar = Calendar()
    calendar.add("prodid", vText(PRODUCT))
    calendar.add("version", vText("2.0"))
    calendar.add("calscale", vText("GREGORIAN"))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _add_span(event: Event, span: Span) -> None:
    """Add the start and, where it is known, the end."""
    start, end = span.start, span.end
    if isinstance(start, dt.datetime):
        event.add("dtstart", vDDDTypes(start.astimezone(dt.UTC)))
        if isinstance(end, dt.datetime) and end > start:
            event.add("dtend", vDDDTypes(end.astimezone(dt.UTC)))
        return
    event.add("dtstart", vDDDTypes(start))
    event.add("dtend", vDDDTypes((end or start) + dt.timedelta(days=1)))
