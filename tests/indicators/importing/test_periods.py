"""Every way in which the publisher writes a period is read, and what could be two periods is not guessed."""

from __future__ import annotations

import re
from datetime import date

import pytest

from indicators.importing.columns.periods import kind_fault, kind_of, label_of, last_day, read_period

READ = [
    ("2006", "2006-01-01", "2006-12-31", "calendar_year", "2006"),
    ("2006 - 08", "2006-01-01", "2008-12-31", "pooled_years", "2006 to 2008"),
    ("2006-08", "2006-01-01", "2008-12-31", "pooled_years", "2006 to 2008"),
    ("1998 - 00", "1998-01-01", "2000-12-31", "pooled_years", "1998 to 2000"),
    ("2020 to 2022", "2020-01-01", "2022-12-31", "pooled_years", "2020 to 2022"),
    ("2006/07", "2006-04-01", "2007-03-31", "financial_year", "2006/07"),
    ("1999/00", "1999-04-01", "2000-03-31", "financial_year", "1999/00"),
    ("2022/2023", "2022-04-01", "2023-03-31", "financial_year", "2022/23"),
    ("2006/07 - 08/09", "2006-04-01", "2009-03-31", "pooled_years", "2006/07 to 2008/09"),
    ("2006 Q1", "2006-01-01", "2006-03-31", "quarter", "Jan 2006 to Mar 2006"),
    ("2006/07 Q1", "2006-04-01", "2006-06-30", "quarter", "Apr 2006 to Jun 2006"),
    ("2006/07 Q4", "2007-01-01", "2007-03-31", "quarter", "Jan 2007 to Mar 2007"),
    ("2006/07 Q2 - 2007/08 Q1", "2006-07-01", "2007-06-30", "months", "Jul 2006 to Jun 2007"),
    ("2006/07 Q1-Q3", "2006-04-01", "2006-12-31", "months", "Apr 2006 to Dec 2006"),
    ("Aug 2006 - Jul 2007", "2006-08-01", "2007-07-31", "months", "Aug 2006 to Jul 2007"),
    ("Mar 2007 - Feb 2008", "2007-03-01", "2008-02-29", "months", "Mar 2007 to Feb 2008"),
    ("Apr 2009 - Mar 2010", "2009-04-01", "2010-03-31", "financial_year", "2009/10"),
    ("Feb 2009 - Jan 2010", "2009-02-01", "2010-01-31", "months", "Feb 2009 to Jan 2010"),
    ("Sep 2009 - Aug 2010", "2009-09-01", "2010-08-31", "months", "Sep 2009 to Aug 2010"),
    ("Apr 2009", "2009-04-01", "2009-04-30", "months", "April 2009"),
    ("Jan to Mar 2022", "2022-01-01", "2022-03-31", "quarter", "Jan 2022 to Mar 2022"),
    ("Jan 2008 to Sep 2019", "2008-01-01", "2019-09-30", "pooled_years", "Jan 2008 to Sep 2019"),
    ("Dec 2019 to Feb 2020", "2019-12-01", "2020-02-29", "months", "Dec 2019 to Feb 2020"),
    ("year ending March 2023", "2022-04-01", "2023-03-31", "financial_year", "2022/23"),
    ("12 months to Dec 2023", "2023-01-01", "2023-12-31", "calendar_year", "2023"),
    ("Census 2021", "2021-03-21", "2021-03-21", "day", "Census 2021"),
    ("31 March 2021", "2021-03-31", "2021-03-31", "day", "31 March 2021"),
    ("31/03/2021", "2021-03-31", "2021-03-31", "day", "31 March 2021"),
    ("2021-03-31 00:00:00", "2021-03-31", "2021-03-31", "day", "31 March 2021"),
]


@pytest.mark.parametrize(("text", "start", "end", "kind", "label"), READ, ids=[text for text, *_ in READ])
def test_a_period_is_read_as_people_write_it(text: str, start: str, end: str, kind: str, label: str) -> None:
    period = read_period(f" {text} ")
    assert (period.start.isoformat(), period.end.isoformat(), period.kind, period.label) == (start, end, kind, label)
    assert kind_fault(period.start, period.end, period.kind) == ""


UNREAD = [
    ("", "“” is not a period we can read"),
    ("sometime", "“sometime” is not a period we can read"),
    ("2006/09", "“2006/09” is not one year after the other"),
    ("2023 to 2021", "“2023 to 2021” ends before it begins"),
    ("2006/07 Q3-Q1", "“2006/07 Q3-Q1” ends before it begins"),
    ("31/02/2021", "“31/02/2021” is a day that does not exist"),
    ("2022-23", "“2022-23” may be one year or two: write 2022/23 or 2022 to 2023"),
    ("Census 2022", "“Census 2022” is not a period we can read"),
    ("1" * 61, "that is too long for a period"),
]


@pytest.mark.parametrize(("text", "reason"), UNREAD, ids=[text[:20] for text, _ in UNREAD])
def test_what_is_no_period_or_two_is_not_guessed(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        read_period(text)


def test_a_school_year_is_one_where_the_indicator_counts_by_school_years() -> None:
    period = read_period("2022/23", year_kind="academic_year")
    assert (period.start, period.kind) == (date(2022, 9, 1), "academic_year")


def test_the_file_may_tell_one_year_from_two() -> None:
    assert read_period("2022-23", years=1).kind == "financial_year"
    assert read_period("2022-23", years=2).label == "2022 to 2023"


def test_a_leap_year_ends_on_its_last_day() -> None:
    assert last_day(date(2020, 2, 29), 12) == date(2021, 2, 28)
    assert last_day(date(2020, 3, 1), 12) == date(2021, 2, 28)
    assert kind_of(date(2019, 11, 15), date(2020, 11, 15)) == "months"
    assert label_of(date(2020, 4, 1), date(2023, 3, 31), "pooled_years") == "2020/21 to 2022/23"
