"""`manage.py rebuild_search`: writes the search index anew. Needed only after rows were changed behind Django's back."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from het_site.home.search.actions import rebuild


class Command(BaseCommand):
    """Write the search index anew."""

    help = "Write the search index anew from what is public now."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how many entries there are."""
        self.stdout.write(f"Search finds {rebuild()} pages and snippets.")
