"""Pictures with what the law and good manners ask: words for those who cannot see them, credit and licence."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition

from het_site.core.fields import URLField


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
        if not self.is_decorative and not self.description.strip():
            raise ValidationError({"description": "Describe what the picture shows, or tick “decorative”."})

    @property
    def default_alt_text(self) -> str:
        """Give the alternative text: the description, or nothing for a decorative picture; never the file's title."""
        return "" if self.is_decorative else self.description


class CustomRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="core_rendition_unique"),
        ]
