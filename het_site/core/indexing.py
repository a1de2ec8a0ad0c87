"""Keeps the search index right when a page is published. What is indexed is each page kind's own business."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.search import index
from wagtail.signals import page_published


@receiver(page_published)
def index_whole_page(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Index a published page again: the first time, what it points to (its organisations, say) was not yet stored."""
    index.insert_or_update_object(instance)
