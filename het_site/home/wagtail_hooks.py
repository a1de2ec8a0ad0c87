"""What the CMS gets from home: the dashboard, which joins all apps."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.ui.components import Component

from het_site.home.dashboard import AttentionPanel, AttentionView


@hooks.register("construct_homepage_panels")
def say_what_needs_attention(request: HttpRequest, panels: list[Component]) -> None:
    """Put what needs attention before Wagtail's own panels."""
    panels.append(AttentionPanel())


@hooks.register("register_admin_urls")
def attention_lists() -> list[URLPattern]:
    """Give each list its address."""
    return [path("attention/<slug:slug>/", AttentionView.as_view(), name="attention")]
