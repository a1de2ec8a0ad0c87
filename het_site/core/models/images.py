"""Pictures with what the law and good manners ask: words for those who cannot see them, credit, licence, and consent.

A picture that is withdrawn is never rendered again, whoever asks and whatever they have kept: `het_site.core.withdrawing`.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.templatetags.static import static
from django.utils.safestring import SafeString
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from het_site.core.fields import URLField

#: below the public media: a folder for each picture that is shown as long as somebody consents
CONSENT_FOLDER = "with-consent"
#: what an address gives that some cache still knows, in the place of a withdrawn picture
IN_ITS_PLACE = "img/withdrawn.svg"


class CustomImage(AbstractImage):
    """A picture: described in words or marked as decorative, with credit and licence."""

    is_decorative = models.BooleanField(
        "decorative",
        default=False,
        help_text="Tick only if the picture tells nothing that the words around it do not. Screen readers skip it.",
    )
    credit = models.CharField(
        max_length=200, blank=True, help_text="Who made it, for example “Photograph: Jane Smith”."
    )
    licence = models.CharField(
        max_length=200,
        blank=True,
        help_text="What allows us to publish it, for example “Open Government Licence v3.0” or “With permission”.",
    )
    licence_url = URLField("licence address", blank=True, help_text="Where the licence can be read, if it is public.")

    consent_key = models.UUIDField(
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="Set where it is shown only as long as people agree.",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    files_gone_at = models.DateTimeField(null=True, blank=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "is_decorative",
        "credit",
        "licence",
        "licence_url",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        constraints = [
            models.CheckConstraint(
                name="core_image_described_or_decorative",
                condition=(models.Q(is_decorative=True) & models.Q(description=""))
                | (models.Q(is_decorative=False) & ~models.Q(description="")),
                violation_error_message="Describe the picture in words, or tick “decorative” and leave the words empty.",
            ),
        ]

    def clean(self) -> None:
        """Refuse a picture without words, unless it is decorative."""
        super().clean()
        if self.is_decorative and self.description:
            raise ValidationError(
                {"description": "A decorative picture has no description: empty this or untick “decorative”."}
            )
        if self.is_withdrawn:
            raise ValidationError("This picture is withdrawn. Add another one rather than a new file here.")
        if not self.is_decorative and not self.description.strip():
            raise ValidationError({"description": "Describe what the picture shows, or tick “decorative”."})

    @property
    def default_alt_text(self) -> str:
        """Give the alternative text: the description, or nothing for a decorative picture; never the file's title."""
        return "" if self.is_decorative else self.description

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether it may not be shown any more."""
        return self.withdrawn_at is not None

    @property
    def folder(self) -> str:
        """Give the folder of its own, if it has one."""
        return f"{CONSENT_FOLDER}/{self.consent_key}" if self.consent_key else ""

    def get_upload_to(self, filename: str) -> str:
        """Keep what needs consent in a folder that can be emptied at once and cannot be guessed."""
        given = super().get_upload_to(filename)
        return f"{self.folder}/{given.rpartition('/')[2]}" if self.folder else given

    def get_rendition(self, filter: Filter | str) -> Any:  # noqa: A002  (the name that Wagtail gives it)
        """Give it in one size and format; of a withdrawn picture nothing."""
        return CustomRendition.blank(self, filter) if self.is_withdrawn else super().get_rendition(filter)

    def get_renditions(self, *filters: Filter | str) -> dict[str, Any]:
        """Give it in several sizes and formats; of a withdrawn picture nothing."""
        if self.is_withdrawn:
            blanks = [CustomRendition.blank(self, each) for each in filters]
            return {blank.filter_spec: blank for blank in blanks}
        return super().get_renditions(*filters)

    def create_rendition(self, filter: Filter) -> Any:  # noqa: A002  (the name that others give it)
        """Make one; if it was withdrawn while that was done, make none."""
        made = super().create_rendition(filter)
        return self._unless_withdrawn_meanwhile({filter: made})[filter]

    def create_renditions(self, *filters: Filter) -> dict[Filter, Any]:
        """Make several; if it was withdrawn while that was done, make none."""
        return self._unless_withdrawn_meanwhile(super().create_renditions(*filters))

    def _unless_withdrawn_meanwhile(self, made: dict[Filter, Any]) -> dict[Filter, Any]:
        """Look after a rendition is stored: whoever withdraws holds the row, so one of the two sees the other."""
        if not made:
            return made
        self.withdrawn_at = type(self).objects.values_list("withdrawn_at", flat=True).get(pk=self.pk)
        if not self.is_withdrawn:
            return made
        for rendition in self.renditions.all():
            rendition.file.storage.delete(rendition.file.name)
            rendition.delete()
        return {each: CustomRendition.blank(self, each) for each in made}


class CustomRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    @classmethod
    def blank(cls, image: CustomImage, filter: Filter | str) -> CustomRendition:  # noqa: A002  (the name that others give it)
        """Give what stands for a withdrawn picture: no markup, and an address at which nothing of it is seen."""
        spec = filter if isinstance(filter, str) else filter.spec
        return cls(image=image, filter_spec=spec, width=1, height=1)

    @property
    def url(self) -> str:
        """Give its address; of a withdrawn picture, that of the drawing in its place."""
        return static(IN_ITS_PLACE) if self.image.is_withdrawn else str(super().url)

    def img_tag(self, extra_attributes: dict[str, Any] | None = None) -> SafeString:
        """Give its markup; of a withdrawn picture none."""
        return SafeString("") if self.image.is_withdrawn else SafeString(super().img_tag(extra_attributes))

    def get_upload_to(self, filename: str) -> str:
        """Keep it beside the picture it is made of, where that has a folder of its own, under a short name.

        The folder's name is long, and with what its size and format are called there would be no room for it in the row.
        """
        given = str(super().get_upload_to(filename))
        if not self.image.folder:
            return given
        return f"{self.image.folder}/{sha256(given.encode()).hexdigest()[:20]}.{given.rpartition('.')[2]}"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="core_rendition_unique"),
        ]
