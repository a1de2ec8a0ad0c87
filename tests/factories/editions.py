"""Makes editions with items of every kind for tests."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from het_site.core.models import CustomImage
from newsletter.models import EditionPage
from priorities.models import Organisation
from tests.factories.casestudies import make_story
from tests.factories.indicator_states import make_states
from tests.factories.newsletter import make_edition, make_event_page, make_news_page
from tests.factories.pictures import pixels
from tests.factories.priorities import make_home, make_organisation, make_recommendation, make_tracker

#: the kinds of blocks that say something on their own
KINDS = (
    "heading", "text", "partner_item", "case_study", "news", "event", "indicator", "recommendation", "picture", "quote",
    "button", "divider",
)  # fmt: skip


def make_image(**values: Any) -> CustomImage:
    """Make a picture with its words."""
    file = ImageFile(ContentFile(pixels(), name="beds.jpg"), name="beds.jpg")
    return CustomImage.objects.create(
        **{"title": "Beds", "file": file, "description": "Raised beds in a yard"} | values
    )


def value_of(kind: str) -> Any:
    """Make what a block of a kind holds, and what it points to."""
    return VALUES[kind]()


def _indicator() -> dict[str, Any]:
    from indicators.models import Indicator

    one = Indicator.objects.filter(slug="pooled").first()
    if one is None:
        make_home()
        make_states("pooled")
        one = Indicator.objects.get(slug="pooled")
    return {"indicator": one.pk, "people": "", "words": "It has changed since the spring."}


def _recommendation() -> dict[str, Any]:
    make_tracker()
    return {"recommendation": make_recommendation(title="Build homes that families can pay for").pk, "words": ""}


def _story() -> dict[str, Any]:
    name = "The Allotment Society"
    owner = Organisation.objects.filter(name=name).first() or make_organisation(name=name)
    story = make_story(title="Beds for all", headline_number="40", headline_label="raised beds", organisations=[owner])
    return {"page": story.pk, "words": ""}


VALUES: dict[str, Any] = {
    "heading": lambda: "From our partners",
    "text": lambda: '<p>Dear reader, this is a <b>busy</b> month for all of us. See <a href="https://example.org/plan">our plan</a>.</p>'
    "<ul><li>One</li><li>Two</li></ul>",
    "partner_item": lambda: {
        "headline": "A thousand smiles",
        "text": "Ten pop-ups drew more than 1,000 people.\n\nThey go on.",
        "image": make_image().pk,
        "link": "https://example.org/smiles",
        "link_words": "See where the next one is",
        "credit": "Smiles CIC",
        "item": "",
    },
    "case_study": _story,
    "news": lambda: {"page": make_news_page(title="A prize").pk, "words": "We won."},
    "event": lambda: {"page": make_event_page(title="Open day", venue="Town hall").pk, "words": ""},
    "indicator": _indicator,
    "recommendation": _recommendation,
    "picture": lambda: {"image": make_image(credit="Photograph: Jane Smith").pk, "caption": "The yard in May."},
    "quote": lambda: {
        "text": "We grew tomatoes.", "attribution": "A resident", "source": "Their report", "source_url": "https://example.org/r",
    },
    "button": lambda: {"text": "Book a place", "page": None, "url": "https://example.org/book"},
    "divider": lambda: None,
}  # fmt: skip


def edition_with(*kinds: str, **values: Any) -> EditionPage:
    """Make a published edition with a block of each of these kinds."""
    blocks = [{"type": kind, "value": value_of(kind), "id": str(uuid.uuid4())} for kind in kinds]
    return make_edition(body=json.dumps(blocks), **values)
