"""Screens of the CMS for indicators and the data behind them. Figures can be looked at there, never typed over."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from indicators.area_screens import AreaIndexView, AreaInspectView, BoundariesView, PlainInspectView
from indicators.cms.postcodes import PostcodeLookupViewSet
from indicators.cms.viewset import DataReleaseViewSet
from indicators.models import Area, AreaGroup, Indicator, Observation


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Lets people look and nothing else, administrators included: figures come in with a release."""

    refused = frozenset({"add", "change", "delete"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse every change."""
        return action not in self.refused and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Refuse when only changes are asked for."""
        left = [action for action in actions if action not in self.refused]
        return bool(left) and super().user_has_any_permission(user, left)


class FigureIndexView(IndexView):
    """The figures, under the name that the menu has for them."""

    page_title = "Figures"


def _retired(indicator: Indicator) -> str:
    return "Retired" if indicator.is_retired else ""


class IndicatorViewSet(SnippetViewSet):
    """Definitions, with drafts, preview, workflow and history."""

    model = Indicator
    icon = "order"
    menu_label = "Indicators"
    menu_name = "indicators"
    menu_order = 210
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = [
        "__str__",
        "theme",
        "status",
        Column("retired", accessor=_retired, sort_key="is_retired"),
        "next_review_on",
    ]
    list_filter = ["theme", "status", "polarity", "is_proxy", "is_retired"]
    list_per_page = 50
    ordering = ["number", "title"]


class AreaViewSet(ModelViewSet):
    """Places, their boundaries' dates and populations."""

    model = Area
    icon = "globe"
    menu_label = "Areas"
    list_display = ["name", "code", "area_type", "vintage", "parent", "population", "valid_to"]
    list_filter = ["area_type", "vintage"]
    search_fields = ["name", "code"]
    ordering = ["area_type", "name"]
    inspect_view_enabled = True
    index_view_class = AreaIndexView
    inspect_view_class = AreaInspectView
    copy_view_enabled = False
    list_per_page = 50

    @property
    def boundaries_view(self) -> Any:
        """Give the screen that loads outlines from a file."""
        return self.construct_view(BoundariesView)

    def get_urlpatterns(self) -> list[Any]:
        """Put that screen beside the others."""
        return [*super().get_urlpatterns(), path("outlines/", self.boundaries_view, name="boundaries")]


class AreaGroupViewSet(ModelViewSet):
    """Groups of places to compare with."""

    model = AreaGroup
    icon = "group"
    menu_label = "Groups of places"
    list_display = ["name", Column("get_kind_display", label="Kind", sort_key="kind"), "source"]
    list_filter = ["kind"]
    search_fields = ["name", "note"]
    ordering = ["name"]
    inspect_view_enabled = True
    inspect_view_fields = ["name", "kind", "note", "source", "source_url", "areas"]
    inspect_view_class = PlainInspectView
    copy_view_enabled = False
    list_per_page = 50


class AreaChooserViewSet(ChooserViewSet):
    """Lets people find a place by name or code wherever one is chosen."""

    model = Area
    icon = "globe"
    choose_one_text = "Choose a place"
    choose_another_text = "Choose another place"
    edit_item_text = "Edit this place"
    per_page = 20


class ObservationViewSet(ModelViewSet):
    """Every figure, to look at and filter."""

    model = Observation
    icon = "table"
    menu_label = "Figures"
    form_fields = ["note"]
    list_display = ["indicator", "area", "period_label", "sex", "category", "value", "reason"]
    list_filter = ["indicator", "area__area_type", "sex", "reason", "is_provisional", "period_kind"]
    search_fields = ["period_label", "category", "age"]
    inspect_view_enabled = True
    index_view_class = FigureIndexView
    inspect_view_class = PlainInspectView
    copy_view_enabled = False
    list_per_page = 100
    add_to_reference_index = False

    @property
    def permission_policy(self) -> ReadOnlyPolicy:
        """Let people look only."""
        return ReadOnlyPolicy(self.model)


class DataGroup(ViewSetGroup):
    """One menu for what machines load."""

    menu_label = "Data"
    menu_icon = "table"
    menu_order = 220
    items = (
        DataReleaseViewSet("data_releases"),
        AreaViewSet("areas"),
        AreaGroupViewSet("area_groups"),
        PostcodeLookupViewSet("postcode_lookups"),
        ObservationViewSet("figures"),
    )
