"""Editions as they go wrong in life: each is refused, with a sentence that says what to do, and the way to its block."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Any

import pytest

from het_site.core.models import BrandSettings
from newsletter.models import EditionPage
from newsletter.rendering.collecting import words_of
from newsletter.rendering.letter import written
from newsletter.rendering.report import of_letter, report
from newsletter.templatetags.newsletter_mail import mended_at
from tests.factories.editions import edition_with, make_image
from tests.factories.newsletter import make_edition

pytestmark = pytest.mark.django_db
GREETING = ("text", "<p>Dear reader, here is what happened this month in our part of the town.</p>")


def edition_of(*blocks: tuple[str, Any], **values: Any) -> EditionPage:
    """Make an edition of raw values, as an editor saves them: drafts are not looked at."""
    body = [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in blocks]
    return make_edition(body=json.dumps(body), **values)


def picture() -> dict[str, Any]:
    return {"image": make_image().pk, "caption": ""}


#: what is wrong, the sentence about it, and which block it leads to: the last but one would be the greeting
BAD: list[tuple[str, list[tuple[str, Any]], str, int]] = [
    ("a click here", [GREETING, ("text", '<p>For the report <a href="https://example.org/r">click here</a>.</p>')],
     "The link “click here” does not say where it leads. Write what is there instead", 1),
    ("an address as words", [GREETING, ("text", '<p><a href="https://example.org/r">https://example.org/r</a></p>')],
     "is an address. Write what is there instead", 1),
    ("an empty link", [GREETING, ("text", '<p>See <a href="">the report</a>.</p>')],
     "The link “the report” leads nowhere that an email can open. Give it an address", 1),
    ("a link that runs", [GREETING, ("text", '<p>See <a href="javascript:alert(1)">the report</a>.</p>')],
     "The link “the report” leads nowhere that an email can open. Give it an address", 1),
    ("a link that runs, hidden", [GREETING, ("text", '<p>See <a href=" JavaScript:alert(1)">the report</a>.</p>')],
     "The link “the report” leads nowhere that an email can open. Give it an address", 1),
    ("a link into the page", [GREETING, ("text", '<p>See <a href="#top">above</a>.</p>')],
     "The link “above” leads nowhere that an email can open. Give it an address", 1),
    ("a partner’s link that runs", [GREETING, ("partner_item", {
        "headline": "Lunch", "text": "Come.", "link": "javascript:alert(1)", "link_words": "", "credit": "Us", "image": None,
     })], "A link of the email would run something. Give it an address of a page.", 1),
    ("a link that tells who followed it", [GREETING, ("text", '<p><a href="https://example.org/?utm_source=us">Report</a></p>')],
     "Take off what follows the question mark", 1),
    ("two links, one name", [GREETING, ("text", '<p><a href="https://a.example/">Report</a> <a href="https://b.example/">Report</a></p>')],
     "Say with each what is there", 1),
    ("150 KB", [GREETING, ("text", "<p>" + "So much to say. " * 10_000 + "</p>")], "Shorten the longest item", 1),
    ("an empty heading", [GREETING, ("heading", "")], "A heading is empty. Write it", 1),
]  # fmt: skip


@pytest.mark.parametrize(("blocks", "sentence", "which"), [each[1:] for each in BAD], ids=[each[0] for each in BAD])
def test_a_bad_edition_is_refused_and_leads_to_its_block(
    blocks: list[tuple[str, Any]], sentence: str, which: int
) -> None:
    edition = edition_of(*blocks)
    found = report(edition)
    assert not found.may_send
    (fault,) = [each for each in found.faults if sentence in each]
    address = mended_at(edition, fault)
    assert address == f"/cms/pages/{edition.pk}/edit/#block-{edition.body[which].id}-section"


def test_pictures_alone_are_refused() -> None:
    edition = edition_of(("picture", picture()), ("picture", picture()))
    (fault,) = report(edition).faults
    assert "Say in a text block what the pictures say." in fault
    assert mended_at(edition, fault).endswith(f"#block-{edition.body[0].id}-section")


def test_a_picture_without_words_for_it_is_refused() -> None:
    edition = edition_with("picture", "text")
    words = words_of(edition)
    letter = written(words)
    bare = replace(letter, html=letter.html.replace('alt="Raised beds in a yard"', ""))
    (fault,) = of_letter(bare, words).faults
    assert "has no words for readers who do not see it. Describe it under Images" in fault
    assert mended_at(edition, fault).endswith(f"#block-{edition.body[0].id}-section")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"subject": "READ THIS NOW"}, "Use small letters."),
        ({"subject": "Free lunch!!! £££"}, "The subject shouts"),
        ({"subject": "x" * 79}, "Shorten it."),
        ({"title": "The news", "summary": "", "preview_text": ""}, "write a summary or a preview text"),
    ],
)
def test_a_bad_subject_or_preview_is_refused(values: dict[str, str], sentence: str) -> None:
    found = report(edition_of(GREETING, **values))
    assert any(sentence in fault for fault in found.faults)


def test_no_plain_text_is_refused() -> None:
    edition = edition_of(GREETING)
    words = words_of(edition)
    found = of_letter(replace(written(words), text=""), words)
    assert any("has no plain text. Write at least one block" in fault for fault in found.faults)


def test_colours_that_are_too_faint_are_refused() -> None:
    edition = edition_with("indicator")
    site = edition.get_site()
    brand = BrandSettings.for_site(site)
    BrandSettings.objects.filter(pk=brand.pk).update(accent_colour="#0f5a6a", primary_colour="#c9d6d8")
    found = [fault for fault in report(EditionPage.objects.get(pk=edition.pk)).faults if "contrast" in fault]
    assert any("25.0%" in fault and "Settings, Brand and contact" in fault for fault in found)
    assert any("on light paper" in fault and "See the figures" in fault for fault in found)


def test_a_heading_made_of_bold_is_worth_a_look() -> None:
    edition = edition_of(("text", f"<p><b>News</b></p>{GREETING[1]}"))
    found = report(edition)
    assert found.may_send
    assert found.hints == ("“News” is bold and stands alone. If it is a heading, make it one.",)


def test_a_fault_of_no_block_leads_nowhere() -> None:
    edition = edition_of(GREETING, subject="READ THIS NOW")
    (fault,) = report(edition).faults
    assert mended_at(edition, fault) == ""
    assert mended_at(EditionPage(title="New"), fault) == ""
