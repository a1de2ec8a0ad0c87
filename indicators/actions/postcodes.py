"""What is done with a lookup of postcodes: handed in, checked, loaded in the place of the one before, taken out of use.

The check writes nothing but its counts. Loading is all or nothing: readers are answered from one file or from the other.
"""

from __future__ import annotations

import logging
from datetime import date
from pathlib import PurePath
from typing import IO

from django.core.files import File
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from het_site.core.models import User
from indicators import jobs
from indicators.actions.releases import checksum_of
from indicators.models import Area, IndicatorSettings, Postcode, PostcodeLookup
from indicators.postcodes import Lookup, LookupFault, read_lookup

logger = logging.getLogger(__name__)

Status = PostcodeLookup.Status
#: what has not been decided about yet
OPEN = frozenset({Status.WAITING, Status.FAULTY, Status.READY, Status.FAILED})
#: what a worker has to do something about
AT_WORK = frozenset({Status.WAITING, Status.LOADING})
BATCH = 2_000
STOPPED = "Stopped by an error of the portal. Try once more; if it stops again, ask whoever runs the server."


class PostcodeError(Exception):
    """What was asked of a lookup cannot be done; the message is for the officer."""


def receive_lookup(
    *, file: File[bytes], source: str, as_of: date, licence: str, by: User | None, check_now: bool = False
) -> PostcodeLookup:
    """Keep a file where no web server shows it, and have it checked; `check_now`: the caller will do so at once."""
    name = PurePath(file.name or "postcodes.csv").name
    lookup = PostcodeLookup(
        source=source,
        as_of=as_of,
        licence=licence,
        file_name=name[-200:],
        checksum=checksum_of(file),
        received_by=by,
    )
    with transaction.atomic():
        lookup.file.save(name[-80:], file, save=False)
        lookup.save()
        log(lookup, "indicators.postcodes.receive", user=by)
        if not check_now:
            jobs.ask_for_postcode_check(lookup)
    return lookup


def check_lookup(*, lookup: PostcodeLookup) -> None:
    """Read the file and note what it would change, or what is wrong with it; changes no postcode."""
    if lookup.status not in {Status.WAITING, Status.READY, Status.FAULTY}:
        return
    try:
        with lookup.file.open("rb") as file:
            found = _read(file)
    except LookupFault as fault:
        _settle(lookup, Status.FAULTY, fault=str(fault)[:500])
    except (OperationalError, InterfaceError):
        raise  # the database was away: the worker tries again
    except Exception:
        logger.exception("Lookup %s could not be checked.", lookup.pk)
        _settle(lookup, Status.FAILED, fault=STOPPED)
        raise
    else:
        lookup.counts = _counts(found)
        _settle(lookup, Status.READY)


@transaction.atomic
def start_loading(*, lookup: PostcodeLookup, by: User) -> None:
    """Have a checked lookup loaded by a worker."""
    _hold(lookup)
    if lookup.status != Status.READY:
        raise PostcodeError("Only a file that was checked and has no fault can be loaded.")
    lookup.loaded_by = by
    _settle(lookup, Status.LOADING)
    jobs.ask_for_postcodes(lookup)


def load_lookup(*, lookup: PostcodeLookup) -> None:
    """Put the file’s postcodes in the place of all that are held; where that fails, the earlier ones stay."""
    try:
        _load(lookup)
    except LookupFault as fault:
        _settle(lookup, Status.FAULTY, fault=str(fault)[:500])
    except (OperationalError, InterfaceError):
        raise  # the database was away: the worker tries again
    except Exception:
        logger.exception("Lookup %s could not be loaded.", lookup.pk)
        _settle(lookup, Status.FAILED, fault=STOPPED)
        raise


@transaction.atomic
def _load(lookup: PostcodeLookup) -> None:
    list(PostcodeLookup.objects.select_for_update().order_by("pk").values("pk"))  # one load after the other
    lookup.refresh_from_db()
    if lookup.status != Status.LOADING:
        return
    with lookup.file.open("rb") as file:
        found = _read(file)
    lookup.counts = _counts(found)
    areas = _ward_ids()
    Postcode.objects.all().delete()
    rows = (
        Postcode(postcode=postcode, area_id=areas[ward], has_ended=has_ended)
        for postcode, (ward, has_ended) in found.wards.items()
    )
    Postcode.objects.bulk_create(rows, batch_size=BATCH)
    for earlier in PostcodeLookup.objects.filter(status=Status.LIVE):
        _settle(earlier, Status.ENDED)
    lookup.loaded_at = timezone.now()
    _settle(lookup, Status.LIVE)
    log(lookup, "indicators.postcodes.load", user=lookup.loaded_by, data=lookup.counts)
    _forget_file(lookup)


