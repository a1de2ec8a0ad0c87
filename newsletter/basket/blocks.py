"""The blocks of an edition's body as they are stored, and the one that each thing of the basket becomes."""

from __future__ import annotations

import json
from typing import Any

from wagtail.blocks import StreamValue

from newsletter.models import EditionPage, ItemPicture, Pick
from newsletter.models.contributions import Item

Raw = dict[str, Any]
Kind = Pick.Kind
#: the block that each kind becomes, and where it points
BLOCKS = {
    Kind.ITEM: ("partner_item", "item"),
    Kind.CASE_STUDY: ("case_study", "page"),
    Kind.EVENT: ("event", "page"),
    Kind.NEWS: ("news", "page"),
    Kind.FIGURES: ("indicator", "indicator"),
    Kind.RECOMMENDATION: ("recommendation", "recommendation"),
}


def body_of(edition: EditionPage) -> list[Raw]:
    """Give the blocks of an edition's body as it is in memory, in their order."""
    return [dict(block) for block in edition.body.raw_data]


def drafted(edition: EditionPage) -> list[Raw]:
    """Give the blocks of an edition's newest draft, as they are stored with it: nothing else of the draft is read."""
    draft = edition.latest_revision
    return body_of(edition) if draft is None else json.loads(draft.content.get("body") or "[]")


def put_body(edition: EditionPage, blocks: list[Raw]) -> None:
    """Have an edition hold these blocks. Nothing is saved."""
    edition.body = StreamValue(edition.body.stream_block, blocks, is_lazy=True)


def items_in(edition: EditionPage) -> dict[str, str]:
    """Give the partners' items that an edition holds, by their keys, each with its block's."""
    name, field = BLOCKS[Kind.ITEM]
    held = (block for block in body_of(edition) if block["type"] == name)
    return {str(block["value"].get(field)): str(block.get("id")) for block in held if block["value"].get(field)}


def value_of(kind: str, thing: str) -> tuple[str, Any]:
    """Give name and value of the block that a thing becomes. Raises `LookupError` for an item that is gone."""
    name, field = BLOCKS[Kind(kind)]
    if kind == Kind.ITEM:
        return name, _of_item(thing)
    return name, {field: int(thing.partition("-")[0]), "words": ""} | ({"people": ""} if kind == Kind.FIGURES else {})


def _of_item(thing: str) -> Raw:
    item = Item.objects.filter(pk=int(thing)).first()
    if item is None:
        raise LookupError(thing)
    picture = ItemPicture.objects.filter(item=item, withdrawn_at=None).select_related("image").first()
    image = picture.image if picture and picture.holds() else None
    return {
        "headline": item.headline,
        "text": item.text,
        "image": image.pk if image and not image.is_withdrawn else None,
        "link": item.link,
        "link_words": "",
        "credit": item.organisation,
        "item": str(item.key),
    }


def summary_of(edition: EditionPage) -> list[tuple[str, str, str]]:
    """Give each block of an edition with its key, what it is, and the first words by which people know it."""
    found = []
    for block in edition.body:
        value, label = block.value, str(block.block.label)
        text = ""
        if isinstance(value, dict):
            named = ("headline", "page", "indicator", "recommendation", "text", "image", "attribution")
            text = next((str(value[name]) for name in named if value.get(name)), "")
        else:
            text = str(value)
        found.append((str(block.id), label, _plain(text)))
    return found


def _plain(text: str) -> str:
    from django.utils.html import strip_tags

    return strip_tags(text)[:120]
