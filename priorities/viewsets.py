"""Who and what, in the CMS: screens for organisations, groups and recommendations, under one menu."""

from __future__ import annotations

from wagtail.admin.ui.tables import BooleanColumn, Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from priorities.models import Group, Organisation, Recommendation


class RecommendationViewSet(SnippetViewSet):
    """Recommendations by principle and number."""

    model = Recommendation
    icon = "tasks"
    menu_label = "Recommendations"
    list_display = [
        "title",
        Column("theme", label="Principle", sort_key="theme__number"),
        Column("number", sort_key="number"),
        Column("get_status_display", label="Status", sort_key="status"),
        Column("owner", label="Owner"),
        Column("next_review_on", label="Next review", sort_key="next_review_on"),
        LiveStatusTagColumn(label="Published"),
        UpdatedAtColumn(),
    ]
    list_filter = ["status", "theme", "owner", "group"]
    ordering = ["theme__number", "number"]
    copy_view_enabled = False  # a copy would have the number and the address of the first


class OrganisationViewSet(SnippetViewSet):
    """Organisations by name."""

    model = Organisation
    icon = "globe"
    menu_label = "Organisations"
    list_display = [
        "name",
        Column("get_kind_display", label="Kind", sort_key="kind"),
        BooleanColumn("is_partner", label="Partner", sort_key="is_partner"),
        LiveStatusTagColumn(label="Published"),
        UpdatedAtColumn(),
    ]
    list_filter = ["kind", "is_partner"]
    ordering = ["name"]
    copy_view_enabled = False


class GroupViewSet(SnippetViewSet):
    """Groups in the order of the structure."""

    model = Group
    icon = "group"
    menu_label = "Groups"
    list_display = [
        "name",
        Column("get_kind_display", label="Kind", sort_key="kind"),
        Column("parent", label="Reports to"),
        Column("chair", label="Chair"),
        LiveStatusTagColumn(label="Published"),
        UpdatedAtColumn(),
    ]
    list_filter = ["kind", "parent"]
    ordering = ["order", "name"]
    copy_view_enabled = False


class WhoAndWhatGroup(SnippetViewSetGroup):
    """The menu."""

    items = (RecommendationViewSet, OrganisationViewSet, GroupViewSet)
    menu_label = "Who and what"
    menu_icon = "group"
    menu_order = 250