def load_from_command(
    *, file: File[bytes], source: str, as_of: date, licence: str, trial: bool = False
) -> PostcodeLookup:
    """Check a file at once and, unless this is a trial or it has a fault, load it; a file that is not loaded is not kept."""
    lookup = receive_lookup(file=file, source=source, as_of=as_of, licence=licence, by=None, check_now=True)
    check_lookup(lookup=lookup)
    if lookup.status == Status.READY and not trial:
        _settle(lookup, Status.LOADING)
        load_lookup(lookup=lookup)
    if lookup.status != Status.LIVE:
        with transaction.atomic():
            _forget_file(lookup)
            lookup.delete()
    return lookup


@transaction.atomic
def discard_lookup(*, lookup: PostcodeLookup, by: User) -> None:
    """Lay a lookup aside that was never loaded; its file goes."""
    _hold(lookup)
    if lookup.status not in OPEN:
        raise PostcodeError("This file cannot be discarded any more.")
    _settle(lookup, Status.DISCARDED)
    log(lookup, "indicators.postcodes.discard", user=by)
    _forget_file(lookup)


@transaction.atomic
def withdraw_lookup(*, lookup: PostcodeLookup, by: User) -> None:
    """Take the lookup out of use: readers find their ward by name and map until another is loaded."""
    _hold(lookup)
    if lookup.status != Status.LIVE:
        raise PostcodeError("This lookup is not in use.")
    Postcode.objects.all().delete()
    _settle(lookup, Status.ENDED)
    log(lookup, "indicators.postcodes.withdraw", user=by)


@transaction.atomic
def check_lookup_again(*, lookup: PostcodeLookup, by: User) -> None:
    """Have a file checked once more: the wards may have changed, or the check was stopped."""
    _hold(lookup)
    if lookup.status not in OPEN:
        raise PostcodeError("This file cannot be checked any more.")
    lookup.fault = ""
    _settle(lookup, Status.WAITING)
    jobs.ask_for_postcode_check(lookup)


def look_after_lookups() -> int:
    """Ask again for work whose job was lost, and say of work that was given up that it failed; gives how many."""
    found = 0
    for lookup in PostcodeLookup.objects.filter(status__in=AT_WORK).order_by("pk"):
        if jobs.postcodes_are_expected(lookup):
            continue
        found += 1
        if jobs.postcodes_were_given_up(lookup):
            _settle(lookup, Status.FAILED, fault=STOPPED)
        elif lookup.status == Status.WAITING:
            jobs.ask_for_postcode_check(lookup)
        else:
            jobs.ask_for_postcodes(lookup)
    return found


def _hold(lookup: PostcodeLookup) -> None:
    lookup.refresh_from_db(from_queryset=PostcodeLookup.objects.select_for_update(of=("self",)))


def _settle(lookup: PostcodeLookup, status: str, *, fault: str = "") -> None:
    lookup.status, lookup.fault = status, fault
    lookup.save()


def _forget_file(lookup: PostcodeLookup) -> None:
    """Delete the file once nobody needs it: it is somebody else’s work, and large."""
    name, storage = lookup.file.name, lookup.file.storage
    lookup.file = ""
    lookup.save(update_fields=["file"])
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def _ward_ids() -> dict[str, int]:
    """Give the wards that postcodes may lie in: those of the town, former ones too, for a file may be older than they."""
    settings = IndicatorSettings.of_default_site()
    town_id = (settings.town_id if settings else None) or 0
    return dict(Area.objects.filter(area_type=Area.Type.WARD, parent_id=town_id).values_list("code", "pk"))


def _read(file: IO[bytes]) -> Lookup:
    wards = _ward_ids()
    if not wards:
        raise LookupFault("No ward of the town is held.", "Load the town’s wards first.")
    return read_lookup(file, wanted=wards)


def _counts(found: Lookup) -> dict[str, object]:
    """Count what the file holds and what it would change; name the wards in use that it has no postcode for."""
    held = dict(Postcode.objects.values_list("postcode", "area__code"))
    in_file = {ward for ward, _ in found.wards.values()}
    wards = Area.objects.filter(pk__in=_ward_ids().values())
    return {
        "rows": found.rows,
        "postcodes": len(found.wards),
        "ended": found.ended,
        "elsewhere": found.elsewhere,
        "unreadable": found.unreadable,
        "twice": found.twice,
        "new": sum(postcode not in held for postcode in found.wards),
        "moved": sum(held.get(postcode, ward) != ward for postcode, (ward, _) in found.wards.items()),
        "gone": sum(postcode not in found.wards for postcode in held),
        "columns": [column for column in found.columns if column],
        "without": sorted(wards.filter(valid_to=None).exclude(code__in=in_file).values_list("name", flat=True)),
        "former": sorted(wards.exclude(valid_to=None).filter(code__in=in_file).values_list("name", flat=True)),
    }
