"""Shows the next event and the latest news on pages that know nothing of the newsletter."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from het_site.core.top_pages import top_page
from newsletter.models import EventIndexPage, NewsIndexPage, NewsletterIndexPage
from newsletter.queries import news, next_or_last_event

register = template.Library()


@register.inclusion_tag("newsletter/next_event.html", takes_context=True)
def next_event(context: Context) -> dict[str, Any]:
    """Show the next event; when the diary is empty, say so and name the last one."""
    found = next_or_last_event()
    is_past = found is not None and found.is_past
    return {
        "request": context.get("request"),
        "event": None if is_past else found,
        "last_event": found if is_past else None,
        "event_index": top_page(EventIndexPage, context.get("request")),
    }


@register.inclusion_tag("newsletter/latest_news.html", takes_context=True)
def latest_news(context: Context, limit: int = 3) -> dict[str, Any]:
    """List the latest news; shows nothing while there is none."""
    return {
        "request": context.get("request"),
        "news": list(news().prefetch_related(None)[:limit]),
        "news_index": top_page(NewsIndexPage, context.get("request")),
    }


@register.inclusion_tag("newsletter/get_the_newsletter.html", takes_context=True)
def get_the_newsletter(context: Context) -> dict[str, Any]:
    """Lead to the newsletter and its sign-up; shows nothing while it has no page."""
    return {"newsletter": top_page(NewsletterIndexPage, context.get("request"))}
