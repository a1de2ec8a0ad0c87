"""What the app's snippets, pages and facts share: drafts and workflow, tabs in the editor, a link to an indicator."""

from __future__ import annotations

from typing import Any

from django.db import models
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from het_site.core.models import BasePage, Fact

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


def tabs(content_panels: list[Any], promote_panels: list[Any] | None = None) -> TabbedInterface:
    """Give the tabs that every page of the app has in the editor."""
    return TabbedInterface(
        [
            ObjectList(content_panels, heading="Content"),
            ObjectList(BasePage.theme_panels, heading="Themes"),
            ObjectList(promote_panels or BasePage.promote_panels, heading="Promote and care"),
        ]
    )


class EditorialSnippet(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """An abstract snippet that is drafted, previewed, approved and published like a page."""

    slug = models.SlugField(
        max_length=80,
        unique=True,
        help_text="Used in addresses and content files. Do not change it once it is public.",
    )
    # What was loaded from a file, so that loading the same file again leaves an editor's changes alone.
    loaded_checksum = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class MeasuredFact(Fact):
    """An abstract fact that may lead to the indicator that carries the same figure."""

    indicator = models.ForeignKey(
        "indicators.Indicator",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The indicator that carries this figure, if there is one. Readers get a link to it.",
    )

    panels = [*Fact.panels, FieldPanel("indicator")]

    class Meta(Fact.Meta):
        abstract = True
