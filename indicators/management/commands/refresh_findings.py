"""`manage.py refresh_findings`: works out anew what live figures say, after the rules in the code changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from indicators.actions import refresh_findings
from indicators.models import Indicator


class Command(BaseCommand):
    """Write the findings of every indicator anew."""

    help = "Work out anew what the live figures say: verdicts, trends, gaps, their sentences and charts."

    def handle(self, **options: Any) -> None:
        """Refresh all, and say how many there are."""
        count = refresh_findings(indicators=Indicator.objects.all())
        self.stdout.write(f"{count} findings written.")
