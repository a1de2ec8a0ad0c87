"""Takes a picture away for good: from every page, size, cache and index at once. Who may ask for that is asked elsewhere.

The rule is one: a picture that is withdrawn is never rendered (`CustomImage`), so that nothing that still points to it, an
old revision or a preview, shows it. Its files are kept nowhere, and neither are the words about it.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Field, Model
from django.dispatch import Signal
from django.utils import timezone
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache
from wagtail.models import Page, ReferenceIndex
from wagtail.search import index

from het_site.core.models import CustomImage

logger = logging.getLogger(__name__)

#: sent with the `image` once it is withdrawn, for whoever keeps something that was made of it
image_withdrawn = Signal()
NO_WORDS = {"title": "Withdrawn picture", "description": "", "credit": "", "licence": "", "licence_url": ""}


def withdraw_image(*, image: CustomImage) -> bool:
    """Never show a picture again and delete its files; gives whether it was shown until now."""
    with transaction.atomic():
        found = CustomImage.objects.select_for_update().get(pk=image.pk)
        if found.is_withdrawn:
            return False
        found.withdrawn_at = timezone.now()
        found.is_decorative = True
        for name, words in NO_WORDS.items():
            setattr(found, name, words)
        found.file_hash = ""
        found.tags.clear()
        found.save()
        addresses = _tell_pages(found)
        transaction.on_commit(lambda: _finish(found, addresses))
    image.withdrawn_at = found.withdrawn_at
    return True


def finish_withdrawals() -> int:
    """Delete the files of withdrawn pictures that are still there, should a process have died; gives how many."""
    left = CustomImage.objects.exclude(withdrawn_at=None).filter(files_gone_at=None)
    for image in left:
        _delete_files(image)
    return len(left)


def pictures_in(thing: Model) -> set[int]:
    """Give the numbers of the pictures that a page or another thing shows as it is in memory, saved or not."""
    found = set()
    for field in thing._meta.get_fields():
        if not isinstance(field, Field):
            continue
        if field.many_to_one and field.related_model is CustomImage:
            found.add(field.value_from_object(thing))
        elif extract := getattr(field, "extract_references", None):
            references = extract(field.value_from_object(thing))
            found |= {int(pk) for model, pk, _, _ in references if model is CustomImage}
    return found - {None}


def _finish(image: CustomImage, addresses: list[str]) -> None:
    addresses += [_absolute(rendition.file.url) for rendition in image.renditions.all()]
    addresses.append(_absolute(image.file.url))
    _delete_files(image)
    if getattr(settings, "WAGTAILFRONTENDCACHE", None):
        purge_urls_from_cache(addresses)
    image_withdrawn.send(sender=CustomImage, image=image)


def _delete_files(image: CustomImage) -> None:
    """Delete every size and the picture itself, then whatever else its own folder holds."""
    for rendition in image.renditions.all():
        rendition.delete()
        rendition.file.storage.delete(rendition.file.name)
    storage = image.file.storage
    storage.delete(image.file.name)
    if image.folder:
        _empty(storage, image.folder)
    CustomImage.objects.filter(pk=image.pk).update(files_gone_at=timezone.now())


def _empty(storage: Storage, folder: str) -> None:
    try:
        _, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        storage.delete(f"{folder}/{name}")
        logger.warning("A file of a withdrawn picture that nothing pointed to is deleted.")
    storage.delete(folder)


def _tell_pages(image: CustomImage) -> list[str]:
    """Note on everything that showed the picture that it has changed; gives the addresses of pages."""
    addresses = []
    for holder in _holders(image):
        if isinstance(holder, Page) and holder.live:
            type(holder).objects.filter(pk=holder.pk).update(last_published_at=image.withdrawn_at)
            addresses.append(holder.full_url or "")
        transaction.on_commit(partial(_index_again, holder))
    return [address for address in addresses if address]


def _holders(image: CustomImage) -> list[Any]:
    references = ReferenceIndex.get_references_to(image)
    found = references.values_list("base_content_type", "object_id").distinct()
    holders = []
    for content_type, pk in found:
        model = ContentType.objects.get_for_id(content_type).model_class()
        one = model._default_manager.filter(pk=pk).first() if model is not None else None
        if one is not None:
            holders.append(one.specific if isinstance(one, Page) else one)
    return holders


def _index_again(holder: Any) -> None:
    fresh = type(holder)._default_manager.filter(pk=holder.pk).first()
    if fresh is not None:
        index.insert_or_update_object(fresh)


def _absolute(address: str) -> str:
    return f"{settings.SITE_URL}{address}" if address.startswith("/") else address
