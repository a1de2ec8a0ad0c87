"""Taking people away as a file: noted first, with who, when and why; no cell is a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from het_site.core.models import User
from indicators.downloads.cells import safe_text
from indicators.downloads.csv_files import csv_lines
from indicators.downloads.sheets import Sheet
from indicators.downloads.xlsx import xlsx
from newsletter.models import Subscriber, SubscriberEvent, SubscriberExport
from newsletter.subscribers import topics

CSV, XLSX = "csv", "xlsx"
COLUMNS = (
    "email",
    "name",
    "state",
    "topics",
    "asked on",
    "agreed on",
    "left on",
    "how they agreed",
    "version of the words",
)
WIDTHS = (34, 24, 18, 50, 14, 14, 14, 60, 20)
PROOFS = (SubscriberEvent.Kind.CONFIRMED, SubscriberEvent.Kind.IMPORTED)
CHUNK = 1000


@transaction.atomic
def take_away(
    *, states: Sequence[str], reason: str, file_format: str, by: User
) -> tuple[SubscriberExport, Iterator[bytes]]:
    """Note that people are taken away, and give the file's bytes."""
    found = _readers(states)
    export = SubscriberExport.objects.create(by=by, reason=reason, people=found.count(), file_format=file_format)
    if file_format == XLSX:
        rows = ([safe_text(cell) for cell in row] for row in _rows(found))
        sheet = Sheet("Subscribers", ["Subscribers", reason], COLUMNS, rows, WIDTHS, "subscribers")
        return export, xlsx([sheet], title="Subscribers")
    return export, csv_lines(COLUMNS, _rows(found))


def _readers(states: Sequence[str]) -> QuerySet[Subscriber]:
    proofs = SubscriberEvent.objects.filter(kind__in=PROOFS).order_by("happened_at", "pk")
    lists: list[Prefetch | str] = [Prefetch("events", queryset=proofs, to_attr="proofs"), "themes", "priorities"]
    return Subscriber.objects.filter(state__in=states).order_by("email").prefetch_related(*lists)


def _rows(readers: QuerySet[Subscriber]) -> Iterator[list[str]]:
    for reader in readers.iterator(chunk_size=CHUNK):
        proofs: list[SubscriberEvent] = reader.proofs  # type: ignore[attr-defined]  # brought along above
        last = proofs[-1] if proofs else None
        yield [
            reader.email,
            reader.name,
            reader.get_state_display(),
            "; ".join(topics.words(reader)),
            *(f"{day:%Y-%m-%d}" if day else "" for day in (reader.created_at, reader.confirmed_at, reader.left_at)),
            last.source if last else "",
            last.wording if last else "",
        ]
