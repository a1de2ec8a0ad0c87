"""Where an edition begins in the CMS."""

from __future__ import annotations

from django.urls import reverse

from het_site.core.models import User
from newsletter.models import EditionPage, NewsletterIndexPage


def new_edition_url(user: User) -> str:
    """Give where somebody begins an edition; empty for who may not, or where there is no newsletter."""
    index = NewsletterIndexPage.objects.order_by("path").first()
    if index is None or not index.permissions_for_user(user).can_add_subpage():
        return ""
    model = EditionPage._meta
    return reverse("wagtailadmin_pages:add", args=[model.app_label, model.model_name, index.pk])
