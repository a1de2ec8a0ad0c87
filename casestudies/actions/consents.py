"""What becomes of consent for a picture: recorded, taken back, run out. All of it is noted, with who asked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from casestudies.access import Action, require
from casestudies.actions.steps import held, note
from casestudies.models import ConsentEvent, PictureConsent, Submission, SubmissionPicture
from het_site.core.models import CustomImage, User
from het_site.core.storage import delete_later
from het_site.core.withdrawing import withdraw_image

Kinds = ConsentEvent.Kind
#: officers are told of what runs out within this time
SOON = timedelta(days=60)
#: what names people, and what stands there once they are forgotten
NAMES = ("holder", "guardian", "reference")
ERASED = "Erased"
#: what of a consent is noted; never who is shown, nor who agreed
NOTED = ("shown", "on_web", "in_newsletter", "on_social", "given_on", "expires_on")


def save_consent(*, picture: SubmissionPicture, by: User, **values: Any) -> PictureConsent:
    """Record who agreed that a picture is shown, or change what is recorded. Raises `Refused`."""
    with held(picture.submission) as submission:
        require(by, Action.ADD_FILE, submission)
        consent = PictureConsent.objects.filter(picture=picture).first() or PictureConsent(picture=picture)
        before = _noted(consent) if consent.pk else {}
        for name, value in values.items():
            setattr(consent, name, value)
        if consent.pk and before == _noted(consent):
            consent.save()
            return consent
        kind = Kinds.CHANGED if consent.pk else Kinds.GIVEN
        consent.saved_by, consent.saved_at = by, timezone.now()
        consent.save()
        log(kind, consent, by=by, data=_noted(consent))
        if picture.image is not None and not consent.holds():
            withdraw_image(image=picture.image)  # another is made of our private copy once there is consent again
    return consent


def withdraw_consent(*, picture: SubmissionPicture, by: User, asked_by: str) -> None:
    """Take a picture away from everywhere because somebody does not agree any more. Raises `Refused`.

    Nothing of it is kept: neither the public picture, nor our private copy, nor the words about it.
    """
    with held(picture.submission) as submission:
        require(by, Action.WITHDRAW_CONSENT, submission)
        if _withdraw(picture, Kinds.WITHDRAWN, by=by, asked_by=ConsentEvent.Asked(asked_by)):
            note(Action.WITHDRAW_CONSENT, submission, by=by)
    picture.refresh_from_db()


def expire_consents(today: date | None = None) -> int:
    """Take every picture away whose consent has run out; gives how many. For the daily clock."""
    day = today or timezone.localdate()
    over = PictureConsent.objects.filter(withdrawn_at=None, expires_on__lt=day).select_related("picture__submission")
    found = 0
    for consent in over:
        with held(consent.picture.submission) as submission:
            if _withdraw(consent.picture, Kinds.EXPIRED, by=None):
                note("consent_expired", submission, by=None)
                found += 1
    return found


def running_out(today: date | None = None) -> QuerySet[PictureConsent]:
    """Give the consents that run out soon, the next one first."""
    day = today or timezone.localdate()
    found = PictureConsent.objects.filter(withdrawn_at=None, expires_on__gte=day, expires_on__lte=day + SOON)
    return found.select_related("picture__submission", "picture__image").order_by("expires_on", "pk")


def may_be_used(image: CustomImage, channel: str) -> bool:
    """Tell whether a picture may be shown on a channel (`on_web`, `in_newsletter`, `on_social`); editors' own may on all."""
    if image.is_withdrawn:
        return False
    consent = PictureConsent.objects.filter(picture__image=image).first()
    return consent is None or _covers(consent, channel)


def kept_back(images: Collection[int], channel: str) -> set[int]:
    """Give those of some pictures, by their numbers, that may not be shown on a channel: they are gone, or nobody agrees."""
    there = set(CustomImage.objects.filter(pk__in=images, withdrawn_at=None).values_list("pk", flat=True))
    consents = PictureConsent.objects.filter(picture__image__in=there).select_related("picture")
    refused = {consent.picture.image_id for consent in consents if not _covers(consent, channel)}
    return (set(images) - there) | {number for number in refused if number is not None}


def _covers(consent: PictureConsent, channel: str) -> bool:
    return consent.holds() and bool(getattr(consent, channel))


def without_consent(images: Collection[int]) -> bool:
    """Tell whether any of some pictures, by their numbers, may not be shown on the web today."""
    if CustomImage.objects.filter(pk__in=images).exclude(withdrawn_at=None).exists():
        return True
    return any(not consent.holds() for consent in PictureConsent.objects.filter(picture__image__in=images))


def forget_names(submission: Submission, writers: Collection[int]) -> None:
    """Erase who agreed and who wrote it down; that somebody did, to what and when, stays with the picture and in the log."""
    for consent in PictureConsent.objects.filter(picture__submission=submission):
        for name in NAMES:
            setattr(consent, name, ERASED if getattr(consent, name) else "")
        consent.saved_by = None if consent.saved_by_id in writers else consent.saved_by
        consent.save()
    for rows in (submission.pictures, submission.documents):
        rows.filter(added_by__in=writers).update(added_by=None)
    story_of(submission).filter(by__in=writers).update(by=None)


def log(kind: str, consent: PictureConsent, *, by: User | None, asked_by: str = "", data: Any = None) -> ConsentEvent:
    """Note what happened to a consent."""
    picture = consent.picture
    return ConsentEvent.objects.create(
        kind=kind,
        consent=consent,
        submission=picture.submission,
        image=picture.image,
        asked_by=asked_by,
        by=by,
        data=data or {},
    )


@transaction.atomic
def _withdraw(picture: SubmissionPicture, kind: str, *, by: User | None, asked_by: str = "") -> bool:
    """Take one picture away; gives whether that was still to be done."""
    found = SubmissionPicture.objects.select_for_update().get(pk=picture.pk)
    consent = PictureConsent.objects.filter(picture=found).first()
    if consent is None:
        consent = PictureConsent(picture=found, shown=PictureConsent.Shown.NOBODY)
    if consent.is_withdrawn:
        return False
    consent.withdrawn_at = timezone.now()
    consent.save()
    _forget(found)
    if found.image is not None:
        withdraw_image(image=found.image)
    log(kind, consent, by=by, asked_by=asked_by)
    return True


def _forget(picture: SubmissionPicture) -> None:
    """Delete our private copy and the words about it, once it is sure that they go."""
    delete_later(picture.file, picture.small)
    picture.file = picture.small = ""
    picture.alt = picture.caption = picture.credit = ""
    picture.save()


def _noted(consent: PictureConsent) -> dict[str, Any]:
    values = {name: getattr(consent, name) for name in NOTED}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def story_of(submission: Submission) -> QuerySet[ConsentEvent]:
    """Give what happened to the consents of a story."""
    return ConsentEvent.objects.filter(submission=submission)
