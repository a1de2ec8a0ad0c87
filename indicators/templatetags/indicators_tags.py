"""Shows indicators, on pages of other apps too: rows with the latest figures, cells, charts' words and hexagons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils.html import escape

from het_site.core.models import Theme
from het_site.core.top_pages import top_page
from indicators import markup, queries
from indicators.charts import Chart
from indicators.compare.markup import sheet_line
from indicators.embeds.code import frame_code
from indicators.explorer import heat_rows, rows, spine_rows
from indicators.explorer.listing import PRINCIPLE
from indicators.explorer.queries import summaries
from indicators.explorer.ways import ways_to_look
from indicators.models import Indicator, IndicatorIndexPage, IndicatorSettings

register = template.Library()
register.simple_tag(markup.row_cells)
register.simple_tag(markup.table_rows)
register.simple_tag(markup.chart_drawing)
register.simple_tag(markup.map_places)
register.simple_tag(sheet_line)
register.simple_tag(rows.table_rows, name="indicator_table_rows")
register.simple_tag(rows.cards, name="indicator_cards")
register.simple_tag(heat_rows.heat_rows)
register.simple_tag(heat_rows.beside_row)
register.simple_tag(spine_rows.spine_rows)


@register.inclusion_tag("indicators/components/views.html", takes_context=True)
def indicator_views(context: Context, current: str) -> dict[str, Any]:
    """Link the ways to look at the indicators; `current` is the one of this page: a key of `ways.WAYS`."""
    return {"ways": ways_to_look(context.get("request"), current=current)}


@register.simple_tag(takes_context=True)
def explorer_url(context: Context, theme: Theme) -> str:
    """Give the address of the indicators at a glance, kept to one principle; empty where no index page is public."""
    index = top_page(IndicatorIndexPage, context.get("request"))
    return f"{index.url}?{urlencode({PRINCIPLE: theme.slug})}" if index else ""


@register.simple_tag
def embed_code(chart: Chart, address: str, query: str = "") -> str:
    """Give the code that puts a chart on another page, as text to copy; `address` is that of its indicator's page."""
    return escape(frame_code(chart, address.rstrip("/").rpartition("/")[2], query=query))


@register.inclusion_tag("indicators/components/rows.html", takes_context=True)
def indicator_rows(context: Context, indicators: Iterable[Indicator], labelled_by: str) -> dict[str, Any]:
    """Show some indicators with their latest figures; `labelled_by` is the id of the heading above."""
    request = context.get("request")
    setting = queries.setting_for(IndicatorSettings.for_request(request))
    return {
        "entries": summaries(indicators, request),
        "labelled_by": labelled_by,
        "town": setting.town.name if setting else "",
        "country": setting.country.name if setting and setting.country else "",
    }
