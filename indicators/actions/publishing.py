"""Makes a release's figures the live ones, and keeps those they replace. One transaction, one publication at a time."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from het_site.core.models import User
from indicators import differences, jobs, staging
from indicators.actions.charts import record_charts
from indicators.actions.checking import PASSING
from indicators.actions.findings import record_findings
from indicators.actions.profiles import record_profiles
from indicators.actions.releases import FiguresChangedError, ReleaseError, Status, at_work_on
from indicators.locks import wait_for_other_publications
from indicators.models import DataRelease, Indicator
from indicators.progress import Progress
from indicators.signals import figures_published

logger = logging.getLogger(__name__)

CROSSED = "Figures of the same indicators were published meanwhile. Look at the new difference before you publish."

REDEFINED = "The definition of its indicator was changed meanwhile. Look at the new difference before you publish."


def publish_release(*, release: DataRelease, by: User | None) -> DataRelease:
    """Publish a release that is ready; gives it with its number. One that is published already is left as it is.

    Raises `FiguresChangedError` when the live figures are not those of the difference that the officer saw: then nothing is
    published, and the release is checked again.
    """
    try:
        with Progress(release) as progress, transaction.atomic():
            wait_for_other_publications()
            with at_work_on(release, wait=True):
                if release.status != Status.PUBLISHED:
                    _publish(release, by, progress)
    except FiguresChangedError as error:
        _send_back(release, by, why=str(error))
        raise
    except (ReleaseError, *PASSING):
        raise
    except Exception as error:
        logger.exception("The publication of release %s stopped.", release.pk)
        DataRelease.objects.filter(pk=release.pk, number=None).update(
            status=Status.FAILED, step=f"Stopped by an error: {error}"[:120]
        )
        raise
    return release


def publish_if_due(*, release: DataRelease) -> None:
    """Publish a release in the name of whoever asked for it, unless its time has not come or it was taken back."""
    is_due = release.publish_at is None or release.publish_at <= timezone.now()
    if release.status not in {Status.PUBLISHING, Status.SCHEDULED} or not is_due:
        return
    try:
        publish_release(release=release, by=release.published_by)
    except FiguresChangedError:
        logger.info("Release %s is compared again: the live figures have changed.", release.pk)


def _publish(release: DataRelease, by: User | None, progress: Progress) -> None:
    if release.status not in {Status.READY, Status.SCHEDULED, Status.PUBLISHING}:
        raise ReleaseError(f"It cannot be published: its state is “{release.get_status_display().lower()}”.")
    ids = differences.indicator_ids(release)
    if release.compared_with is None or differences.changed_since(release.compared_with, ids=ids):
        raise FiguresChangedError(CROSSED)
    if release.counts.get("rules") != differences.rules_of(ids):
        raise FiguresChangedError(REDEFINED)
    progress.say("Publishing the figures")
    _make_unlisted(release, by)
    gone = staging.move_replaced(release, indicator_ids=ids, is_replacing=release.mode == DataRelease.Mode.REPLACE)
    came = staging.make_live(release, indicator_ids=ids)
    staging.clear(release)
    progress.say("Working out what the figures say")
    release.number = differences.last_number() + 1
    release.status, release.step = Status.PUBLISHED, ""
    release.published_at, release.published_by = timezone.now(), by
    release.counts = release.counts | {"came": came, "went": gone}
    release.save()
    concluded = list(Indicator.objects.filter(pk__in=ids).order_by("pk"))
    record_findings(release=release, indicators=concluded)
    record_charts(release=release, indicators=concluded)
    record_profiles(indicators=concluded)
    log(release, "indicators.release.publish", user=by, data={"number": release.number, "came": came, "went": gone})
    transaction.on_commit(lambda: figures_published.send(DataRelease, release=release, indicator_ids=ids))


def _make_unlisted(release: DataRelease, by: User | None) -> None:
    """Make the indicators outside the set that the file is about, under the numbers set aside for them."""
    for entry in release.counts.get("unlisted", []):
        if Indicator.objects.filter(slug=entry["slug"]).exists():
            raise FiguresChangedError(CROSSED)
        indicator = Indicator(pk=entry["id"], **definition_of_unlisted(entry, release))
        indicator.save(force_insert=True)
        indicator.save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)


def definition_of_unlisted(entry: dict[str, Any], release: DataRelease) -> dict[str, Any]:
    """Say of an indicator what its file says, and no more: an officer fills in the rest."""
    title = entry["title"][:120]
    number = entry["fingertips_id"]
    return {
        "slug": entry["slug"],
        "title": title,
        "question": f"What do the figures say about “{title}”?"[:200],
        "value_type": entry["value_type"] or Indicator.ValueType.INDEX,
        "unit": entry["unit"] or "unit not stated",
        "unit_short": "%" if entry["unit"].startswith("%") else "",
        "multiplier": entry["multiplier"],
        "polarity": Indicator.Polarity.NO_JUDGEMENT,
        "measure_used": title,
        "trend_note": "Nobody has said yet whether its periods can be compared.",
        "comparison_note": "Nobody has said yet what it may be compared with.",
        "source_name": release.source_name or ("Fingertips" if number else ""),
        "source_url": release.source_url,
        "source_id": f"Fingertips {number}" if number else "",
        "licence": release.licence,
    }


def _send_back(release: DataRelease, by: User | None, *, why: str) -> None:
    """Say why it was not published, and have the difference taken anew."""
    with at_work_on(release, wait=True):
        if release.status in {Status.PUBLISHED, Status.DISCARDED}:
            return
        notices = [notice for notice in release.counts.get("notices", []) if notice != why]
        release.counts = release.counts | {"notices": [why, *notices]}
        release.status, release.step, release.publish_at = Status.UPLOADED, "Waiting for a worker", None
        release.save(update_fields=["status", "step", "publish_at", "counts"])
        log(release, "indicators.release.send_back", user=by)
        jobs.ask_for_check(release)
