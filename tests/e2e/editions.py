"""An edition with items of every kind out of the demo site's own content, made by what the site itself calls.

`make` is run with the settings of the site that shows it. It prints as JSON where the edition is and what each preview shows.
"""

from __future__ import annotations

import json
import sys
import uuid
from typing import Any

from casestudies.models import CaseStudyPage
from indicators.models import Indicator
from newsletter.models import EditionPage, EventPage, NewsletterIndexPage, NewsPage
from newsletter.rendering.previews import MODES
from newsletter.rendering.report import report
from priorities.models import Recommendation
from tests.factories.editions import make_image

TITLE = "What partners have been doing"


def make() -> None:
    """Make two editions and print how they are found."""
    index = NewsletterIndexPage.objects.get()
    edition = _edition(index, number=2, title=TITLE, body=json.dumps(_blocks()))
    _edition(index, number=1, title="Where it all began", body=json.dumps(_blocks()[:2]))
    found = report(edition)
    previews = {mode: edition.make_preview_request(preview_mode=mode).content.decode() for mode, _ in MODES}
    told = {"path": edition.url, "previews": previews, "faults": found.faults, "size": found.size}
    loaded = {one.title: report_of_sample(one) for one in EditionPage.objects.filter(is_sample=True)}
    sys.stdout.write(json.dumps(told | {"each": _each(edition), "loaded": loaded}))


def make_faulty() -> None:
    """Make a draft whose last block has a link that says nothing; print where both are."""
    greeting, *_ = _blocks()
    bad = {
        "type": "text",
        "value": '<p>For the report <a href="https://example.org/r">click here</a>.</p>',
        "id": str(uuid.uuid4()),
    }
    page = EditionPage(
        title="A faulty one", slug="faulty", summary="Something is wrong in it.", number=9, live=False,
        planned_for="2026-12-01", copy_deadline="2026-11-20", body=json.dumps([greeting, bad]),
    )  # fmt: skip
    NewsletterIndexPage.objects.get().add_child(instance=page)
    page.save_revision()
    sys.stdout.write(json.dumps({"pk": page.pk, "block": bad["id"]}))


def report_of_sample(edition: EditionPage) -> tuple[str, ...]:
    """Look at a sample as at an edition that is to be sent."""
    edition.is_sample = False
    return report(edition).faults


def _each(edition: EditionPage) -> list[dict[str, Any]]:
    """Give what is wrong with each block beside a greeting, and what each of its forms shows."""
    greeting, *blocks = _blocks()
    found = []
    for block in blocks:
        edition.body = json.dumps([greeting, block])
        forms = {mode: edition.make_preview_request(preview_mode=mode).content.decode() for mode in ("", *dict(MODES))}
        found.append({"kind": block["type"], "faults": report(edition).faults, "forms": forms})
    return found


def _edition(index: NewsletterIndexPage, **values: Any) -> EditionPage:
    values |= {
        "summary": "Advice in surgeries, homes, and what the figures say.",
        "slug": f"edition-{values['number']}",
    }
    page = EditionPage(planned_for="2026-12-01", copy_deadline="2026-11-20", live=False, **values)
    index.add_child(instance=page)
    page.save_revision().publish()
    return EditionPage.objects.get(pk=page.pk)


def _blocks() -> list[dict[str, Any]]:
    story, event, news = (kind.objects.live().first() for kind in (CaseStudyPage, EventPage, NewsPage))
    figure = Indicator.objects.get(slug="healthy-life-expectancy")
    blocks = [
        ("text", "<p>Dear reader, this is a sample for tests. It has <b>one item of each kind</b>.</p><ul><li>One</li><li>Two</li></ul>"),
        ("case_study", {"page": story.pk, "words": ""}),
        ("partner_item", {
            "headline": "Lunch on Thursdays", "text": "Come and eat with us.\n\nEverybody is welcome.", "image": make_image().pk,
            "link": "https://example.org/lunch", "link_words": "See when the kitchen opens", "credit": "High Town Church Kitchen",
            "item": "",
        }),
        ("heading", "What the figures say"),
        ("indicator", {"indicator": figure.pk, "people": "", "words": "It was published this month."}),
        ("recommendation", {"recommendation": Recommendation.objects.filter(live=True).first().pk, "words": ""}),
        ("heading", "News and events"),
        ("news", {"page": news.pk, "words": ""}),
        ("event", {"page": event.pk, "words": ""}),
        ("picture", {"image": make_image(credit="Photograph: Jane Smith").pk, "caption": "The yard in May."}),
        ("quote", {"text": "We grew tomatoes.", "attribution": "A resident", "source": "Their report", "source_url": ""}),
        ("divider", None),
        ("button", {"text": "Look at every figure", "page": None, "url": "/indicators/"}),
    ]  # fmt: skip
    return [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in blocks]
