"""`manage.py import_data FILE`: checks a file of figures, tells what it would change, and publishes it if asked to."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from het_site.core.models import User
from indicators import actions
from indicators.models import DataRelease, Indicator

Status = DataRelease.Status


class Command(BaseCommand):
    """Bring a file of figures in, here and now: no worker is needed but for a time to come."""

    help = "Check a file of figures, tell what it would change, and publish it now or at a time if asked to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and what is to be done with it."""
        parser.add_argument("file", type=Path, help="CSV, XLSX or ODS")
        parser.add_argument("--indicator", metavar="SLUG", help="what the file is about, where it does not say so")
        parser.add_argument("--replace", action="store_true", help="take down figures that are not in the file")
        parser.add_argument(
            "--at-source", action="store_true", help="show small numbers: the publisher has looked after them"
        )
        parser.add_argument("--title", default="", help="what came in, for the history")
        parser.add_argument("--why", default="", help="what colleagues should know, for the history")
        parser.add_argument("--by", metavar="EMAIL", help="in whose name")
        when = parser.add_mutually_exclusive_group()
        when.add_argument("--dry-run", action="store_true", help="only tell, keep nothing")
        when.add_argument("--publish", action="store_true", help="publish at once if there are no faults")
        when.add_argument(
            "--publish-at", type=datetime.fromisoformat, metavar="TIME", help="such as 2026-12-01T09:00, local time"
        )

    def handle(self, *, file: Path, by: str | None, dry_run: bool, **options: Any) -> None:
        """Check, tell, and publish; faults end with exit code 1."""
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        person = _find(User, email=by)
        if dry_run:
            self._try(file, person, **options)
            return
        release = self._receive(file, person, **options)
        self._check(release)
        self._publish(release, person, **options)

    def _try(self, path: Path, by: User | None, **options: Any) -> None:
        """Do it all in a transaction that is undone, and delete the copy of the file."""
        with transaction.atomic():
            release = self._receive(path, by, **options)
            try:
                self._check(release)
            finally:
                release.file.delete(save=False)
            transaction.set_rollback(True)
        self.stdout.write("Nothing was kept.")

    def _receive(self, path: Path, by: User | None, **options: Any) -> DataRelease:
        with path.open("rb") as file:
            return actions.receive_file(
                file=File(file, name=path.name),
                by=by,
                title=options["title"],
                indicator=_find(Indicator, slug=options["indicator"]),
                mode=DataRelease.Mode.REPLACE if options["replace"] else DataRelease.Mode.ADD,
                disclosure=DataRelease.Disclosure.AT_SOURCE
                if options["at_source"]
                else DataRelease.Disclosure.AUTOMATIC,
                notes=options["why"],
                check_now=True,
            )

    def _check(self, release: DataRelease) -> None:
        from indicators.actions.checking import check_release

        check_release(release=release)
        if release.status == Status.MATCHING:
            raise CommandError("The columns are not ones we know. Say in the CMS which is what.")
        if release.status == Status.FAULTY:
            for fault in release.faults:
                self.stdout.write(_told(fault))
            more = release.fault_count - len(release.faults)
            rest = f" The first {len(release.faults)} are above." if more > 0 else ""
            raise CommandError(f"{release.fault_count} faults.{rest} Nothing was changed.")
        for line in _report(release):
            self.stdout.write(line)

    def _publish(self, release: DataRelease, by: User | None, **options: Any) -> None:
        from indicators.actions.publishing import publish_release

        try:
            if options["publish"]:
                publish_release(release=release, by=by)
                self.stdout.write(f"Published as release {release.number}.")
            elif at := options["publish_at"]:
                at = at if timezone.is_aware(at) else timezone.make_aware(at)
                actions.schedule_release(release=release, publish_at=at, by=by)
                told = date_format(timezone.localtime(at), "j F Y, H:i")
                self.stdout.write(f"To be published on {told}. A worker has to run then.")
            else:
                self.stdout.write("Ready. Publish it in the CMS under Data, or run this again with --publish.")
        except actions.ReleaseError as error:
            raise CommandError(str(error)) from error


def _find(model: type[Any], **where: str | None) -> Any:
    """Give the one that an option names; None where the option is not given."""
    ((field, value),) = where.items()
    if value is None:
        return None
    found = model.objects.filter(**where).first()
    if found is None:
        raise CommandError(f"There is no {model._meta.verbose_name} with {field} “{value}”.")
    return found


def _told(fault: dict[str, Any]) -> str:
    """Tell a fault: row, column, what stands there, what is wrong, how to mend it."""
    place = [f"row {fault['line']}"] if fault["line"] else []
    place += [f"column {fault['column']}"] if fault["column"] else []
    start = f"{', '.join(place)}: " if place else ""
    return f"{start}{fault['reason']} {fault['mend']}".strip()


def _report(release: DataRelease) -> list[str]:
    """Tell what publishing would do."""
    counts = release.counts
    held = counts["held_back"]
    lines = [
        f"{release.row_count} figures read.",
        f"{counts['new']} new, {counts['changed']} changed, {counts['same']} unchanged, "
        + (f"{counts['gone']} to be taken down." if counts["gone"] else f"{counts['staying']} others stay."),
    ]
    if held["small"]:
        also = f" and {held['live']} live figures" if held["live"] else ""
        lines.append(
            f"{held['small']} small numbers are held back, with {held['secondary']} figures{also} that would give them away."
        )
    lines += [f"Not in the set, so in no list: {entry['title']}." for entry in counts["unlisted"]]
    return [*lines, *counts["notices"]]
