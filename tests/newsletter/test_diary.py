"""When something is: in words, and as a calendar file that is read back."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from newsletter.diary import Entry, Span, calendar_file, words

HERE = ZoneInfo("Europe/London")
CHANGED = dt.datetime(2026, 11, 2, 10, 15, 30, tzinfo=dt.UTC)


def at(day: int, hour: int, minute: int = 0, *, month: int = 12, year: int = 2023) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=HERE)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(dt.date(2023, 12, 14)), "14 December 2023"),
        (Span(dt.date(2023, 12, 14), dt.date(2023, 12, 14)), "14 December 2023"),
        (Span(dt.date(2026, 11, 21), dt.date(2026, 11, 22)), "21 to 22 November 2026"),
        (Span(dt.date(2026, 11, 30), dt.date(2026, 12, 2)), "30 November to 2 December 2026"),
        (Span(dt.date(2026, 12, 31), dt.date(2027, 1, 1)), "31 December 2026 to 1 January 2027"),
        (Span(at(1, 9, 30)), "1 December 2023, 9:30am"),
        (Span(at(1, 10), at(1, 10)), "1 December 2023, 10am"),
        (Span(at(1, 9, 30), at(1, 13)), "1 December 2023, 9:30am to 1pm"),
        (Span(at(1, 12), at(1, 14, 5)), "1 December 2023, midday to 2:05pm"),
        (Span(at(1, 20), at(2, 0)), "1 December 2023, 8pm, to 2 December 2023, midnight"),
        (Span(at(1, 0, 15), at(1, 12, 30)), "1 December 2023, 12:15am to 12:30pm"),
    ],
)
def test_words(span: Span, expected: str) -> None:
    assert words(span) == expected


def entry(span: Span, **values: str) -> Entry:
    defaults = {
        "uid": "5f0c6f0e-0000-4000-8000-000000000001",
        "title": "One year on",
        "address": "https://town.example/events/one-year-on/",
    }
    return Entry(span=span, changed_at=CHANGED, **defaults | values)


def read(file: bytes) -> Event:
    """Read a calendar file back; it holds one event."""
    calendar = Calendar.from_ical(file)
    (event,) = calendar.events
    return event


def test_the_file_of_a_whole_day_to_the_byte() -> None:
    file = calendar_file(
        entry(Span(dt.date(2023, 12, 14)), location="Hall 1, High Street", summary="A look back; and ahead.")
    )

    assert file == (
        b"BEGIN:VCALENDAR\r\n"
        b"VERSION:2.0\r\n"
        b"PRODID:-//Health Equity Town//Events//EN\r\n"
        b"CALSCALE:GREGORIAN\r\n"
        b"BEGIN:VEVENT\r\n"
        b"SUMMARY:One year on\r\n"
        b"DTSTART;VALUE=DATE:20231214\r\n"
        b"DTEND;VALUE=DATE:20231215\r\n"
        b"DTSTAMP:20261102T101530Z\r\n"
        b"UID:5f0c6f0e-0000-4000-8000-000000000001\r\n"
        b"DESCRIPTION:A look back\\; and ahead.\\n\\nhttps://town.example/events/one-ye\r\n"
        b" ar-on/\r\n"
        b"LAST-MODIFIED:20261102T101530Z\r\n"
        b"LOCATION:Hall 1\\, High Street\r\n"
        b"URL:https://town.example/events/one-year-on/\r\n"
        b"END:VEVENT\r\n"
        b"END:VCALENDAR\r\n"
    )


def test_several_days_end_on_the_day_after_the_last() -> None:
    event = read(calendar_file(entry(Span(dt.date(2026, 2, 27), dt.date(2026, 2, 28)))))

    assert (event.start, event.end) == (dt.date(2026, 2, 27), dt.date(2026, 3, 1))


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (at(14, 9, 30), b"DTSTART:20231214T093000Z"),
        (at(14, 9, 30, month=7), b"DTSTART:20230714T083000Z"),  # summer time
        (at(26, 1, 30, month=3), b"DTSTART:20230326T013000Z"),  # an hour that the clocks leave out
    ],
)
def test_times_are_given_in_utc(start: dt.datetime, expected: bytes) -> None:
    assert expected in calendar_file(entry(Span(start)))


def test_an_event_without_an_end_has_none() -> None:
    assert b"DTEND" not in calendar_file(entry(Span(at(14, 9))))


def test_the_same_event_gives_the_same_file() -> None:
    assert calendar_file(entry(Span(at(14, 9), at(14, 12)))) == calendar_file(entry(Span(at(14, 9), at(14, 12))))


def test_nothing_of_the_text_can_start_a_line_of_its_own() -> None:
    title = "Talk\r\nATTENDEE:mailto:someone@example.org\nEND:VEVENT"

    file = calendar_file(entry(Span(at(14, 9)), title=title))

    assert b"\r\nATTENDEE" not in file
    assert file.count(b"\r\nEND:VEVENT") == 1
    assert str(read(file)["SUMMARY"]).replace("\r\n", "\n") == title.replace("\r\n", "\n")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=250))
def test_lines_are_folded_and_read_back(title: str) -> None:
    file = calendar_file(entry(Span(dt.date(2026, 1, 1)), title=title))

    lines = file.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in file.replace(b"\r\n", b"")
    file.decode("utf-8")
    assert str(read(file)["SUMMARY"]) == title
