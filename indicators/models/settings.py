"""Which places the portal's figures are about and compared with. A settings form, so another town needs no code."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from indicators.models.area_groups import AreaGroup
from indicators.models.areas import Area


@register_setting(icon="globe")
class IndicatorSettings(BaseSiteSetting):
    """The town, what it is compared with, and what is said about the set of indicators."""

    town = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The place the portal is about.",
    )
    region = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The region the town lies in, shown beside town and country.",
    )
    country = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What every figure is first compared with.",
    )
    neighbours = models.ForeignKey(
        AreaGroup,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="places like the town",
        help_text="The group of places that every indicator sets the town beside. Groups are under Data.",
    )
    set_is_provisional = models.BooleanField(
        "the set is provisional",
        default=False,
        help_text="Tick while the official list is not published. Every page with indicators then says so.",
    )
    set_note = models.CharField(
        max_length=250,
        blank=True,
        help_text="What readers should know about the set of indicators, in a sentence or two.",
    )

    panels = [
        MultiFieldPanel([FieldPanel("town"), FieldPanel("region"), FieldPanel("country")], "Places"),
        FieldPanel("neighbours"),
        MultiFieldPanel([FieldPanel("set_is_provisional"), FieldPanel("set_note")], "The set of indicators"),
    ]
    select_related = ["town", "region", "country", "neighbours"]

    @classmethod
    def base_queryset(cls) -> models.QuerySet[IndicatorSettings]:
        """Bring town, region and country along by name and code: no page shows more of them."""
        names = tuple(f"{place}__{field}" for place in ("town", "region", "country") for field in ("name", "code"))
        return super().base_queryset().only("site", "neighbours", "set_is_provisional", "set_note", *names)

    class Meta:
        verbose_name = "Places and indicators"

    @classmethod
    def of_default_site(cls) -> IndicatorSettings | None:
        """Give the default site's settings, for workers and commands, which have no request; None without a site."""
        site = Site.objects.filter(is_default_site=True).first()
        return cls.for_site(site) if site else None
