"""The portal's own format: which column is which, under its own name or another."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.importing.faults import Faults, listed, unreadable
from indicators.importing.layouts.formats import ALIASES, plain_header, tidy_name
from indicators.importing.notices import Notices
from indicators.importing.vocabulary import TABLE_COLUMNS


def tidy_columns(header: Sequence[str], *, line: int, faults: Faults, notices: Notices) -> dict[int, str]:
    """Say which tidy column each column of a file is; raises `UnreadableFileError` where one is needed or there twice."""
    columns: dict[int, str] = {}
    unused = []
    exact = {plain_header(name) for name in header}
    for number, name in enumerate(header):
        field = tidy_name(name)
        if field is None or (field in exact and plain_header(name) != field):
            unused.append(name)
            continue
        if field in columns.values():
            other = header[next(place for place, taken in columns.items() if taken == field)]
            reason = f"Columns “{other}” and “{name}” both hold “{field}”."
            raise unreadable(faults.file, reason, line=line, mend="Delete one of the two, or rename it.")
        columns[number] = field
    found = set(columns.values())
    needed = [("value",), ("area_code", "area_name"), ("period_label", "period_from")]
    missing = [names for names in needed if not found & set(names)]
    if missing:
        words = [" or ".join(f"“{name}”" for name in names) for names in missing]
        raise unreadable(
            faults.file, f"There is no column {listed(words, 'and none')}.", line=line, mend=_mend(missing)
        )
    if named := [f"“{name}”" for name in unused if name]:
        notices.say(f"Columns that are not used: {listed(named, 'and')}.")
    return columns


def _mend(missing: Sequence[Sequence[str]]) -> str:
    other = [alias for names in missing for name in names for alias in ALIASES.get(name, ())]
    return f"Add it, or rename a column. These names do as well: {', '.join(other)}." if other else "Add it."


def table_columns(header: Sequence[str], *, line: int, faults: Faults) -> dict[int, str]:
    """Say which column each one of the portal's own tables is: all of them, no other, by their exact names."""
    reasons = [f"There is no column “{name}”." for name in TABLE_COLUMNS if name not in header]
    reasons += [f"Column “{name}” is not one we know." for name in dict.fromkeys(header) if name not in TABLE_COLUMNS]
    reasons += [f"Column “{name}” is there more than once." for name in TABLE_COLUMNS if header.count(name) > 1]
    for reason in reasons:
        faults.add(faults.fault(reason, line=line))
    return {} if reasons else dict(enumerate(header))
