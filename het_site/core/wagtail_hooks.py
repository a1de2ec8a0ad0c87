"""What the CMS gets from core: themes as snippets, the brand, and rules that hold on every screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from het_site.core.models import Theme, User


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
