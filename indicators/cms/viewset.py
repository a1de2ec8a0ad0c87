"""Puts the screens of releases under one address and one permission policy."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from wagtail.admin.viewsets.model import ModelViewSet

from indicators.cms.correct import CorrectView
from indicators.cms.faults import FaultsFileView
from indicators.cms.listing import ReleaseIndexView
from indicators.cms.matching import MatchingView
from indicators.cms.preview import PreviewPageView, PreviewView
from indicators.cms.progress import ProgressView
from indicators.cms.publish import CheckAgainView, DiscardView, PublishView, UnscheduleView
from indicators.cms.release import ReleaseView
from indicators.cms.screens import TITLE, ReleasePolicy
from indicators.cms.states import RestoreView, StatesView
from indicators.cms.stored_file import StoredFileView
from indicators.cms.template_file import TemplateView
from indicators.cms.upload import UploadView
from indicators.models import DataRelease


class DataReleaseViewSet(ModelViewSet):
    """Everything that officers do with releases."""

    model = DataRelease
    icon = "history"
    menu_label = TITLE
    index_view_class = ReleaseIndexView
    add_view_class = UploadView
    inspect_view_class = ReleaseView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50
    permission_policy = ReleasePolicy(DataRelease)
    index_results_template_name = "indicators/cms/index_results.html"
    search_fields = ReleaseIndexView.search_fields

    @property
    def add_view(self) -> Any:
        """Give the upload, which brings its own form and template."""
        return self.construct_view(UploadView)

    @property
    def edit_view(self) -> Any:
        """Give the form for words and settings."""
        return self.construct_view(CorrectView)

    @property
    def inspect_view(self) -> Any:
        """Give the release's own screen, with its own template."""
        return self.construct_view(ReleaseView)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the screens that Wagtail has no name for."""
        screens = {
            "progress": ("progress/", ProgressView),
            "faults": ("faults/", FaultsFileView),
            "file": ("file/", StoredFileView),
            "matching": ("matching/", MatchingView),
            "previews": ("preview/", PreviewView),
            "publish": ("publish/", PublishView),
            "unschedule": ("unschedule/", UnscheduleView),
            "check_again": ("check-again/", CheckAgainView),
            "discard": ("discard/", DiscardView),
            "restore": ("restore/", RestoreView),
        }
        return [
            *super().get_urlpatterns(),
            path("template/", self.construct_view(TemplateView), name="template"),
            path("states/", self.construct_view(StatesView), name="states"),
            *(path(f"<int:pk>/{end}", self.construct_view(view), name=name) for name, (end, view) in screens.items()),
            path("<int:pk>/preview/<int:indicator>/", self.construct_view(PreviewView), name="preview"),
            path("<int:pk>/preview/<int:indicator>/page/", self.construct_view(PreviewPageView), name="preview_page"),
        ]
