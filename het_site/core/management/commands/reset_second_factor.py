"""`manage.py reset_second_factor`: lets somebody who lost phone and recovery codes set up a second factor anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from het_site.core.accounts import people
from het_site.core.models import SecondFactor


class Command(BaseCommand):
    """Forget the second factor of one account; its next sign-in sets up another."""

    help = "Forget an account's second factor. Make sure first that whoever asks is who they say."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask whose."""
        parser.add_argument("email", help="the email address of the account")

    def handle(self, *, email: str, **options: Any) -> None:
        """Forget it; say so."""
        user = people.find(email)
        if user is None or not SecondFactor.objects.filter(user=user).delete()[0]:
            raise CommandError("No account with this address has a second factor.")
        print("The second factor is forgotten. The next sign-in sets up another.")
