"""`manage.py run_worker`: does the work outside requests until it is told to stop."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


class Command(BaseCommand):
    """Run one worker for all queues; how many jobs at once and the rest is in the settings."""

    help = "Do the work outside requests, such as checking and publishing figures, until told to stop."

    def handle(self, **options: Any) -> None:
        """Work until a signal says to stop; then finish the jobs under way."""
        if not isinstance(app.connector, DjangoConnector):
            raise TypeError("The app of the workers has no connector of Django’s.")
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            working.run_worker()
