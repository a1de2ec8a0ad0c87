"""One group's latest figure as lists show it: beside the country's, with its stored verdict, trend, gap and small line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from indicators import charts
from indicators.explorer import standings
from indicators.figures import PERSONS
from indicators.profiles import SEXES
from indicators.sentences import Measure

if TYPE_CHECKING:
    from indicators.models import Finding

NOTHING = "none"
#: how a gap's name begins that is in the measure's own unit, whoever worked it out
SLOPE = "slope index"
#: how the gap's name ends that was worked out here, over groups
OVER_GROUPS = " by deprivation"


def age_text(end: date, *, today: date) -> str:
    """Say how long ago a period ended."""
    months = (today.year - end.year) * 12 + today.month - end.month - (today.day < end.day)
    if months < 12:
        return "under a year old"
    years = months // 12
    return f"{years} year{'s' if years > 1 else ''} old"


@dataclass(frozen=True)
class Line:
    """One group's latest figure beside the country's of the same period. `finding` is what it was read from."""

    finding: Finding
    group: str
    value: str
    period: str
    age: str
    other: str
    has_other: bool
    status: str
    status_word: str
    status_than: str
    direction: str
    direction_text: str
    movement: str
    gap: str
    note: str
    spark: charts.Spark | None
    spark_words: str

    @property
    def status_text(self) -> str:
        """Give the verdict in words."""
        return f"{self.status_word}{self.status_than}"

    @property
    def is_publishers(self) -> bool:
        """Tell whether the verdict is the publisher's."""
        return self.finding.basis == "publisher"

    @classmethod
    def of(cls, row: Finding, *, measure: Measure, polarity: str, is_proxy: bool, country: str, today: date) -> Line:
        """Make a line from a stored finding of the town."""
        judged = row.trend_judgement(polarity)
        status, word, than = _verdict(row, country=country, is_proxy=is_proxy)
        stored: dict[str, Any] = row.spark or {}
        return cls(
            finding=row,
            group=SEXES[row.sex].lower() if row.sex != PERSONS else "",
            value=measure.number(row.value) if row.value is not None else NOTHING,
            period=row.period_label,
            age=age_text(row.period_to, today=today),
            other=measure.number(row.benchmark) if row.benchmark is not None else NOTHING,
            has_other=row.benchmark is not None,
            status=status,
            status_word=word,
            status_than=than,
            direction=standings.direction_of(row.trend_kind, row.trend, judged),
            direction_text=_direction_text(row, judged),
            movement=MOVEMENTS.get(row.trend, "none") if row.trend_kind else "none",
            gap=gap_text(row, measure),
            note=_why_not_newer(row),
            spark=_spark(stored),
            spark_words=stored.get("words", ""),
        )


def _spark(stored: dict[str, Any]) -> charts.Spark | None:
    """Give the stored drawing; None where there was too little to draw."""
    if "lines" not in stored:
        return None
    lines = tuple((css_class, path) for css_class, path in stored["lines"])
    x, y = stored["dot"]
    return charts.Spark(stored["width"], stored["height"], lines, (x, y))


MOVEMENTS = {"increasing": "up", "decreasing": "down", "no_change": "flat"}
TESTED = {"up": "Rising", "down": "Falling", "flat": "No clear change"}
UNTESTED = {"up": "Went up, not tested", "down": "Went down, not tested", "flat": "About the same, not tested"}


def _verdict(row: Finding, *, country: str, is_proxy: bool) -> tuple[str, str, str]:
    """Give the mark of a stored verdict, its word, and with whom it compares; a stand-in's is told as its own."""
    if row.value is None:
        return standings.NODATA, "No figure yet", ""
    if row.outcome == "not_compared":
        return standings.UNTESTED, "Not tested", ""
    is_verdict = row.outcome in standings.VERDICTS and not is_proxy
    word = f"Stand-in: {row.outcome}" if is_proxy else row.outcome.capitalize()
    mark = row.outcome if is_verdict else standings.UNTESTED
    return mark, word, f" {'to' if row.outcome == 'similar' else 'than'} {country}"


def _direction_text(row: Finding, judged: str) -> str:
    movement = MOVEMENTS.get(row.trend, "none")
    if not row.trend_kind or movement == "none":
        return "Cannot say"
    if row.trend_kind != "tested":
        return UNTESTED[movement]
    return f"Getting {judged}" if judged else TESTED[movement]


def gap_text(row: Finding, measure: Measure) -> str:
    """Say the stored gap inside the place in a few words; empty where none is stored."""
    if row.gap_value is None:
        return ""
    name = row.gap_name[:1].lower() + row.gap_name[1:]
    if name.endswith(OVER_GROUPS):
        return f"{measure.difference(row.gap_value)} over {name}"
    amount = measure.difference(row.gap_value) if name.startswith(SLOPE) else measure.number(row.gap_value)
    return f"{amount}, {name}"


def _why_not_newer(row: Finding) -> str:
    """Say that a newer period has no figure, and why; empty where the newest has one."""
    if not row.reason or row.reason_label == row.period_label:
        return ""
    return f"{row.reason_label}: {row.get_reason_display().lower()}"
