"""Hangs the app's screens into the CMS."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.models import register_snippet

from indicators.viewsets import AreaChooserViewSet, DataGroup, IndicatorViewSet

register_snippet(IndicatorViewSet)


@hooks.register("register_admin_viewset")
def data_screens() -> ViewSetGroup:
    """Give the data menu."""
    return DataGroup()


@hooks.register("register_admin_viewset")
def area_chooser() -> AreaChooserViewSet:
    """Give the screen on which a place is chosen."""
    return AreaChooserViewSet("area_chooser")
