"""Which places the portal's figures are about and compared with. A settings form, so another town needs no code."""

from __future__ import annotations

from django import forms
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

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
    neighbours = models.ManyToManyField(
        Area,
        blank=True,
        related_name="+",
        limit_choices_to={"area_type": Area.Type.LOCAL_AUTHORITY},
        help_text="Places like the town, for fair comparison.",
    )
    neighbours_note = models.CharField(
        max_length=250,
        blank=True,
        help_text="Who chose these places and when. Shown where the town is set beside them.",
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
        MultiFieldPanel(
            [FieldPanel("neighbours", widget=forms.CheckboxSelectMultiple), FieldPanel("neighbours_note")],
            "Places like the town",
        ),
        MultiFieldPanel([FieldPanel("set_is_provisional"), FieldPanel("set_note")], "The set of indicators"),
    ]
    select_related = ["town", "region", "country"]

    class Meta:
        verbose_name = "Places and indicators"
