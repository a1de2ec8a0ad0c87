"""Puts outlines from a GeoJSON file on areas, or says what is wrong with the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.actions import load_boundaries
from indicators.boundaries import Creation, Wanted
from indicators.models import Area


class Command(BaseCommand):
    """`manage.py load_boundaries FILE.geojson`."""

    help = "Put outlines from a GeoJSON file (longitude and latitude) on the areas with its codes: all or none."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and what may be changed."""
        parser.add_argument("file", type=Path, metavar="FILE.geojson")
        parser.add_argument("--replace", action="store_true", help="put the file's outlines in place of others")
        parser.add_argument("--skip-unknown", action="store_true", help="leave out areas that are not known here")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--create", action="store_true", help="make the areas that are not known here; needs:")
        parser.add_argument("--type", choices=Area.Type.values, help="  the kind of the new areas")
        parser.add_argument("--parent", default="", metavar="CODE", help="  the area they lie in")
        parser.add_argument("--vintage", default="", help="  the year their boundaries date from")
        parser.add_argument("--valid-from", type=date.fromisoformat, metavar="DATE", help="  their first day")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file and tell what it did."""
        path: Path = options["file"]
        create = None
        if options["create"]:
            if not options["type"] or not options["parent"]:
                raise CommandError("--create needs --type and --parent.")
            create = Creation(options["type"], options["parent"], options["vintage"], options["valid_from"])
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        wanted = Wanted(replace=options["replace"], leave_out_unknown=options["skip_unknown"], create=create)
        loaded = load_boundaries(data=data, file=path.name, wanted=wanted, trial=options["dry_run"])
        if loaded.faults:
            lines = [f"{fault} {fault.mend}".rstrip() for fault in loaded.faults]
            raise CommandError("\n".join([*lines, "Nothing was loaded."]))
        for note in loaded.notes:
            self.stdout.write(note)
        for words, count in loaded.plan.counts:
            if count:
                self.stdout.write(f"{words}: {count}.")
        if loaded.is_trial:
            self.stdout.write("This was a trial: nothing was changed.")
        elif loaded.plan.is_empty:
            self.stdout.write("Nothing changed.")
