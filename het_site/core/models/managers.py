"""How pages are asked for: with `public()` as part of the question instead of a query of its own."""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import PageManager, PageQuerySet, PageViewRestriction


def unrestricted() -> Q:
    """Give the condition that no restriction stands on a page or on one above it."""
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restrictions = PageViewRestriction.objects.annotate(here=here)
    return ~Q(Exists(restrictions.filter(here__startswith=F("page__path"))))


class OpenPageQuerySet(PageQuerySet):
    """Wagtail's page queries, with one SQL query less for each `public()`."""

    def public(self) -> OpenPageQuerySet:
        """Keep pages that everybody may read."""
        return self.filter(unrestricted())


BasePageManager = PageManager.from_queryset(OpenPageQuerySet)
