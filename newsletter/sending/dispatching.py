"""Sending an edition at a person's word: what has to be published is published in the same step, and that is what is frozen."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.blocks import StreamBlockValidationError

from het_site.core.cms.turns import hold_page
from het_site.core.models import User
from newsletter.models import Delivery, EditionPage, Sending
from newsletter.rendering.report import Finding, Report, about_page, looked_at
from newsletter.sending.actions import plan_armed, require_armed
from newsletter.sending.freezing import AlreadySentError

SEND = "newsletter.send_sending"
MAY_NOT_PUBLISH = (
    "You may not publish this edition, and what is not published is not sent. Ask somebody who may publish it."
)
IS_LOCKED = "The edition is locked in the editor. Whoever locked it, or an administrator, can unlock it."
WAITS_FOR_APPROVAL = (
    "The edition waits for approval. It can be sent when that is decided, or when it is taken back from approval."
)
HAS_A_TIME = (
    "The edition has a time set for its publication. Take that out in the editor, under Status, or send it afterwards."
)
HAS_EXPIRED = "The edition has a time set for its end, which is over. Take that out in the editor, under Status."
NOBODY = "Nobody would be sent it. Look at whom it goes to, in the editor under Topics."


class NotReadyError(Exception):
    """The edition cannot be sent as it is. Says why, in words for an officer."""


class MovedError(Exception):
    """What the officer looked at is not what would be sent. Says what has changed."""


def is_published(edition: EditionPage) -> bool:
    """Tell whether its page is public and says what its newest draft says."""
    return bool(edition.live and not edition.has_unpublished_changes)


def newest(edition: EditionPage) -> EditionPage:
    """Give what would be sent: its newest draft, or its page where all of that is published."""
    return edition if is_published(edition) else edition.get_latest_revision_as_object()


def why_not(edition: EditionPage, by: User) -> str:
    """Say why somebody cannot send an edition, whatever its words are; empty where they can."""
    if edition.workflow_in_progress:
        return WAITS_FOR_APPROVAL
    if is_published(edition):
        return ""
    permissions = edition.permissions_for_user(by)
    if not permissions.can_publish():
        return MAY_NOT_PUBLISH
    if permissions.page_locked():
        return IS_LOCKED
    draft, now = newest(edition), timezone.now()
    if draft.go_live_at and draft.go_live_at > now:
        return HAS_A_TIME
    return HAS_EXPIRED if draft.expire_at and draft.expire_at <= now else ""


def report_on(edition: EditionPage) -> Report:
    """Look at what would be sent. What is not published yet is looked at as it would be published."""
    draft = newest(edition)
    first = about_page(draft) if is_published(edition) else Finding("whole page", "It is whole", what_is_missing(draft))
    return looked_at(draft, first=(first,))[0]


def what_is_missing(draft: EditionPage) -> tuple[str, ...]:
    """Say what the editor would complain of at publication: drafts are saved unlooked at."""
    faults: list[str] = []
    try:
        draft.full_clean()
    except ValidationError as error:
        faults += [f"{_label(draft, name)}: {' '.join(words)}" for name, words in error.message_dict.items()]
    try:
        draft.body.stream_block.clean(draft.body)
    except StreamBlockValidationError as error:
        faults += [
            f"Item {place + 1} lacks something, or holds what cannot be." for place in sorted(error.block_errors)
        ]
        faults += [" ".join(each.messages) for each in error.non_block_errors.as_data()]
    return tuple(faults)


def send(
    *, edition: EditionPage, by: User, readers: int, revision: int | None, at: datetime | None = None
) -> tuple[Sending, bool]:
    """Freeze an edition for as many readers as the officer has said, after publishing it if it is not; tells whether it was published.

    `revision` is the draft that they looked at. All of it happens, or nothing. Raises `NotNowError`, `NotReadyError`,
    `MovedError`, `AlreadySentError`, `ValueError`.
    """
    if not by.has_perm(SEND):
        raise PermissionDenied
    require_armed()
    with transaction.atomic():
        hold_page(edition.pk)
        row = EditionPage.objects.select_for_update(of=("self",)).get(pk=edition.pk)
        if Sending.objects.filter(edition=row).exists():
            raise AlreadySentError(f"“{row.title}” has been sent, or is being sent.")
        if row.latest_revision_id != revision:
            raise MovedError("The edition was changed since you looked at it.")
        was_published = _publish(row, by)
        page = EditionPage.objects.get(pk=row.pk)
        found, rendered = looked_at(page, first=(about_page(page),))
        if rendered is None or not found.may_send:
            raise NotReadyError(" ".join(found.faults))
        sending = plan_armed(edition=page, rendered=rendered, by=by, at=at)
        frozen = sending.deliveries.filter(state=Delivery.State.PENDING).count()
        if not frozen:
            raise NotReadyError(NOBODY)
        if frozen != readers:
            raise MovedError(f"It would go to {frozen:,}, not {readers:,}: readers came or went since you looked.")
    return sending, was_published


def _publish(row: EditionPage, by: User) -> bool:
    """Publish the newest draft as the editor's own button does, if it is not published; tells whether it was."""
    if why := why_not(row, by):
        raise NotReadyError(why)
    if is_published(row):
        return False
    if faults := what_is_missing(newest(row)):
        raise NotReadyError(" ".join(faults))
    revision = row.latest_revision
    if revision is None:
        revision = row.save_revision(user=by)
    revision.publish(user=by)
    return True


def _label(draft: EditionPage, name: str) -> str:
    if name == "__all__":
        return "The edition"
    return str(draft._meta.get_field(name).verbose_name).capitalize()
