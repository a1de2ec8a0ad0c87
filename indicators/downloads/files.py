"""Which files there are: for each its name, its kind and its bytes as they are made. Knows no request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.utils import timezone

from indicators import open_data
from indicators.downloads.csv_files import csv_lines
from indicators.downloads.csvw import csvw
from indicators.downloads.definitions import definition
from indicators.downloads.dictionary import dictionary
from indicators.downloads.ods import TYPE as ODS_TYPE
from indicators.downloads.ods import ods
from indicators.downloads.packing import Member, packed
from indicators.downloads.records import records
from indicators.downloads.rows import COLUMNS, rows
from indicators.downloads.sheets import About, workbook
from indicators.downloads.xlsx import xlsx
from indicators.models import Area, Indicator, Observation
from indicators.offers import offers

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON_TYPE = "application/json"
ZIP_TYPE = "application/zip"
#: a workbook of so many rows takes some 170 MB while it is made; whoever has more takes the CSV
MOST_ROWS_OF_A_SHEET = 25_000
ALL = "all-figures"
AREA_COLUMNS = (
    *("code", "name", "area_type", "vintage", "parent", "valid_from", "valid_to"),
    *("population", "population_source", "deprivation_score", "deprivation_source"),
)
README = """\
{title}
{line}

Data release {release}, published on {day}. Newer figures: {address}

