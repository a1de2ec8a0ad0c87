"""Keeps the search index right when a page is published. What is indexed is each page kind's own business."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.search import index
from wagtail.signals import page_published

_is_held_back = ContextVar("indexing_is_held_back", default=False)


@contextmanager
def held_back() -> Iterator[None]:
    """Leave the search index alone while much changes at once; whoever asks for this writes it whole afterwards."""
    token = _is_held_back.set(True)
    try:
        yield
    finally:
        _is_held_back.reset(token)


def is_held_back() -> bool:
    """Tell whether the search index is to be left alone for now."""
    return _is_held_back.get()


@receiver(page_published)
def index_whole_page(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Index a published page again: the first time, what it points to (its organisations, say) was not yet stored."""
    if not is_held_back():
        index.insert_or_update_object(instance)
