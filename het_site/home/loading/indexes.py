"""The indexes of words, Wagtail's and the readers', and of references: built once after a load, not at every save."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

from het_site.core.indexing import held_back
from het_site.home.search import signals


@contextmanager
def built_once() -> Iterator[None]:
    """Keep the indexes still inside the block, and build them whole at its end; not at all if the block fails."""
    models = [model for model in get_indexed_models() if post_save.disconnect(post_save_signal_handler, sender=model)]
    try:
        with disable_reference_index_auto_update(), held_back():
            yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    signals.site_changed()
