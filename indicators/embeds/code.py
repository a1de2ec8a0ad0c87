"""The frame that puts a chart on another page: its address, its size and its code."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from indicators.charts import Chart

WIDTH, HEIGHT = 720, 680


def address_of(slug: str, name: str) -> str:
    """Give the full address of the page for frames."""
    return f"{settings.SITE_URL}{reverse('embed', args=[slug, name])}"


def frame_code(chart: Chart, slug: str, *, query: str = "", width: int | str = "100%", height: int = HEIGHT) -> str:
    """Give the code that people put on their pages; `query` chooses the places beside the town's."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0"></iframe>',
        f"{address_of(slug, chart.name)}{query}",
        title_of(chart),
        width,
        height,
    )


def title_of(chart: Chart) -> str:
    """Name a chart where nothing else says what it is about: its measure and its message."""
    return f"{chart.table.caption}: {chart.title}"
