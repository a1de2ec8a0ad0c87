"""How pages are asked for: with `public()` as part of the question instead of a query of its own."""

from __future__ import annotations

from django.db.models import BooleanField, F, Func
from wagtail.models import PageManager, PageQuerySet


class Unrestricted(Func):
    """Holds where no restriction stands on the page at a path or on one above it.

    Written as SQL, because putting the same together from querysets takes longer than asking it.
    """

    template = (
        "NOT EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction restriction"
        " JOIN wagtailcore_page closed ON closed.id = restriction.page_id"
        " WHERE starts_with(%(expressions)s, closed.path))"
    )
    output_field = BooleanField()


def unrestricted() -> Unrestricted:
    """Give the condition that no restriction stands on a page or on one above it."""
    return Unrestricted(F("path"))


class OpenPageQuerySet(PageQuerySet):
    """Wagtail's page queries, with one SQL query less for each `public()`."""

    def public(self) -> OpenPageQuerySet:
        """Keep pages that everybody may read."""
        return self.filter(unrestricted())

    def listed(self, *more: str) -> OpenPageQuerySet:
        """Bring along what a list shows, and the fields that are named; not the texts and everything else."""
        return self.only("title", "url_path", "summary", *more)


BasePageManager = PageManager.from_queryset(OpenPageQuerySet)
