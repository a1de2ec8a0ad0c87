"""What is done with the pictures and documents of a story: added, put in order, described, removed, published."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max, QuerySet, Sum
from django.utils import timezone
from wagtail.documents.models import Document

from casestudies.access import Action, require
from casestudies.actions.consents import Kinds, log
from casestudies.actions.steps import held
from casestudies.models import PictureConsent, Submission, SubmissionDocument, SubmissionPicture
from casestudies.template.missing import PictureState
from casestudies.uploads.cleaning import CleanDocument, CleanPicture
from casestudies.uploads.limits import LIMITS
from het_site.core.models import CustomImage, User
from het_site.core.withdrawing import withdraw_image

StoredFile = SubmissionPicture | SubmissionDocument


class TooManyError(Exception):
    """The story has as many files as it may, or as many bytes; the words say which."""


@dataclass(frozen=True)
class PublishedPicture:
    """A picture as readers will see it, and its caption: what the block `picture` of a page holds."""

    image: CustomImage
    caption: str

    @property
    def block(self) -> dict[str, object]:
        """Give the block's value."""
        return {"image": self.image, "caption": self.caption}


def add_picture(*, submission: Submission, by: User, picture: CleanPicture) -> SubmissionPicture:
    """Put a cleaned picture to a story. Raises `Refused`, `TooManyError`."""
    size = len(picture.content) + len(picture.small)
    with held(submission) as found:
        require(by, Action.ADD_FILE, found)
        if found.pictures.count() >= LIMITS.pictures:
            raise TooManyError(f"A story may have {LIMITS.pictures} pictures. Remove one first.")
        _require_room(found, size)
        added = SubmissionPicture(
            submission=found, added_by=by, size=size, width=picture.width, height=picture.height, order=_next(found)
        )
        _store(added, "file", f".{picture.format}", picture.content)
        _store(added, "small", f"-small.{picture.format}", picture.small)
        added.save()
        _touch(found)
    return added


def add_document(*, submission: Submission, by: User, document: CleanDocument, title: str) -> SubmissionDocument:
    """Put a cleaned document to a story. Raises `Refused`, `TooManyError`."""
    with held(submission) as found:
        require(by, Action.ADD_FILE, found)
        if found.documents.count() >= LIMITS.documents:
            raise TooManyError(f"A story may have {LIMITS.documents} documents. Remove one first.")
        _require_room(found, len(document.content))
        added = SubmissionDocument(
            submission=found,
            added_by=by,
            size=len(document.content),
            pages=document.pages,
            title=title[:120].strip() or "Document",
            order=_next(found),
        )
        _store(added, "file", ".pdf", document.content)
        added.save()
        _touch(found)
    return added


def move(*, file: StoredFile, by: User, up: bool) -> None:
    """Put a picture or document one place up or down among its kind. Raises `Refused`."""
    with held(file.submission) as found:
        require(by, Action.ADD_FILE, found)
        rows = list(_siblings(file))
        here = next((place for place, row in enumerate(rows) if row.pk == file.pk), None)
        there = None if here is None else here - 1 if up else here + 1
        if here is None or there is None or not 0 <= there < len(rows):
            return
        rows[here], rows[there] = rows[there], rows[here]
        for place, row in enumerate(rows):
            type(file)._default_manager.filter(pk=row.pk).update(order=place)
        _touch(found)


def remove(*, file: StoredFile, by: User) -> None:
    """Delete a picture or document with everything about it. Raises `Refused`."""
    with held(file.submission) as found:
        require(by, Action.ADD_FILE, found)
        file.delete()
        _touch(found)


def describe(*, picture: SubmissionPicture, by: User, alt: str, caption: str, credit: str) -> None:
    """Store the words that go with a picture; as with every draft, any of them may be missing. Raises `Refused`."""
    with held(picture.submission) as found:
        require(by, Action.ADD_FILE, found)
        picture.alt, picture.caption, picture.credit = alt.strip()[:250], caption.strip()[:250], credit.strip()[:200]
        picture.save(update_fields=["alt", "caption", "credit"])
        _touch(found)


def rename(*, document: SubmissionDocument, by: User, title: str) -> None:
    """Store what a document is called. Raises `Refused`."""
    with held(document.submission) as found:
        require(by, Action.ADD_FILE, found)
        document.title = title.strip()[:120] or document.title
        document.save(update_fields=["title"])
        _touch(found)


