"""What becomes of frozen editions when a picture may not be shown any more: its words go from them too.

What has reached a mailbox is beyond us; its picture comes from our address and is empty there. What is still to be sent, and
what the archive shows, is written anew from the frozen words without those of the picture. Nothing else changes in it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F, Func, JSONField

from casestudies.actions.consents import kept_back
from newsletter.models import Sending
from newsletter.rendering.items import restore
from newsletter.rendering.letter import written

logger = logging.getLogger(__name__)


class Pictures(Func):
    """The numbers of the pictures in an edition's frozen words."""

    template = "jsonb_path_query_array(%(expressions)s, '$.items[*].image ? (@ != null)')"
    output_field = JSONField()


def forget_pictures() -> int:
    """Take the words of pictures that may not be shown in newsletters out of every frozen edition; gives of how many."""
    frozen = dict(Sending.objects.annotate(pictures=Pictures(F("words"))).values_list("pk", "pictures"))
    lost = kept_back({number for numbers in frozen.values() for number in numbers}, "in_newsletter")
    return sum(_write_anew(pk, lost) for pk, numbers in frozen.items() if lost.intersection(numbers))


def _write_anew(pk: int, lost: Collection[int]) -> bool:
    """Write one edition anew; one that cannot be does not stop the others, and is tried again."""
    try:
        with transaction.atomic():
            sending = Sending.objects.select_for_update().get(pk=pk)
            letter = written(restore(without(sending.words, lost)))
            sending.html, sending.text, sending.words = letter.html, letter.text, letter.words
            sending.save(update_fields=["html", "text", "words"])
    except Exception:
        logger.exception("The words of a withdrawn picture are still in the frozen edition %s.", pk)
        return False
    return True


def without(words: dict[str, Any], lost: Collection[int]) -> dict[str, Any]:
    """Give frozen words without some pictures, and without what was said under them."""
    left = [one for one in words["items"] if one["image"] not in lost or one["shape"] != "picture"]
    return words | {"items": [one | {"image": None, "caption": ""} if one["image"] in lost else one for one in left]}
