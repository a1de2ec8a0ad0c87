"""Makes the demo accounts of development and tests, one for each role. Refuses wherever they are not allowed."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from het_site.core.models import User

DOMAIN = "demo.example"
DEFAULT_PASSWORD = "health-equity-town"  # noqa: S105  (printed in the README; never used outside development)
#: the name before the @, the person's name, the role
ACCOUNTS = (
    ("admin", "Demo administrator", "Administrators"),
    ("editor", "Demo editor", "Editors"),
    ("moderator", "Demo moderator", "Moderators"),
    ("data", "Demo data officer", "Data officers"),
    ("newsletter", "Demo newsletter editor", "Newsletter editors"),
    ("partner", "Demo partner", "Partners"),
)


class Command(BaseCommand):
    """Make each account, or bring an existing one back to its password and role."""

    help = "Makes one account for each role, at demo.example, with the password of DEMO_PASSWORD. Development only."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the accounts; running it again changes nothing."""
        if not settings.DEMO_ACCOUNTS:
            raise CommandError("Demo accounts are for development: their password is public.")
        password = os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD
        encoded = make_password(password)  # one for all: each takes a noticeable part of a second
        with transaction.atomic():
            made = [name for name, title, role in ACCOUNTS if make(name, title=title, role=role, encoded=encoded)]
            for user in User.objects.filter(email__in=[f"{name}@{DOMAIN}" for name, *_ in ACCOUNTS]):
                if user.password != encoded and not user.check_password(password):
                    user.password = encoded
                    user.save(update_fields=["password"])
        self.stdout.write(f"{len(made)} demo accounts made." if made else "The demo accounts are there.")


def make(name: str, *, title: str, role: str, encoded: str) -> bool:
    """Make one account; tell whether it was new."""
    first, _, last = title.partition(" ")
    user, is_new = User.objects.get_or_create(
        email=f"{name}@{DOMAIN}", defaults={"first_name": first, "last_name": last, "password": encoded}
    )
    user.groups.set([Group.objects.get(name=role)])
    return is_new