all-figures.csv                    every live figure of the set as it stands
all-figures.csv-metadata.json      the same table described to programs (CSVW)
retired-figures.csv                figures of indicators that have left the set; only where there are any
indicators.json                    the definition of each indicator, with its licence
areas.csv                          the places that figures are about
dictionary.csv                     what each column holds
{offered}
Every figure names its own source and licence. An empty value is never zero: “reason” says why it is empty.
"""


@dataclass(frozen=True)
class Publisher:
    """Who publishes: the site’s name and its address for open data."""

    name: str
    address: str


@dataclass(frozen=True)
class File:
    """One file that can be taken away. `make` begins to write it."""

    name: str
    content_type: str
    make: Callable[[], Iterator[bytes]]


def with_definitions(indicators: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """Bring along what a definition tells, in a fixed number of queries."""
    return indicators.select_related("theme", "replaced_by").prefetch_related("targets")


def titles_of(indicator: Indicator | None) -> dict[str, str]:
    """Give the titles of the indicators in a file that have figures, in the file’s order."""
    if indicator is not None:
        return {indicator.slug: indicator.title}
    present = Indicator.objects.current().filter(pk__in=open_data.figures().order_by().values("indicator"))
    return dict(present.order_by("number", "pk").values_list("slug", "title"))


def licences(indicator: Indicator | None) -> str:
    """Name the licences of a file."""
    if indicator is not None:
        return indicator.licence or "not known"
    named = Indicator.objects.current().exclude(licence="").order_by("licence").values_list("licence", flat=True)
    return "; ".join(named.distinct()) or "not known"


def title_of(indicator: Indicator | None, publisher: Publisher) -> str:
    """Give the title of a file; a retired indicator’s says so."""
    if indicator is None:
        return f"All figures of {publisher.name}"
    return f"{indicator.title} (no longer in the set)" if indicator.is_retired else indicator.title


def notes_of(indicator: Indicator | None) -> list[str]:
    """Give what a reader of a file has to know."""
    if indicator is None:
        return []
    notes = [f"What is counted: {indicator.measure_used}.", f"Unit: {indicator.unit}."]
    if indicator.is_retired:
        notes.append(f"This indicator is no longer in the set. {indicator.retired_because}".strip())
    if indicator.is_proxy:
        notes.append(f"A stand-in figure. {indicator.proxy_for}")
    return notes


def figures_file(
    kind: str, *, indicator: Indicator | None, publisher: Publisher, state: open_data.State
) -> File | None:
    """Find a file of figures, of one indicator or of all; None where there is no such kind."""
    found = open_data.figures(indicator=indicator)
    name = indicator.slug if indicator else ALL
    writers: dict[str, tuple[str, Callable[[], Iterator[bytes]]]] = {
        "csv": (CSV_TYPE, lambda: csv_lines(COLUMNS, rows(found))),
        "xlsx": (XLSX_TYPE, lambda: _workbook(xlsx, found, indicator, publisher, state)),
        "ods": (ODS_TYPE, lambda: _workbook(ods, found, indicator, publisher, state)),
        "csv-metadata.json": (JSON_TYPE, lambda: iter([_metadata(indicator, publisher, state)])),
    }
    if indicator is not None:
        writers["json"] = (JSON_TYPE, lambda: _json(found, indicator, state))
    if kind not in writers:
        return None
    content_type, make = writers[kind]
    return File(f"{name}.{kind}", content_type, make)


def is_too_large_for_a_sheet(indicator: Indicator | None) -> bool:
    """Tell whether a spreadsheet would have more rows than one should; counts no further than that."""
    found = open_data.figures(indicator=indicator).order_by()
    return found.values("pk")[: MOST_ROWS_OF_A_SHEET + 1].count() > MOST_ROWS_OF_A_SHEET


def _workbook(
    write: Callable[..., Iterator[bytes]],
    found: QuerySet[Observation],
    indicator: Indicator | None,
    publisher: Publisher,
    state: open_data.State,
) -> Iterator[bytes]:
    title = title_of(indicator, publisher)
    about = About(
        title=title,
        publisher=publisher.name,
        address=publisher.address,
        licence=licences(indicator),
        release=state.release,
        released_on=timezone.localdate(state.released_at) if state.released_at else None,
        notes=notes_of(indicator),
    )
    return write(workbook(about, rows(found), titles_of(indicator)), title=title)


def _metadata(indicator: Indicator | None, publisher: Publisher, state: open_data.State) -> bytes:
    described = csvw(
        file=f"{indicator.slug if indicator else ALL}.csv",
        title=title_of(indicator, publisher),
        description=" ".join(notes_of(indicator)) or "Every live figure of the set as it stands.",
        publisher=publisher.name,
        licence=licences(indicator),
        modified=state.released_at.isoformat() if state.released_at else "",
    )
    return _dump(described, indent=1) + b"\n"


def _dump(value: Any, *, indent: int | None = None) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=indent).encode()


def _json(found: QuerySet[Observation], indicator: Indicator, state: open_data.State) -> Iterator[bytes]:
    """Write a definition and its figures as one document, a few figures at a time."""
    head = {"release": state.release, "released_at": state.released_at, "indicator": definition(indicator)}
    yield _dump(head)[:-1] + b', "figures": ['
    held: list[bytes] = []
    before = b"\n"
    for figure in records(found):
        held.append(before + _dump(figure))
        before = b",\n"
        if len(held) >= 500:
            yield b"".join(held)
            held = []
    yield b"".join(held) + b"\n]}\n"


# Everything


def dictionary_file() -> File:
    """Find the data dictionary as a table."""
    return File(
        "dictionary.csv",
        CSV_TYPE,
        lambda: csv_lines(("column", "type", "required", "meaning", "words"), _entries()),
    )


def _entries() -> Iterator[tuple[str, str, str, str, str]]:
    for column in dictionary():
        words = "; ".join(f"{word}: {meaning}" for word, meaning in column.words)
        yield column.name, column.type_words, "yes" if column.is_required else "", column.meaning, words
    for offer in offers():
        for column in offer.columns:
            words = "; ".join(f"{word}: {meaning}" for word, meaning in column.words)
            required = "yes" if column.name in offer.required else ""
            yield f"{offer.slug}.{column.name}", column.type_words, required, column.meaning, words


def everything_file(*, publisher: Publisher, state: open_data.State) -> File:
    """Find the archive of all there is."""
    return File("everything.zip", ZIP_TYPE, lambda: packed(_everything(publisher, state), may_be_huge=True))


def _everything(publisher: Publisher, state: open_data.State) -> Iterator[Member]:
    title = f"Open data of {publisher.name}"
    day = timezone.localdate(state.released_at).isoformat() if state.released_at else "an unknown day"
    offered = [file for offer in offers() for file in offer.files]
    readme = README.format(
        title=title,
        line="=" * len(title),
        release=state.release,
        day=day,
        address=publisher.address,
        offered="".join(f"{file.name:<35}{file.title}: {file.holds}\n" for file in offered),
    )
    yield Member("README.txt", [readme.encode()])
    yield Member(f"{ALL}.csv", csv_lines(COLUMNS, rows(open_data.figures())))
    yield Member(f"{ALL}.csv-metadata.json", [_metadata(None, publisher, state)])
    retired = open_data.retired_figures()
    if retired.exists():
        yield Member("retired-figures.csv", csv_lines(COLUMNS, rows(retired)))
    listed = with_definitions(open_data.indicators_to_list()).order_by("is_retired", "number", "pk")
    yield Member("indicators.json", [_dump([definition(one) for one in listed], indent=1), b"\n"])
    yield Member("areas.csv", csv_lines(AREA_COLUMNS, _areas()))
    yield Member("dictionary.csv", dictionary_file().make())
    for file in offered:
        yield Member(file.name, file.make())


def _areas() -> Iterable[tuple[Any, ...]]:
    stored = ["parent__code" if name == "parent" else name for name in AREA_COLUMNS]
    return Area.objects.order_by("code").values_list(*stored).iterator(chunk_size=2_000)
