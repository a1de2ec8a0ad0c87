"""`manage.py load_content`: loads a place's content set into an empty site."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from het_site.core.faults import FaultyFilesError
from het_site.home.actions import ContentExistsError, load_content


class Command(BaseCommand):
    """Load pages, figures and settings from a folder."""

    help = "Load a place's content and figures from a folder into a site that has none yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder and whether existing content is fine."""
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.CONTENT_DIR, help="the content set's folder"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing, and say so, if there is content already"
        )

    def handle(self, *, folder: Path, if_empty: bool, **options: Any) -> None:
        """Load, or say plainly why not."""
        try:
            pages = load_content(folder=folder)
        except ContentExistsError as error:
            if not if_empty:
                raise CommandError(f"{error} Nothing was loaded.") from error
            self.stdout.write("There is content already: nothing was loaded.")
        except FaultyFilesError as error:
            raise CommandError(f"Nothing was loaded, because of:\n{error}") from error
        else:
            self.stdout.write(f"{pages} pages loaded.")
