"""Who publishes the newsletter and how it looks: from the site's settings, with the hues of light and dark paper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from wagtail.models import Site

from het_site.core.models import BrandSettings

WHY = "You get this because you signed up and confirmed your address. We do not see whether you open it or what you follow."

#: as static/scss/_tokens.scss has them
LIGHT = {
    "paper": "#fffdf9",
    "band": "#f5efe3",
    "ink": "#1d2433",
    "soft": "#4a5364",
    "rule": "#ddd5c5",
    "p1": "#845a0f",
    "p2": "#535d9c",
    "p3": "#136b94",
    "p4": "#117555",
    "p5": "#924d35",
    "p6": "#8d4a6b",
    "p7": "#79508a",
    "p8": "#566d27",
}
DARK = {
    "paper": "#10171a",
    "band": "#172125",
    "ink": "#f2ede3",
    "soft": "#b9c2c3",
    "rule": "#33434a",
    "p1": "#e0b67b",
    "p2": "#acbaf8",
    "p3": "#82c7f0",
    "p4": "#84d1af",
    "p5": "#f1aa92",
    "p6": "#eba6c6",
    "p7": "#d4ade6",
    "p8": "#b0c888",
}


@dataclass(frozen=True)
class Publisher:
    """What head and foot of every edition say."""

    brand: BrandSettings
    why: str = WHY

    @property
    def name(self) -> str:
        """Give the site's full name."""
        return self.brand.site_name

    @property
    def blocks(self) -> list[list[str]]:
        """Give the mark of the portal as coloured cells, which need no picture."""
        high, low = self.light["accent"], "#ffffff"
        return [[high, high, low], [high, low, low], [low, low, low]]

    @property
    def lines(self) -> tuple[str, ...]:
        """Say who publishes it and where they can be reached."""
        return tuple(
            filter(
                None,
                (
                    self.brand.site_name,
                    self.brand.footer_text,
                    self.brand.contact_text,
                    self.brand.contact_email,
                    settings.SITE_URL,
                ),
            )
        )

    @cached_property
    def light(self) -> dict[str, str]:
        """Give the colours on light paper."""
        own = {"deep": self.brand.deep_colour, "accent": self.brand.accent_colour, "link": self.brand.primary_colour}
        return LIGHT | own

    @cached_property
    def dark(self) -> dict[str, str]:
        """Give the colours on dark paper."""
        return DARK | {"link": self.brand.dark_primary_colour}


def publisher() -> Publisher:
    """Give the default site's."""
    site = Site.objects.filter(is_default_site=True).first()
    return Publisher(BrandSettings.for_site(site) if site else BrandSettings())
