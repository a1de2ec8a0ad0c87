"""Shows stories on pages that know nothing of them: an indicator, a theme, a priority area, a recommendation, home."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from casestudies.library import queries
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from het_site.core.models import Theme
from het_site.core.top_pages import top_page
from indicators.models import Indicator
from priorities.models import PriorityPage, Recommendation

register = template.Library()

LINKS = "casestudies/story_links.html"


def _linked(context: Context, stories: list[CaseStudyPage], heading: str, level: int) -> dict[str, Any]:
    return {"request": context.get("request"), "stories": stories, "heading": heading, "level": level}


@register.inclusion_tag(LINKS, takes_context=True)
def stories_for_indicator(
    context: Context, indicator: Indicator, heading: str = "Stories", level: int = 2, limit: int = 6
) -> dict[str, Any]:
    """List the stories in which an indicator shows success; shows nothing while there are none."""
    return _linked(context, queries.stories_for_indicator(indicator, limit), heading, level)


@register.inclusion_tag(LINKS, takes_context=True)
def stories_for_theme(
    context: Context, theme: Theme, heading: str = "Stories", level: int = 2, limit: int = 6
) -> dict[str, Any]:
    """List the stories about a theme; while there are none, say so, because readers look for them there."""
    found = queries.stories_for_theme(theme, limit)
    return _linked(context, found, heading, level) | {"empty": "No story for this principle yet."}


@register.inclusion_tag(LINKS, takes_context=True)
def stories_for_priority(
    context: Context, priority: PriorityPage, heading: str = "Stories", level: int = 2, limit: int = 6
) -> dict[str, Any]:
    """List the stories of a priority area; while there are none, say so, because readers look for them there."""
    found = queries.stories_for_priority(priority, limit)
    return _linked(context, found, heading, level) | {"empty": "No story for this priority area yet."}


@register.inclusion_tag(LINKS, takes_context=True)
def stories_for_recommendation(
    context: Context, recommendation: Recommendation, heading: str = "Stories", level: int = 2, limit: int = 6
) -> dict[str, Any]:
    """List the stories that answer a recommendation; shows nothing while there are none."""
    return _linked(context, queries.stories_for_recommendation(recommendation, limit), heading, level)


@register.inclusion_tag("casestudies/work_in_ward.html", takes_context=True)
def work_in_ward(context: Context, code: str, limit: int = 6) -> dict[str, Any]:
    """Show the stories from a ward, with the projects and recommendations they belong to; while there are none, say so."""
    return {"request": context.get("request"), "work": queries.work_in_ward(code, limit)}


@register.inclusion_tag("casestudies/latest_stories.html", takes_context=True)
def latest_stories(context: Context, limit: int = 3) -> dict[str, Any]:
    """Show the newest stories, the first one large, with a link to the library; shows nothing while there are none."""
    return {
        "request": context.get("request"),
        "stories": queries.latest_stories(limit),
        "library": top_page(CaseStudyIndexPage, context.get("request")),
    }
