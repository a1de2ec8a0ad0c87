"""Reads one indicator's table of figures and refuses every row that could mislead a reader."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, timedelta

from het_site.core.faults import Fault
from indicators.loading.definitions import Definition
from indicators.loading.tables import Row, decoded, rows
from indicators.models import Observation

Kind = Observation.PeriodKind


@dataclass(frozen=True)
class ObservationRow:
    """One figure as its file gives it; missing numbers are None, never zero."""

    area_code: str
    period_from: date
    period_to: date
    period_kind: str
    period_label: str
    sex: str
    age: str
    category_type: str
    category: str
    value: float | None
    reason: str
    lower_95: float | None
    upper_95: float | None
    lower_998: float | None
    upper_998: float | None
    count: float | None
    denominator: float | None
    is_provisional: bool
    is_revised: bool
    break_before: bool
    published_comparison: str
    note: str
    source: str
    source_detail: str
    licence: str

    @property
    def key(self) -> tuple[object, ...]:
        """Give what makes two rows the same figure."""
        period = (self.period_from, self.period_to)
        return (self.area_code, *period, self.sex, self.age, self.category_type, self.category)


COLUMNS = tuple(field.name for field in fields(ObservationRow))
#: measures that are not the indicator itself may be in another unit
OTHER_UNITS = {Observation.RELATED_MEASURE, Observation.INEQUALITY}


def read_observations(
    data: bytes, *, file: str, definition: Definition, area_codes: Collection[str]
) -> tuple[list[ObservationRow], list[Fault]]:
    """Read a table of figures; gives all faults, not the first."""
    text, faults = decoded(data, file=file)
    if faults:
        return [], faults
    found, faults = rows(text, file=file, columns=COLUMNS)
    figures: list[ObservationRow] = []
    lines: dict[tuple[object, ...], int] = {}
    for row in found:
        figure = _figure(row, area_codes)
        if figure is not None:
            _check_numbers(row, figure, definition)
            first = lines.setdefault(figure.key, row.line)
            if first != row.line:
                row.fault(f"The same figure is there already, in line {first}.")
            figures.append(figure)
        faults += row.faults
    return figures, faults


def _figure(row: Row, area_codes: Collection[str]) -> ObservationRow | None:
    """Turn a row's cells into a figure; None, with the row's faults, where that cannot be done."""
    code = row.text("area_code", longest=9, required=True)
    if code and code not in area_codes:
        row.fault(f"Area {code} is not known.")
    start, end = row.day("period_from", required=True), row.day("period_to", required=True)
    kind = row.choice("period_kind", Kind.values)
    category_type, category = row.text("category_type", longest=100), row.text("category", longest=120)
    if bool(category_type) != bool(category):
        row.fault("category_type and category go together: fill in both or neither.")
    if start and end and kind in Kind.values:
        _check_period(row, start, end, kind)
    if not start or not end:
        return None
    return ObservationRow(
        area_code=code,
        period_from=start,
        period_to=end,
        period_kind=kind,
        period_label=row.text("period_label", longest=60, required=True),
        sex=row.choice("sex", Observation.Sex.values),
        age=row.text("age", longest=60),
        category_type=category_type,
        category=category,
        value=row.number("value"),
        reason=row.choice("reason", Observation.Reason.values, default=""),
        lower_95=row.number("lower_95"),
        upper_95=row.number("upper_95"),
        lower_998=row.number("lower_998"),
        upper_998=row.number("upper_998"),
        count=row.number("count"),
        denominator=row.number("denominator"),
        is_provisional=row.flag("is_provisional"),
        is_revised=row.flag("is_revised"),
        break_before=row.flag("break_before"),
        published_comparison=row.choice("published_comparison", Observation.Judgement.values, default=""),
        note=row.text("note", longest=500),
        source=row.text("source", longest=240, required=True),
        source_detail=row.text("source_detail", longest=240),
        licence=row.text("licence", longest=160, required=True),
    )


def _year_later(day: date) -> date:
    """Give the last day of the year that begins on a day; of a leap day, the last of February."""
    try:
        return day.replace(year=day.year + 1) - timedelta(days=1)
    except ValueError:
        return date(day.year + 1, 2, 28)


def _check_period(row: Row, start: date, end: date, kind: str) -> None:
    if start > end:
        row.fault("period_to is before period_from.")
        return
    year_starts = {Kind.CALENDAR_YEAR: (1, 1), Kind.FINANCIAL_YEAR: (4, 1), Kind.ACADEMIC_YEAR: (9, 1)}
    if kind in year_starts:
        month, day = year_starts[Kind(kind)]
        if (start.month, start.day) != (month, day) or end != _year_later(start):
            row.fault(f"{start} to {end} is not a {Kind(kind).label.lower()}.")
    elif kind == Kind.QUARTER:
        if start.day != 1 or start.month not in {1, 4, 7, 10} or not 88 < (end - start).days < 92:
            row.fault(f"{start} to {end} is not a quarter.")
    elif kind == Kind.DAY and start != end:
        row.fault(f"{start} to {end} is more than one day.")
    elif kind == Kind.POOLED_YEARS and end <= _year_later(start):
        row.fault(f"{start} to {end} is not more than one year.")


def _check_numbers(row: Row, figure: ObservationRow, definition: Definition) -> None:
    cells_read = not row.faults
    if cells_read and (figure.value is None) == (figure.reason == ""):
        what = "a value and a reason why there is none" if figure.reason else "neither a value nor a reason"
        row.fault(f"The row has {what}.")
    for level, lower, upper in (("95", figure.lower_95, figure.upper_95), ("998", figure.lower_998, figure.upper_998)):
        _check_limits(row, figure.value, lower, upper, names=f"lower_{level} and upper_{level}")
    if figure.count is not None and figure.count < 0:
        row.fault(f"count is {figure.count:g}; it cannot be below zero.")
    if figure.denominator is not None and figure.denominator <= 0:
        row.fault(f"denominator is {figure.denominator:g}; it has to be above zero.")
    if figure.category_type not in OTHER_UNITS:
        _check_share(row, figure, definition)


def _check_limits(row: Row, value: float | None, lower: float | None, upper: float | None, *, names: str) -> None:
    if lower is None and upper is None:
        return
    if lower is None or upper is None:
        row.fault(f"{names} go together: fill in both or neither.")
    elif value is None:
        row.fault(f"There are {names} but no value.")
    elif not lower <= value <= upper:
        row.fault(f"{names} are {lower:g} and {upper:g}, which do not hold the value {value:g}.")


def _check_share(row: Row, figure: ObservationRow, definition: Definition) -> None:
    if definition.is_percentage and figure.value is not None and not 0 <= figure.value <= 100:
        row.fault(f"value is {figure.value:g}; a percentage is between 0 and 100.")
    if (
        definition.is_part_of_whole
        and figure.count is not None
        and figure.denominator is not None
        and figure.count > figure.denominator
    ):
        row.fault(f"count {figure.count:g} is more than denominator {figure.denominator:g}.")
