"""What other apps' templates may show of priorities: marks that lead to their principle, recommendations, projects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from wagtail.models import Page

from het_site.core.models import Theme
from indicators.explorer.queries import summaries
from indicators.models import Indicator, IndicatorSettings
from indicators.queries import setting_for
from priorities import queries
from priorities.models import PriorityPage, Recommendation

register = template.Library()


def _principle_urls(context: Context) -> dict[int, str]:
    """Give the addresses of the principles' pages by theme, asked once a request."""
    request = context.get("request")
    urls: dict[int, str] | None = getattr(request, "_principle_urls", None)
    if urls is None:
        urls = {theme: page.get_url(request) or "" for theme, page in queries.principle_pages().items()}
        if request is not None:
            request._principle_urls = urls
    return urls


@register.simple_tag(takes_context=True)
def principle_url(context: Context, theme: Theme | None) -> str:
    """Give the address of a theme's principle page; nothing while it has none."""
    return _principle_urls(context).get(theme.pk, "") if theme is not None else ""


@register.inclusion_tag("priorities/principle_tags.html", takes_context=True)
def principle_tags(context: Context, themes: Iterable[Theme]) -> dict[str, Any]:
    """Show the marks of some themes, each leading to its principle's page."""
    urls = _principle_urls(context)
    return {"tags": [(theme, urls.get(theme.pk, "")) for theme in themes]}


@register.inclusion_tag("priorities/recommendation_list.html")
def recommendations_for_theme(theme: Theme) -> dict[str, Any]:
    """List the public recommendations under a principle."""
    return {"recommendations": queries.recommendations_for_theme(theme), "theme": theme}


@register.inclusion_tag("priorities/recommendation_links.html")
def recommendations_for_indicator(indicator: Indicator, heading: str = "Recommendations") -> dict[str, Any]:
    """List the public recommendations whose success would show in an indicator; nothing where there is none."""
    return {"recommendations": queries.recommendations_for_indicator(indicator), "heading": heading}


@register.inclusion_tag("priorities/project_links.html")
def projects_for_indicator(indicator: Indicator, heading: str = "Projects") -> dict[str, Any]:
    """List the public projects whose success would show in an indicator; nothing where there is none."""
    return {"projects": queries.projects_for_indicator(indicator), "heading": heading}


@register.inclusion_tag("priorities/recommendation_links.html")
def recommendations_for_indicators(indicators: Iterable[Indicator], heading: str = "Recommendations") -> dict[str, Any]:
    """List the public recommendations whose success would show in any of some indicators; nothing where there is none."""
    return {"recommendations": queries.recommendations_for_indicators(indicators), "heading": heading}


@register.inclusion_tag("priorities/project_links.html")
def projects_for_indicators(indicators: Iterable[Indicator], heading: str = "Projects") -> dict[str, Any]:
    """List the public projects whose success would show in any of some indicators; nothing where there is none."""
    return {"projects": queries.projects_for_indicators(indicators), "heading": heading}


@register.inclusion_tag("priorities/indicator_links.html", takes_context=True)
def indicator_links(context: Context, indicators: Iterable[Indicator]) -> dict[str, Any]:
    """List some indicators as links, each with its latest figure."""
    request = context.get("request")
    setting = setting_for(IndicatorSettings.for_request(request))
    return {"entries": summaries(indicators, request), "town": setting.town.name if setting else ""}


@register.inclusion_tag("priorities/governance_structure.html")
def governance_structure() -> dict[str, Any]:
    """Show the groups as a diagram and as an equal list."""
    found = queries.governance()
    return {"roots": found.roots, "everyone": found.everyone}


@register.simple_tag
def pages_about(target: Theme | PriorityPage, but: str = "") -> list[Page]:
    """List the other pages that are tagged with a theme or a priority area; `but` names apps that show their own."""
    found = queries.pages_about(target, but=("priorities", *but.split()))
    pages = list(found.order_by("title").only("title", "url_path", "content_type")[:12])
    for page in pages:
        page.kind_title = getattr(page.specific_class, "kind_title", "")
    return pages


@register.inclusion_tag("priorities/editor_prompt.html", takes_context=True)
def recommendation_prompt(context: Context, theme: Theme) -> dict[str, Any]:
    """Ask whoever may write recommendations to add one. Readers see nothing, and their session is not touched."""
    request = context.get("request")
    return {"theme": theme, "url": _add_url(request) if request is not None else ""}


def _add_url(request: HttpRequest) -> str:
    is_preview = getattr(request, "is_preview", False)
    if not is_preview and settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    user = getattr(request, "user", None)
    if user is None or not user.has_perms(["wagtailadmin.access_admin", "priorities.add_recommendation"]):
        return ""
    return reverse(Recommendation.snippet_viewset.get_url_name("add"))
