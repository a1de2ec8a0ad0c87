"""What the screens say of a release: its state, its effect and its figures, in words. Reads what it is given, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

from indicators.formatting import MINUS, number_text
from indicators.models import DataRelease, Indicator, Observation, PastObservation, StagedObservation

Row = Observation | StagedObservation | PastObservation
Status = DataRelease.Status

AT_WORK = frozenset({Status.UPLOADED, Status.CHECKING, Status.PUBLISHING})
#: an officer can hand in another file in its place
REPLACEABLE = frozenset({Status.FAULTY, Status.READY, Status.MATCHING, Status.FAILED})
#: steps that count rows
MOST_DECIMALS = 12
NOTHING = "nothing"

#: what a change of one field is called
FIELDS = {
    "value": "Value",
    "reason": "Why there is no value",
    "lower_95": "Lower 95% limit",
    "upper_95": "Upper 95% limit",
    "lower_998": "Lower 99.8% limit",
    "upper_998": "Upper 99.8% limit",
    "count": "Count",
    "denominator": "Denominator",
    "period_label": "Name of the period",
    "period_kind": "Kind of period",
    "is_provisional": "Provisional",
    "is_revised": "Revised",
    "has_break_before": "Break before it",
    "published_comparison": "Publisher’s comparison",
    "note": "Note",
    "source": "Source",
    "licence": "Licence",
}
OF_VALUE = frozenset({"value", "lower_95", "upper_95", "lower_998", "upper_998"})


def counted(number: int, one: str, many: str = "") -> str:
    """Give a number with its noun: “1 figure”, “1,200 figures”."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def effect(counts: Mapping[str, Any]) -> str:
    """Say what publishing does, as the end of a sentence that begins with “This”."""
    new, changed, gone = (int(counts.get(name, 0)) for name in ("new", "changed", "gone"))
    parts = []
    if new:
        parts.append(f"puts {counted(new, 'new figure')} live")
    if changed:
        parts.append(f"changes {changed:,}" if new else f"changes {counted(changed, 'figure')}")
    if gone:
        parts.append(f"takes {gone:,} down" if new or changed else f"takes {counted(gone, 'figure')} down")
    if not parts:
        return "changes no figure: all of them are live already"
    touched = [entry for entry in counts.get("indicators", []) if _is_touched(entry, is_replacing=bool(gone))]
    return f"{listed(parts)}, in {counted(len(touched), 'indicator')}"


def _is_touched(entry: Mapping[str, Any], *, is_replacing: bool) -> bool:
    return bool(entry.get("new") or entry.get("changed") or (is_replacing and entry.get("absent")))


def titles(release: DataRelease) -> list[str]:
    """Name the indicators that a release is about, as far as its last check has found them."""
    named = [str(entry.get("title") or "") for entry in release.counts.get("indicators", [])]
    if not any(named) and release.indicator is not None:
        named = [release.indicator.title]
    return [name for name in named if name]


def unknown(unlisted: Sequence[Mapping[str, Any]]) -> str:
    """Say what becomes of measures that the portal does not know yet; empty where there are none."""
    if not unlisted:
        return ""
    names = listed([f"“{entry['title']}”" for entry in unlisted])
    if len(unlisted) == 1:
        return (
            f"The portal does not know {names} yet. Publishing makes a page for it, which stands in no list until somebody "
            "gives the measure a place in the set."
        )
    return (
        f"The portal does not know these measures yet: {names}. Publishing makes a page for each, which stands in no list "
        "until somebody gives the measure a place in the set."
    )


def in_short(names: Sequence[str], *, most: int = 2) -> str:
    """Name the first few and say how many more there are."""
    if len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def moment(release: DataRelease) -> str:
    """Say when a release is to be published."""
    return date_format(localtime(release.publish_at), "j F Y, H:i") if release.publish_at else ""


def state(release: DataRelease) -> str:
    """Give the state in words, with how far the work is or how much there is to mend."""
    label = str(release.get_status_display())
    if release.status in AT_WORK and release.rows_done:
        return f"{label}: {counted(release.rows_done, 'row')} done"
    if release.status == Status.FAULTY:
        return f"Has {counted(release.fault_count, 'fault')}"
    if release.status == Status.SCHEDULED:
        return f"To be published on {moment(release)}"
    return label


def tone(release: DataRelease) -> str:
    """Give the class of Wagtail's status label: filled for what readers see, outlined for the rest."""
    return "w-status--primary" if release.status == Status.PUBLISHED else "w-status--label"


# One figure


def number(value: float | None, *, decimals: int) -> str:
    """Write a number as readers see it."""
    return number_text(value, decimals=decimals) if value is not None else ""


def from_to(before: float, after: float, *, decimals: int) -> tuple[str, str]:
    """Write two numbers that differ with as many decimals as it takes to tell them apart."""
    one, other = Decimal(repr(before)), Decimal(repr(after))
    for places in range(decimals, MOST_DECIMALS + 1):
        step = Decimal(1).scaleb(-places)
        rounded = [value.quantize(step, rounding=ROUND_HALF_UP) for value in (one, other)]
        if rounded[0] != rounded[1]:
            return _plain(rounded[0]), _plain(rounded[1])
    return _plain(one), _plain(other)


def _plain(value: Decimal) -> str:
    return f"{MINUS if value < 0 else ''}{abs(value):,f}"


def said(row: Row, *, decimals: int) -> str:
    """Give a figure with its 95% limits, or why there is none."""
    if row.value is None:
        return str(row.get_reason_display())
    text = number(row.value, decimals=decimals)
    if row.lower_95 is None or row.upper_95 is None:
        return text
    return f"{text} ({number(row.lower_95, decimals=decimals)} to {number(row.upper_95, decimals=decimals)})"


def changed_field(name: str, before: Any, after: Any, row: Row, *, decimals: int) -> tuple[str, str, str]:
    """Name a field that changes, and write it as it was and as it will be."""
    if isinstance(before, float) and isinstance(after, float):
        return FIELDS[name], *from_to(before, after, decimals=decimals if name in OF_VALUE else 0)
    return FIELDS[name], _text(name, before, row, decimals), _text(name, after, row, decimals)


def _text(name: str, value: Any, row: Row, decimals: int) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == "":
        return NOTHING
    if isinstance(value, float):
        return number(value, decimals=decimals if name in OF_VALUE else 0)
    choices = dict(row._meta.get_field(name).flatchoices)  # type: ignore[union-attr]  # a column, never a relation
    return str(choices.get(value, value))


def for_whom(row: Row) -> str:
    """Say whom a figure counts: women or men, an age, a part of a split."""
    parts = [] if row.sex == Observation.Sex.PERSONS else [str(row.get_sex_display())]
    parts += [row.age] if row.age else []
    parts += [f"{row.category_type}: {row.category}"] if row.category_type else []
    return ", ".join(parts) or str(Observation.Sex.PERSONS.label)


def decimals_of(indicators: Iterable[Indicator]) -> dict[int, int]:
    """Give how many decimals readers see of each indicator."""
    return {indicator.pk: indicator.decimals for indicator in indicators}
