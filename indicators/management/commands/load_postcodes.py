"""Loads a lookup of postcodes from a CSV file in the place of the one in use, or says what it would change."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.actions.postcodes import load_from_command
from indicators.models import PostcodeLookup


class Command(BaseCommand):
    """`manage.py load_postcodes FILE.csv --source … --as-of … --licence …`."""

    help = (
        "Load which ward each postcode lies in, from a CSV file with the columns of ONSPD, NSPL or postcode,ward_code."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and what has to be told of it."""
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--source", required=True, help="who published it, as readers see it")
        parser.add_argument(
            "--as-of", required=True, type=date.fromisoformat, metavar="DATE", help="what day it is true for"
        )
        parser.add_argument("--licence", required=True, help="licence and credits, as readers see them")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the file, load it, and tell what it held."""
        path: Path = options["file"]
        try:
            with path.open("rb") as opened:
                lookup = load_from_command(
                    file=File(opened, name=path.name),
                    source=options["source"],
                    as_of=options["as_of"],
                    licence=options["licence"],
                    trial=options["dry_run"],
                )
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        if lookup.fault:
            raise CommandError(f"{lookup.fault}\nNothing was loaded.")
        for name, count in lookup.counts.items():
            if count:
                self.stdout.write(f"{name}: {', '.join(count) if isinstance(count, list) else count}")
        is_live = lookup.status == PostcodeLookup.Status.LIVE
        self.stdout.write("Loaded." if is_live else "This was a trial: nothing was changed.")
