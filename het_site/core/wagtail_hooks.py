"""What the CMS gets from core: themes as snippets, the brand, and rules that hold on every screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from het_site.core.models import Theme, User
from het_site.core.rich_text import PageLinks


class ThemeViewSet(SnippetViewSet):
    """The themes, under Settings: they change once in a decade."""

    model = Theme
    icon = "tag"
    menu_label = "Themes"
    menu_order = 250
    add_to_settings_menu = True
    list_display = ["number", "title", "short_title", "icon", "hue"]
    ordering = ["number"]
    copy_view_enabled = False


register_snippet(ThemeViewSet)


@hooks.register("before_bulk_action")
def leave_superusers_alone(request: HttpRequest, action: str, objects: Sequence[Any], instance: object) -> None:
    """Refuse to change superusers together with others for anybody who is none."""
    if not request.user.is_superuser and any(isinstance(one, User) and one.is_superuser for one in objects):
        raise PermissionDenied


@hooks.register("insert_global_admin_css")
def our_style_sheet() -> SafeString:
    """Dress the CMS in the portal's own colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("build/admin.css"))


@hooks.register("insert_global_admin_js")
def our_scripts() -> SafeString:
    """Start panels, dates and choosers from data, name the text editors, and save nothing while a form is on its way."""
    scripts = ((static(f"js/{name}.js"),) for name in ("cms-start", "cms-editors", "cms-leaving"))
    return format_html_join("", '<script src="{}"></script>', scripts)


@hooks.register("register_admin_menu_item")
def see_the_site() -> MenuItem:
    """Lead back to what readers see. A full address: the menu takes a bare “/” for the place where one already is."""
    return MenuItem("See the site", f"{settings.SITE_URL}/", name="see-the-site", icon_name="view", order=10_000)


@hooks.register("register_rich_text_features", order=1)
def our_links(features: FeatureRegistry) -> None:
    """Find the pages that a text links to in one short query, after Wagtail has registered its own way."""
    features.register_link_type(PageLinks)


@hooks.register("register_account_menu_item")
def look_after_second_factor(request: HttpRequest) -> dict[str, str] | None:
    """Lead from one's account to one's second factor."""
    if not settings.SECOND_FACTOR:
        return None
    return {
        "url": reverse("second_factor"),
        "label": "Your second step",
        "help_text": "Make new recovery codes, or use another phone.",
    }


@hooks.register("construct_help_menu")
def leave_out_other_sites(request: HttpRequest, items: list[MenuItem]) -> None:
    """Keep the shortcuts; Wagtail's own news and guide are about another look, on another site."""
    items[:] = [item for item in items if item.name == "keyboard-shortcuts-trigger"]
