"""What workers do with figures: thin, for the work is in actions. A job finds in the release what is to be done."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from indicators.models import DataRelease, Indicator, PostcodeLookup

#: the database was away for a moment; anything else is for a person to look at
AGAIN = RetryStrategy(max_attempts=5, exponential_wait=2, retry_exceptions={OperationalError, InterfaceError})


@app.task(name="indicators.tasks.check_release", retry=AGAIN)
def check_release(release_id: int) -> None:
    """Check what came in."""
    from indicators.actions.checking import check_release as check

    release = DataRelease.objects.filter(pk=release_id).first()
    if release is not None:
        check(release=release)


@app.task(name="indicators.tasks.publish_release", retry=AGAIN)
def publish_release(release_id: int) -> None:
    """Publish a release whose time has come, in the name of whoever asked for it."""
    from indicators.actions.publishing import publish_if_due

    release = DataRelease.objects.select_related("published_by").filter(pk=release_id).first()
    if release is not None:
        publish_if_due(release=release)


@app.task(name="indicators.tasks.refresh_findings", retry=AGAIN)
def refresh_findings() -> None:
    """Work out anew what all live figures say."""
    from indicators.actions.findings import refresh_findings as refresh

    refresh(indicators=Indicator.objects.all())


@app.task(name="indicators.tasks.check_postcodes", retry=AGAIN)
def check_postcodes(lookup_id: int) -> None:
    """Check a lookup of postcodes."""
    from indicators.actions.postcodes import check_lookup

    lookup = PostcodeLookup.objects.filter(pk=lookup_id).first()
    if lookup is not None:
        check_lookup(lookup=lookup)


@app.task(name="indicators.tasks.load_postcodes", retry=AGAIN)
def load_postcodes(lookup_id: int) -> None:
    """Put a lookup of postcodes in the place of the one before."""
    from indicators.actions.postcodes import load_lookup

    lookup = PostcodeLookup.objects.filter(pk=lookup_id).first()
    if lookup is not None:
        load_lookup(lookup=lookup)


@app.periodic(cron="* * * * *")
@app.task(name="indicators.tasks.look_after_releases", queueing_lock="indicators.tasks.look_after_releases")
def look_after_releases(timestamp: int) -> None:
    """Find releases and lookups of postcodes that wait for a job that is lost."""
    from indicators.actions.postcodes import look_after_lookups
    from indicators.actions.upkeep import look_after_releases as look_after

    look_after()
    look_after_lookups()


@app.periodic(cron="* * * * *")
@app.task(name="indicators.tasks.look_after_profiles", queueing_lock="indicators.tasks.look_after_profiles")
def look_after_profiles(timestamp: int) -> None:
    """Write anew the parts of indicators' pages that are out of date: after an edit, an upgrade, at midnight."""
    from indicators.actions.profiles import look_after_profiles as look_after

    look_after()
