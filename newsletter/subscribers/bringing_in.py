"""Bringing people in who agreed elsewhere: first what would happen, row by row, then the same again for good.

Nobody who left, was erased or cannot get email is brought back, and nobody's own choices are changed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format

from het_site.core.models import User
from newsletter.addresses import address_key, tidy
from newsletter.models import Subscriber, SubscriberEvent, SubscriberImport, Suppression
from newsletter.subscribers import topics
from newsletter.subscribers.forgetting import discard
from newsletter.subscribers.forms import tidy_name
from newsletter.subscribers.reading_lists import ListedPerson, read_list

State = Subscriber.State
FORMULA_SIGNS = ("=", "+", "-", "@")


class Outcome(StrEnum):
    """What becomes of a row."""

    ADD = "add"
    CHANGE = "change"
    LEAVE = "leave"


@dataclass(frozen=True)
class Planned:
    """A row and what becomes of it; `why` says why it is left out, or what is changed."""

    person: ListedPerson
    outcome: Outcome
    why: str = ""
    email: str = ""
    name: str = ""
    topics: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Give the address as a screen shows it."""
        return self.email or self.person.email[:80]


class ImportMovedOnError(Exception):
    """The file was brought in or discarded meanwhile."""


def receive(*, file: UploadedFile, consent: str, agreed_on: dt.date, by: User) -> SubscriberImport:
    """Keep a file where no web server shows it, once it can be read; raises `UnreadableFileError` where it cannot."""
    name = PurePath(file.name or "list").name[:100]
    row = SubscriberImport(file_name=name, consent=consent, agreed_on=agreed_on, by=by)
    row.file.save(f"list{PurePath(file.name or '').suffix.lower()[:8]}", file, save=False)
    try:
        row.counts = counted(plan(read_list(Path(row.file.path), name=name)))
        row.save()
    except BaseException:
        row.file.delete(save=False)  # nothing of a file that is not taken stays
        raise
    return row


def planned(row: SubscriberImport) -> list[Planned]:
    """Tell what would become of each row of a file now."""
    return plan(read_list(Path(row.file.path), name=row.file_name))


@transaction.atomic
def bring_in(*, row: SubscriberImport, by: User) -> SubscriberImport:
    """Bring everybody in who can be, as things stand now, and delete the file; raises `ImportMovedOnError`."""
    found = SubscriberImport.objects.select_for_update().filter(pk=row.pk, state=SubscriberImport.State.CHECKED).first()
    if found is None:
        raise ImportMovedOnError
    with connection.cursor() as cursor:
        # who leaves, is erased or confirms in this moment waits until it is over, so that no row is stale
        cursor.execute("LOCK TABLE newsletter_subscriber IN SHARE ROW EXCLUSIVE MODE")
    rows = planned(found)
    _add([one for one in rows if one.outcome is Outcome.ADD], found, by)
    _change([one for one in rows if one.outcome is Outcome.CHANGE], found, by)
    found.counts, found.state, found.done_at = counted(rows), SubscriberImport.State.DONE, timezone.now()
    storage, stored = found.file.storage, str(found.file.name)
    found.file = ""
    found.save()
    transaction.on_commit(lambda: storage.delete(stored))
    return found


@transaction.atomic
def leave_aside(*, row: SubscriberImport) -> None:
    """Discard a file that was looked at."""
    found = SubscriberImport.objects.select_for_update().filter(pk=row.pk, state=SubscriberImport.State.CHECKED).first()
    if found is None:
        raise ImportMovedOnError
    discard(found)


def counted(rows: Sequence[Planned]) -> dict[str, int]:
    """Count the rows by what becomes of them."""
    found = Counter(str(row.outcome) for row in rows)
    return {str(outcome): found[str(outcome)] for outcome in Outcome}