def shown_pictures(submission: Submission) -> QuerySet[SubmissionPicture]:
    """Give the pictures of a story that are not withdrawn, in their order."""
    return submission.pictures.filter(consent__withdrawn_at=None).select_related("consent", "image")


def picture_states(submission: Submission) -> list[PictureState]:
    """Tell of each picture of a story what it still lacks, for the page of what is missing."""
    states = []
    for number, picture in enumerate(shown_pictures(submission), 1):
        consent = getattr(picture, "consent", None)
        has_consent = consent is not None and consent.holds()
        states.append(PictureState(f"picture {number}", bool(picture.alt.strip()), has_consent))
    return states


@transaction.atomic
def publish_pictures(submission: Submission, page_owner: User | None) -> list[PublishedPicture]:
    """Make what readers will see of a story's pictures, in their order; done twice, nothing is made twice.

    A picture without words or without consent for the web is left out. Called by whoever accepts the story.
    """
    published = []
    for picture in shown_pictures(submission).select_for_update(of=("self",)):
        consent: PictureConsent | None = getattr(picture, "consent", None)
        if consent is None or not consent.holds() or not picture.alt:
            continue
        image = picture.image
        if image is None or image.is_withdrawn:  # of what was not agreed to for a while there is no public file
            image = _public_image(picture, page_owner)
        image.description, image.credit, image.is_decorative = picture.alt, picture.credit, False
        image.save()
        if picture.image != image:
            picture.image = image
            picture.save(update_fields=["image"])
            log(Kinds.PUBLISHED, consent, by=page_owner)
        published.append(PublishedPicture(image, picture.caption))
    return published


@transaction.atomic
def publish_documents(submission: Submission, page_owner: User | None) -> list[Document]:
    """Make what readers will download of a story's documents, in their order; done twice, nothing is made twice."""
    published = []
    for row in submission.documents.select_for_update(of=("self",)):
        if row.document is None:
            with row.file.open("rb") as file:
                content = ContentFile(file.read(), name=f"{row.key}.pdf")
            row.document = Document.objects.create(
                title=row.title, file=content, file_size=content.size, uploaded_by_user=page_owner
            )
            row.save(update_fields=["document"])
        published.append(row.document)
    return published


@transaction.atomic
def take_files_back(submission: Submission) -> None:
    """Leave no public file of a story that will not be published after all; what its writers handed in stays with them."""
    for picture in submission.pictures.exclude(image=None).select_related("image"):
        if picture.image is not None:
            withdraw_image(image=picture.image)
    for row in submission.documents.exclude(document=None).select_related("document"):
        if row.document is not None:
            row.document.delete()


def _public_image(picture: SubmissionPicture, page_owner: User | None) -> CustomImage:
    with picture.file.open("rb") as file:
        content = ContentFile(file.read(), name=f"picture{PurePath(str(picture.file.name)).suffix}")
    return CustomImage(
        title=f"{picture.submission.called or 'Story'}, picture {picture.order + 1}",
        consent_key=uuid.uuid4(),
        file=content,
        width=picture.width,
        height=picture.height,
        licence="With permission",
        uploaded_by_user=page_owner,
    )


def _store(file: StoredFile, name: str, ending: str, content: bytes) -> None:
    getattr(file, name).save(ending, ContentFile(content), save=False)


def _require_room(submission: Submission, size: int) -> None:
    used = sum(
        rows.aggregate(sum=Sum("size"))["sum"] or 0 for rows in (submission.pictures.all(), submission.documents.all())
    )
    if used + size > LIMITS.story_bytes:
        raise TooManyError("The pictures and documents of this story are too large together. Remove one first.")


def _next(submission: Submission) -> int:
    tops = [rows.aggregate(top=Max("order"))["top"] for rows in (submission.pictures, submission.documents)]
    return max((top for top in tops if top is not None), default=-1) + 1


def _siblings(file: StoredFile) -> QuerySet[SubmissionPicture] | QuerySet[SubmissionDocument]:
    if isinstance(file, SubmissionPicture):
        return file.submission.pictures.all()
    return file.submission.documents.all()


def _touch(submission: Submission) -> None:
    """Count it as work on the story, so that nobody is reminded of a draft they are busy with."""
    submission.saved_at, submission.reminders, submission.remove_on = timezone.now(), 0, None
    submission.save(update_fields=["saved_at", "reminders", "remove_on"])
