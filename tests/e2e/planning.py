"""A newsletter with an edition that is planned, made in the site that a test looks at."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from het_site.local.folders import ROOT
from tests import databases


def plan_in(name: str, *, folder: Path, site: str) -> None:
    """Plan Edition 1 in a running site, by the name of its database."""
    run_in(name, "from tests.e2e.planning import make; make()", folder=folder, site=site)


def run_in(name: str, code: str, *, folder: Path, site: str) -> None:
    """Run some code with the settings of a running site, by the name of its database."""
    environment = os.environ | {
        "DATABASE_URL": databases.with_name(os.environ["DATABASE_URL"], name),
        "DJANGO_SETTINGS_MODULE": "het_site.settings.serve",
        "HET_DATA": str(folder),
        "SITE_URL": site,
    }
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
    subprocess.run(command, cwd=Path(ROOT), env=environment, check=True, stdout=subprocess.PIPE, timeout=120)


def make() -> None:
    """Make the newsletter's page, if it is not there, and a draft whose copy deadline is in ten days."""
    from django.utils import timezone

    from het_site.home.models import HomePage
    from newsletter.models import EditionPage, NewsletterIndexPage

    index = NewsletterIndexPage.objects.first()
    if index is None:
        home = HomePage.objects.get()
        index = home.add_child(instance=NewsletterIndexPage(title="Newsletter", slug="newsletter", summary="By email."))
    today = timezone.localdate()
    days = {"copy_deadline": today + timedelta(10), "planned_for": today + timedelta(17)}
    edition = EditionPage(title="Edition 1", slug="edition-1", summary="The first.", number=1, live=False, **days)
    index.add_child(instance=edition)
    edition.save_revision()


def make_ready() -> None:
    """Make the same draft with words, readers of whom one's line drops and some are slow, and no time to undo."""
    import json
    import uuid

    from newsletter.models import EditionPage
    from newsletter.sending.preferring import settings_now
    from tests.factories.newsletter import make_subscriber

    make()
    edition = EditionPage.objects.get(number=1)
    edition.body = json.dumps(
        [{"type": "text", "value": "<p>Dear reader, there is news.</p>", "id": str(uuid.uuid4())}]
    )
    edition.save_revision()
    for name in [*(f"slow-{n}" for n in range(12)), "dropped-one", "not-known-one", *(f"reader-{n}" for n in range(6))]:
        make_subscriber(email=f"{name}@demo.example")
    make_subscriber(email="left@demo.example", state="left")
    chosen = settings_now()
    chosen.undo_minutes = 0
    chosen.save()
