"""Places that figures are about, from the country down to a neighbourhood. A new boundary is a new area, never an edit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index


class Area(index.Indexed, models.Model):
    """One place with one boundary, named by its official code."""

    class Type(models.TextChoices):
        """The levels of geography, largest first."""

        COUNTRY = "country", "Country"
        REGION = "region", "Region"
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        WARD = "ward", "Ward"
        MSOA = "msoa", "Neighbourhood (MSOA)"
        LSOA = "lsoa", "Small neighbourhood (LSOA)"

    code = models.CharField(
        max_length=9,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]\d{8}$", "A code is one capital letter and eight digits.")],
        help_text="The official nine-character code, for example E92000001.",
    )
    name = models.CharField(
        max_length=80, help_text="As people say it, without the level: “Central”, not “Central ward”."
    )
    area_type = models.CharField("type", max_length=20, choices=Type.choices)
    vintage = models.CharField(
        max_length=20,
        blank=True,
        help_text="The year its boundary dates from, for example 2023. Needed where boundaries change.",
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The area it lies in: the town of a ward, the region of a town.",
    )
    valid_from = models.DateField(null=True, blank=True, help_text="First day of this boundary. Empty: always so far.")
    valid_to = models.DateField(null=True, blank=True, help_text="Last day of this boundary. Empty: still in use.")
    population = models.PositiveIntegerField(null=True, blank=True)
    population_source = models.CharField(max_length=160, blank=True, help_text="Who counted it and when.")
    deprivation_score = models.FloatField(
        null=True, blank=True, help_text="Index of Multiple Deprivation: higher is more deprived."
    )
    deprivation_source = models.CharField(
        max_length=160, blank=True, help_text="Which index and how it was worked out."
    )
    outline = models.JSONField(null=True, blank=True, help_text="The boundary as a GeoJSON geometry.")
    hex_q = models.SmallIntegerField("hexagon column", null=True, blank=True)
    hex_r = models.SmallIntegerField("hexagon row", null=True, blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
                FieldRowPanel([FieldPanel("area_type"), FieldPanel("parent")]),
            ],
            "Name",
        ),
        MultiFieldPanel(
            [FieldPanel("vintage"), FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")])], "Boundary"
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("population"), FieldPanel("population_source")]),
                FieldRowPanel([FieldPanel("deprivation_score"), FieldPanel("deprivation_source")]),
            ],
            "People",
        ),
        FieldRowPanel([FieldPanel("hex_q"), FieldPanel("hex_r")], "Place on the map of hexagons"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("code"),
        index.AutocompleteField("code"),
        index.FilterField("area_type"),
    ]

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(
                name="indicators_area_valid_dates_in_order",
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
                violation_error_message="An area cannot end before it begins.",
            ),
            models.CheckConstraint(
                name="indicators_area_hexagon_whole",
                condition=models.Q(hex_q__isnull=True, hex_r__isnull=True)
                | models.Q(hex_q__isnull=False, hex_r__isnull=False),
                violation_error_message="A hexagon needs a column and a row.",
            ),
        ]
        indexes = [models.Index(fields=["area_type", "parent"], name="indicators_area_type_parent")]

    def __str__(self) -> str:
        return f"{self.name} ({self.vintage})" if self.vintage else self.name

    @property
    def is_current(self) -> bool:
        """Tell whether the boundary is still in use."""
        return self.valid_to is None


def edition_of(vintage: str, valid_from: date | None) -> str:
    """Say of when a boundary is: its vintage, else the year it came into force; empty where neither is known."""
    return vintage or (str(valid_from.year) if valid_from else "")


def newest_edition(boundaries: Iterable[tuple[str, date | None]]) -> str:
    """Say of when the newest of some boundaries are, given as vintage and first day: others are never shown as one with them."""
    newest = max(boundaries, key=lambda one: (one[1] or date.min, one[0]), default=None)
    return edition_of(*newest) if newest else ""
