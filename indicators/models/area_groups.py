"""Groups of places that a town is fairly compared with: who chose them, when, and where that is published."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.text import slugify
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, MultipleChooserPanel

from indicators.models.areas import Area


class AreaGroup(ClusterableModel):
    """One named list of places, which editors change as its source does."""

    class Kind(models.TextChoices):
        """Why the places stand together."""

        STATISTICAL_NEIGHBOURS = "statistical_neighbours", "Statistical neighbours"
        MARMOT_PLACES = "marmot_places", "Marmot places"
        OTHER = "other", "Other"

    name = models.CharField(
        max_length=120, unique=True, help_text="What the list is called, for example “Statistical neighbours, 2025”."
    )
    #: names it in content files; given once, from the first name
    slug = models.SlugField(max_length=120, unique=True, editable=False)
    kind = models.CharField(
        max_length=24, choices=Kind.choices, default=Kind.OTHER, help_text="Why the places stand together."
    )
    note = models.CharField(
        max_length=250,
        blank=True,
        help_text="Who chose these places and when. Shown where the town is set beside them.",
    )
    source = models.CharField(max_length=240, blank=True, help_text="Where the list is published: title and date.")
    source_url = models.URLField(
        "source address",
        max_length=500,
        blank=True,
        help_text="Where readers can check it. Leave empty if not public.",
    )
    areas = models.ManyToManyField(Area, through="AreaGroupMember", related_name="groups")

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
        FieldPanel("note"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")]),
        MultiFieldPanel(
            [MultipleChooserPanel("members", chooser_field_name="area", label="Place", panels=[FieldPanel("area")])],
            "Places",
        ),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = "group of places"
        verbose_name_plural = "groups of places"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new group the name that content files know it by."""
        if not self.slug:
            start = slugify(self.name)[:110] or "group"
            taken = set(type(self)._default_manager.filter(slug__startswith=start).values_list("slug", flat=True))
            numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
            self.slug = next(slug for slug in (start, *numbered) if slug not in taken)
        super().save(*args, **kwargs)


class AreaGroupMember(models.Model):
    """One place of a group."""

    group = ParentalKey(AreaGroup, on_delete=models.CASCADE, related_name="members")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", help_text="One of the places.")

    class Meta:
        ordering = ["area__name", "area__code"]
        verbose_name = "place"
        constraints = [
            models.UniqueConstraint(
                name="indicators_areagroupmember_once",
                fields=["group", "area"],
                violation_error_message="This place is in the group already.",
            )
        ]

    def __str__(self) -> str:
        return str(self.area)
