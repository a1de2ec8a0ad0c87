"""Finds releases that nobody works on although somebody should, and puts that right. Called by the workers' clock."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from indicators import jobs
from indicators.actions.releases import Status
from indicators.models import DataRelease

logger = logging.getLogger(__name__)

GIVEN_UP = "Stopped again and again. Ask whoever runs the server to look at the worker’s log."


@transaction.atomic
def look_after_releases() -> int:
    """Ask again for work whose job was lost, and say of work that was given up that it failed; gives how many.

    A release's state is what counts: jobs may be lost, for example when a backup is restored.
    """
    is_due = Q(status=Status.SCHEDULED, publish_at__lte=timezone.now())
    waiting = DataRelease.objects.filter(is_due | Q(status__in=[Status.UPLOADED, Status.CHECKING, Status.PUBLISHING]))
    found = 0
    for release in waiting.order_by("pk"):
        if jobs.is_expected(release):
            continue
        found += 1
        if jobs.was_given_up(release):
            release.status, release.step = Status.FAILED, GIVEN_UP
            release.save(update_fields=["status", "step"])
        elif release.status in {Status.UPLOADED, Status.CHECKING}:
            jobs.ask_for_check(release)
        else:
            jobs.ask_for_publication(release)
        logger.warning("Release %s had no job: it is now “%s”.", release.pk, release.get_status_display())
    return found
