"""The themes that everything is tagged with. Their texts are pages elsewhere; here is number, name, mark and hue."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PreviewableMixin
from wagtail.search import index


class Theme(PreviewableMixin, index.Indexed, models.Model):
    """One theme of the portal: a number, a mark and a hue that stand wherever it is named."""

    class Icon(models.TextChoices):
        """The marks in the icon sprite."""

        P1 = "i-p1", "Pram"
        P2 = "i-p2", "Open book"
        P3 = "i-p3", "Briefcase"
        P4 = "i-p4", "Pound"
        P5 = "i-p5", "House and tree"
        P6 = "i-p6", "Shield"
        P7 = "i-p7", "Two people"
        P8 = "i-p8", "Leaf"

    number = models.PositiveSmallIntegerField(unique=True, help_text="Its place in the list, shown before its name.")
    slug = models.SlugField(unique=True, help_text="Used in addresses. Do not change it once the site is public.")
    title = models.CharField(max_length=160, help_text="The full wording, for example the principle as published.")
    short_title = models.CharField(max_length=40, help_text="Two or three words for tags, tables and navigation.")
    line = models.CharField(max_length=200, help_text="One plain sentence that says what it is about.")
    icon = models.CharField(
        max_length=20, choices=Icon.choices, help_text="The mark shown wherever the theme is named."
    )
    hue = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(8)],
        help_text="One of the eight tested hues, 1 to 8. Each theme has its own.",
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("number"), FieldPanel("slug"), FieldPanel("title"), FieldPanel("short_title")], "Name"
        ),
        FieldPanel("line"),
        FieldRowPanel([FieldPanel("icon"), FieldPanel("hue")], "Mark"),
    ]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.short_title}"

    @property
    def css_class(self) -> str:
        """Give the class that carries the theme's hue."""
        return f"p{self.hue}"

    def get_preview_template(self, request: object, mode_name: str) -> str:
        """Preview the mark and the tag as readers see them."""
        return "core/theme_preview.html"
