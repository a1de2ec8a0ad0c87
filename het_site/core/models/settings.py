"""What makes the portal one place's own: name, logo, colours, contact, footer and alert. A failing colour is refused."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField

from het_site.core.colour import contrast_ratio, readable_on

HEX_COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", "Give a colour as # and six digits, for example #0b4f5c.")

PAPER, WHITE, INK = "#fffdf9", "#ffffff", "#1d2433"
DARK_PAPER, DARK_PRIMARY = "#10171a", "#8fd0d8"  # as static/scss/_tokens.scss has them
TEXT_RATIO = 4.5

#: field, colour or field it is seen with, what the pair is
COLOUR_PAIRS = (
    ("primary_colour", PAPER, "links on the page"),
    ("primary_colour", "#f5efe3", "links on tinted bands"),
    ("deep_colour", WHITE, "words on dark bands"),
    ("deep_colour", "#cfe6e4", "small words on dark bands"),
    ("deep_colour", "accent_colour", "the accent on dark bands"),
    ("accent_colour", INK, "words on the accent"),
)


@register_setting(icon="site")
class BrandSettings(BaseSiteSetting):
    """The place's name, look and contact."""

    place_name = models.CharField(
        max_length=60, default="Our town", help_text="The place, for example the town's name."
    )
    site_name = models.CharField(
        max_length=80,
        default="Health Equity Town",
        help_text="The portal's full name: browser tabs, search engines, emails.",
    )
    strapline = models.CharField(
        max_length=60, default="Health Equity Town", help_text="Stands under the place's name."
    )
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="A square mark. Without one, the portal's own blocks are shown.",
    )
    share_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Shown when a page without its own picture is shared. 1200 by 630 pixels.",
    )
    primary_colour = models.CharField(
        max_length=7,
        default="#0b4f5c",
        validators=[HEX_COLOUR],
        help_text="Links, buttons and the header's line.",
    )
    deep_colour = models.CharField(
        max_length=7, default="#083e49", validators=[HEX_COLOUR], help_text="The dark band on the home page."
    )
    accent_colour = models.CharField(
        max_length=7,
        default="#f2a33a",
        validators=[HEX_COLOUR],
        help_text="A bright ground on the dark band, never text on light.",
    )

    contact_email = models.EmailField(blank=True, help_text="Shown on the contact page and in the footer.")
    contact_text = models.CharField(max_length=250, blank=True, help_text="Who answers, and when.")
    security_contact = models.CharField(
        max_length=200,
        blank=True,
        help_text="For security.txt: an address such as mailto:security@example.org or https://…",
    )
    footer_text = models.CharField(max_length=250, blank=True, help_text="Who runs the site.")
    licence_text = models.TextField(
        blank=True, help_text="Attribution of figures and maps that has to stand on every page."
    )

    alert_heading = models.CharField(max_length=120, blank=True, help_text="What is happening, in a few words.")
    alert_text = RichTextField(blank=True, features=["bold", "link"], help_text="What readers should know or do.")
    alert_starts_at = models.DateTimeField(
        "shown from", null=True, blank=True, help_text="Empty: as soon as it is saved."
    )
    alert_ends_at = models.DateTimeField(
        "shown until", null=True, blank=True, help_text="Empty: until somebody takes it down."
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("place_name"),
                    FieldPanel("site_name"),
                    FieldPanel("strapline"),
                    FieldPanel("logo"),
                    FieldPanel("share_image"),
                ],
                heading="Place",
            ),
            ObjectList(
                [
                    HelpPanel(
                        "Every colour is checked: a pair that cannot be read well is refused with its contrast ratio."
                    ),
                    FieldPanel("primary_colour"),
                    FieldPanel("deep_colour"),
                    FieldPanel("accent_colour"),
                ],
                heading="Colours",
            ),
            ObjectList(
                [
                    FieldPanel("contact_email"),
                    FieldPanel("contact_text"),
                    FieldPanel("security_contact"),
                    FieldPanel("footer_text"),
                    FieldPanel("licence_text"),
                ],
                heading="Contact and footer",
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("alert_heading"),
                            FieldPanel("alert_text"),
                            FieldRowPanel([FieldPanel("alert_starts_at"), FieldPanel("alert_ends_at")]),
                        ],
                        "Shown at the top of every page",
                    )
                ],
                heading="Alert banner",
            ),
        ]
    )

    class Meta:
        verbose_name = "Brand and contact"
        constraints = [
            models.CheckConstraint(
                name="core_brand_alert_ends_after_it_starts",
                condition=models.Q(alert_starts_at__isnull=True)
                | models.Q(alert_ends_at__isnull=True)
                | models.Q(alert_ends_at__gt=models.F("alert_starts_at")),
                violation_error_message="The alert must end after it starts.",
            ),
        ]

    def clean(self) -> None:
        """Refuse colours that cannot be read, each with its ratio, and an alert without words."""
        super().clean()
        faults: dict[str, list[str]] = {}
        for field, other, where in COLOUR_PAIRS:
            try:
                ratio = contrast_ratio(getattr(self, field), getattr(self, other, other))
            except ValueError:
                continue  # the field's own validator says what is wrong with it
            if ratio < TEXT_RATIO:
                message = f"This gives {where} a contrast of {ratio:.2f} to 1; it needs {TEXT_RATIO} to 1 or more."
                faults.setdefault(field, []).append(message)
        if self.alert_text and not self.alert_heading:
            faults.setdefault("alert_heading", []).append("Say in a few words what is happening.")
        if faults:
            raise ValidationError(faults)

    @property
    def has_alert(self) -> bool:
        """Tell whether the alert is to be shown now."""
        now = timezone.now()
        return bool(
            self.alert_heading
            and (self.alert_starts_at is None or self.alert_starts_at <= now)
            and (self.alert_ends_at is None or now < self.alert_ends_at)
        )

    @property
    def has_own_colours(self) -> bool:
        """Tell whether any colour differs from the ones in the style sheet."""
        fields = ("primary_colour", "deep_colour", "accent_colour")
        return any(getattr(self, name).lower() != self._meta.get_field(name).get_default() for name in fields)

    @property
    def dark_primary_colour(self) -> str:
        """Give the first colour as it is on dark paper."""
        if self.primary_colour.lower() == self._meta.get_field("primary_colour").get_default():
            return DARK_PRIMARY
        return readable_on(self.primary_colour, DARK_PAPER, ratio=7, towards=WHITE)

    @property
    def icons_version(self) -> str:
        """Give a short mark that changes when a colour or the logo does, for the icons' addresses."""
        logo = self.logo.file.name if self.logo else ""
        return hashlib.sha256(f"{self.colours_version}{logo}".encode()).hexdigest()[:8]

    @property
    def colours_version(self) -> str:
        """Give a short mark that changes when a colour does, for the style sheet's address."""
        colours = f"{self.primary_colour}{self.deep_colour}{self.accent_colour}".lower()
        return hashlib.sha256(colours.encode()).hexdigest()[:8]
