"""What partners offer for the newsletter, what became of it, and the one picture that may go with it."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from het_site.core.models.consents import RecordedConsent
from het_site.core.storage import delete_later, private_storage

#: what is kept of a draft, however long it is; what may be sent is less, and is in `newsletter.contributions.missing`
KEPT_HEADLINE, KEPT_TEXT, KEPT_LINK, KEPT_NAME = 300, 6_000, 2_000, 160
#: in the private store: a folder for each item with a picture
FOLDER = "newsletter-items"


class Item(models.Model):
    """A few lines that a partner offers. A draft is never validated; who may do what when is in `newsletter.contributions.access`.

    `key` stands in addresses and cannot be guessed; `number` is what people call it by, and is given when it is first
    sent. `wanted` is the edition that its partner chose, nothing for the next one; `edition` the one it is out in.
    """

    class State(models.TextChoices):
        """Where it is."""

        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "With us"
        CHANGES_NEEDED = "changes_needed", "Changes needed"
        ACCEPTED = "accepted", "In the basket"
        PUBLISHED = "published", "Out"
        DECLINED = "declined", "Not taken"
        WITHDRAWN = "withdrawn", "Withdrawn"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(null=True, blank=True, unique=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0, help_text="How often it was saved anew.")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    headline = models.CharField(max_length=KEPT_HEADLINE, blank=True)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=KEPT_LINK, blank=True)
    organisation = models.CharField(max_length=KEPT_NAME, blank=True, help_text="The credit, as readers see it.")
    wanted = models.ForeignKey(
        "newsletter.EditionPage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    edition = models.ForeignKey(
        "newsletter.EditionPage", on_delete=models.SET_NULL, null=True, blank=True, related_name="items"
    )
    spam_reasons = models.JSONField(default=list, blank=True)

    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now, help_text="When its partner last changed anything.")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True, help_text="When its partner was told that the draft goes.")
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When contact details were erased.")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = "partner’s item"
        indexes = [models.Index(fields=["state", "submitted_at"], name="newsletter_items_queue")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Give what it is called; a draft may have no headline yet."""
        return self.headline.strip() or "An item without a headline"

    @property
    def called(self) -> str:
        """Give the number that people call it by; empty before it was first sent."""
        return f"N-{self.number:04d}" if self.number else ""


class ItemEvent(models.Model):
    """Something that happened to an item, with what was said to its partner. Appended, never changed."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=24)
    state = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    happened_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["happened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.action}"


def _path(picture: Any, name: str) -> str:
    """Name a file by our own keys: what people call their files is kept nowhere."""
    return f"{FOLDER}/{picture.item.key}/{picture.key}{name}"


class ItemPicture(RecordedConsent):
    """The picture of an item as it was cleaned, its words, and who agreed that it is shown in the newsletter.

    `image` is what readers see. It is made when the item is accepted, and withdrawn when the consent is.
    """

    class Asked(models.TextChoices):
        """Who asked for it to be taken away."""

        PERSON = "person", "Somebody who is shown"
        GUARDIAN = "guardian", "A parent or guardian"
        HOLDER = "holder", "The organisation that offered the item"
        OFFICE = "office", "The portal’s team"
        TIME = "time", "Nobody: the consent ran out"

    needed = ("alt", "shown")
    channel = "in_newsletter"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="picture")
    file = models.FileField(storage=private_storage, upload_to=_path, max_length=200)
    small = models.FileField(storage=private_storage, upload_to=_path, max_length=200)
    size = models.PositiveIntegerField(help_text="Bytes.")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=250, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    image = models.OneToOneField(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="item_picture",
    )
    added_at = models.DateTimeField(default=timezone.now)

    asked_by = models.CharField(max_length=10, choices=Asked.choices, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["expires_on"], name="newsletter_consent_ends", condition=Q(withdrawn_at=None))]

    def __str__(self) -> str:
        return self.alt or f"Picture of {self.item}"


@receiver(models.signals.post_delete, sender=ItemPicture)
def delete_files(sender: type[ItemPicture], instance: ItemPicture, **kwargs: Any) -> None:
    """Delete what was stored once it is sure that nothing points to it."""
    delete_later(instance.file, instance.small)


class Contributor(models.Model):
    """Somebody who has offered an item: whether they are told of copy deadlines, and of which they were told last."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wants_reminders = models.BooleanField(default=True)
    reminded_of = models.ForeignKey("newsletter.EditionPage", on_delete=models.SET_NULL, null=True, related_name="+")

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.user)