def plan(people: Sequence[ListedPerson]) -> list[Planned]:
    """Tell what becomes of each person, in two questions to the database."""
    names = topics.spellings()
    keyed: list[tuple[ListedPerson, str, str]] = []
    for person in people:
        email, why = _address(person)
        keyed.append((person, email, why))
    keys = {address_key(email) for _, email, _ in keyed if email}
    known = {row.address_key: row for row in Subscriber.objects.filter(address_key__in=keys)}
    suppressed = set(Suppression.objects.filter(address_key__in=keys).values_list("address_key", flat=True))
    first_seen: dict[str, int] = {}
    found = []
    for person, email, why in keyed:
        key = address_key(email) if email else ""
        if email and not why and key in first_seen:
            why = f"Stands in row {first_seen[key]} already"
        first_seen.setdefault(key, person.line)
        found.append(_planned(person, email, why, known.get(key), is_suppressed=key in suppressed, names=names))
    return found


def _address(person: ListedPerson) -> tuple[str, str]:
    """Give a tidied address, or why it is none."""
    if not person.email:
        return "", "Has no email address"
    try:
        return tidy(person.email), ""
    except ValidationError as error:
        return "", error.messages[0]


def _planned(
    person: ListedPerson,
    email: str,
    why: str,
    reader: Subscriber | None,
    *,
    is_suppressed: bool,
    names: dict[str, str],
) -> Planned:
    name, chosen = "", tuple[str, ...]()
    if not why:
        name, chosen, why = _details(person, names)
    if not why and (is_suppressed or (reader is not None and reader.state in {State.LEFT, State.STOPPED})):
        why = "Wants no email from us, or cannot get any"
    if not why and reader is not None and reader.state == State.PENDING:
        why = "Asked for it themselves and has not confirmed yet"
    if why:
        return Planned(person, Outcome.LEAVE, why, email)
    if reader is None:
        return Planned(person, Outcome.ADD, "", email, name, chosen)
    if name and not reader.name:
        return Planned(person, Outcome.CHANGE, "Gets the newsletter already; the name is filled in", email, name)
    return Planned(person, Outcome.LEAVE, "Gets the newsletter already", email)


def _details(person: ListedPerson, names: dict[str, str]) -> tuple[str, tuple[str, ...], str]:
    """Give a tidied name and topics, or why they cannot be taken."""
    if person.name.startswith(FORMULA_SIGNS):
        return "", (), "The name begins like a formula"
    try:
        name = tidy_name(person.name)
    except ValidationError as error:
        return "", (), error.messages[0].replace("Your name", "The name")
    chosen = [names.get(one.casefold(), "") for one in person.topics]
    if "" in chosen:
        return "", (), f"There is no topic “{person.topics[chosen.index('')][:40]}”"
    return name, tuple(chosen), ""


def _add(rows: Sequence[Planned], brought: SubscriberImport, by: User) -> None:
    agreed_at = timezone.make_aware(dt.datetime.combine(brought.agreed_on, dt.time()))
    new = [
        Subscriber(
            email=row.email,
            address_key=address_key(row.email),
            name=row.name,
            state=State.CONFIRMED,
            confirmed_at=agreed_at,
            wants_news=topics.NEWS in row.topics,
            wants_figures=topics.FIGURES in row.topics,
        )
        for row in rows
    ]
    Subscriber.objects.bulk_create(new, batch_size=2000)
    topics.start_with({reader.pk: row.topics for reader, row in zip(new, rows, strict=True) if row.topics})
    _note(new, brought, by)


def _change(rows: Sequence[Planned], brought: SubscriberImport, by: User) -> None:
    names = {address_key(row.email): row.name for row in rows}
    readers = list(Subscriber.objects.filter(address_key__in=names))
    for reader in readers:
        reader.name = names[reader.address_key]
    Subscriber.objects.bulk_update(readers, ["name"], batch_size=2000)
    _note(readers, brought, by)


def _note(readers: Sequence[Subscriber], brought: SubscriberImport, by: User) -> None:
    source = f"{brought.consent}, {date_format(brought.agreed_on, 'j F Y')}"
    kind = SubscriberEvent.Kind.IMPORTED
    events = [SubscriberEvent(subscriber=reader, kind=kind, source=source[:200], by=by) for reader in readers]
    SubscriberEvent.objects.bulk_create(events, batch_size=2000)
