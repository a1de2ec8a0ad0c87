"""Boards, partnerships and subgroups, and which reports to which. Who sits on them by name is never held."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from priorities.models.editorial import EditorialSnippet
from priorities.models.organisations import Organisation


class Group(EditorialSnippet):
    """One group of the governance: what it is for, who chairs it, which group it reports to."""

    class Kind(models.TextChoices):
        """What kind of group it is."""

        BOARD = "board", "Board"
        PARTNERSHIP = "partnership", "Partnership"
        SUBGROUP = "subgroup", "Subgroup"
        WORKSTREAM = "workstream", "Workstream"
        TASKFORCE = "taskforce", "Taskforce"

    name = models.CharField(max_length=160, unique=True, help_text="Its full public name.")
    kind = models.CharField(max_length=20, choices=Kind, help_text="Shown beside its name.")
    order = models.PositiveSmallIntegerField(default=100, help_text="Groups on one level stand in this order.")
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="reports to",
        help_text="The group above it. Empty if it reports to none, or if that is not published.",
    )
    remit = models.TextField(help_text="What it is for, in one or two plain sentences.")
    chair = models.CharField(
        max_length=160,
        blank=True,
        help_text="A role or an organisation, never a person’s name. Empty means that it is not published.",
    )
    support = models.CharField(max_length=160, blank=True, help_text="The team that supports it, if published.")
    members = ParentalManyToManyField(
        Organisation, blank=True, related_name="+", help_text="Organisations that are publicly named as members."
    )
    source = models.CharField(max_length=240, help_text="Where this is published.")
    source_url = models.URLField(
        "source address",
        max_length=500,
        blank=True,
        help_text="Where readers can check it. Leave empty if not public.",
    )
    note = models.TextField(
        blank=True, help_text="What is inferred or not published. Shown to readers beside the group."
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("slug"), FieldPanel("kind")], "Name"),
        FieldPanel("remit"),
        FieldRowPanel([FieldPanel("parent"), FieldPanel("order")], "Place in the structure"),
        FieldRowPanel([FieldPanel("chair"), FieldPanel("support")], "Who runs it"),
        FieldPanel("members", widget=CheckboxSelectMultiple),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")], "Source"),
        FieldPanel("note"),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("remit"),
        index.SearchField("chair"),
        index.FilterField("kind"),
        index.FilterField("live"),
    ]

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                name="priorities_group_not_its_own_parent",
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                violation_error_message="A group cannot report to itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a group that reports, at any distance, to itself: the structure is a tree."""
        super().clean()
        seen = {self.pk}
        above = self.parent
        while above is not None:
            if above.pk in seen:
                raise ValidationError({"parent": f"{above} already reports to this group, directly or through others."})
            seen.add(above.pk)
            above = above.parent

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Preview the entry as the governance page shows it."""
        return "priorities/group_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give the entry to the template that the governance page uses too."""
        return super().get_preview_context(request, mode_name) | {"group": self}
