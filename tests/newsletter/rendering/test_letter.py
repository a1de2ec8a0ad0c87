"""An edition says the same as page, email and plain text, and passes its report."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from newsletter.models import EditionPage
from newsletter.rendering.collecting import words_of
from newsletter.rendering.items import restore
from newsletter.rendering.letter import LostWordsError, html_of, render
from newsletter.rendering.marks import PREFERENCES, UNSUBSCRIBE
from newsletter.rendering.report import NOT_PUBLISHED, UNPUBLISHED_CHANGES, report
from newsletter.sending.freezing import freeze
from tests.factories.editions import KINDS, edition_with

pytestmark = pytest.mark.django_db
#: what readers are told by a block of each kind
SAID = {
    "heading": "From our partners",
    "text": "this is a busy month",
    "partner_item": "From Smiles CIC",
    "case_study": "From The Allotment Society",
    "news": "We won.",
    "event": "14 December 2023",
    "indicator": "State: pooled",
    "recommendation": "Status:",
    "picture": "The yard in May.",
    "quote": "We grew tomatoes.",
    "button": "Book a place",
}


#: a picture alone is no edition
ALONE = {"picture": ("picture", "text")}


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("kind", KINDS)
def test_each_block_alone_passes_its_report_and_says_the_same_three_times(kind: str, client: Client) -> None:
    edition = edition_with(*ALONE.get(kind, (kind,)))
    found = report(edition)
    assert found.may_send, found.faults
    letter = render(edition)
    page = BeautifulSoup(client.get(edition.url).content, "html.parser").main
    assert page is not None
    for said in (BeautifulSoup(letter.html, "html.parser").get_text(" "), letter.text, page.get_text(" ")):
        said = flat(said).replace("FROM OUR PARTNERS", "From our partners")
        assert SAID.get(kind, "") in said


def test_all_together_pass(client: Client) -> None:
    edition = edition_with(*(kind for kind in KINDS for _ in range(2) if kind not in {"indicator"}), "indicator")
    found = report(edition)
    same_words = [fault for fault in found.faults if "lead to different places" not in fault]
    assert not same_words
    assert found.size < 100_000
    assert client.get(edition.url).status_code == 200


def test_links_are_marks_for_each_readers_own() -> None:
    letter = render(edition_with("text"))
    for mark in (UNSUBSCRIBE, PREFERENCES):
        assert f'href="{mark}"' in letter.html
        assert mark in letter.text


def test_lines_of_text_are_short_unless_an_address_is_long() -> None:
    text = render(edition_with(*KINDS)).text
    assert [line for line in text.splitlines() if len(line) > 72 and "http" not in line] == []
    assert "our plan (https://example.org/plan)" in flat(text)
    assert "- One\n- Two" in text


def test_figures_are_those_that_are_stored() -> None:
    (item,) = words_of(edition_with("indicator")).items
    (figure,) = item.figures
    assert figure.number == "25.0%"
    assert "Anytown" in figure.whose
    assert figure.words.startswith("The latest figure in Anytown is 25.0%")
    assert item.source
    assert not item.source.startswith("Source")


def test_what_is_not_public_is_left_out_and_stops_sending(client: Client) -> None:
    edition = edition_with("case_study", "text")
    page = edition.body[0].value["page"]
    page.unpublish()
    edition = EditionPage.objects.get(pk=edition.pk)
    found = report(edition)
    assert not found.may_send
    assert any("Beds for all" in fault and "not published" in fault for fault in found.faults)
    assert "Beds for all" not in client.get(edition.url).content.decode()
    page.delete()
    assert any("deleted" in fault for fault in report(EditionPage.objects.get(pk=edition.pk)).faults)


def test_a_link_in_a_text_to_a_draft_stops_sending() -> None:
    edition = edition_with("case_study")
    story = edition.body[0].value["page"]
    edition.body = json.dumps([{"type": "text", "value": f'<p>See <a linktype="page" id="{story.pk}">it</a>.</p>'}])
    edition.save()
    assert report(edition).may_send
    story.unpublish()
    assert not report(EditionPage.objects.get(pk=edition.pk)).may_send


def test_only_what_is_published_is_sent() -> None:
    edition = edition_with("text")
    edition.live = False
    assert NOT_PUBLISHED in report(edition).faults
    edition.live, edition.has_unpublished_changes = True, True
    assert UNPUBLISHED_CHANGES in report(edition).faults


def test_an_empty_edition_is_not_sent() -> None:
    assert not report(edition_with()).may_send


def test_hostile_words_stay_words() -> None:
    edition = edition_with("partner_item", title='A "<script>alert(1)</script>" & [[unsubscribe')
    edition.body[0].value["headline"] = "</mj-text><mj-raw><script>x</script>"
    edition.body[0].value["text"] = "<img src=x onerror=alert(1)> {{ brand }} &nbsp;"
    letter = render(edition)
    soup = BeautifulSoup(letter.html, "html.parser")
    assert soup.find("script") is None
    assert "alert(1)" in soup.get_text()
    assert not soup.find_all("img", src="x")


def test_a_word_that_the_converter_loses_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    words = words_of(edition_with("text"))

    class Lost:
        warnings: list[str] = []
        content = "<html><body>Nothing</body></html>"

    monkeypatch.setattr("newsletter.rendering.letter.mrml.to_html", lambda _: Lost)
    with pytest.raises(LostWordsError, match="lacks these words"):
        html_of(words)


def test_the_archive_keeps_what_readers_got(client: Client) -> None:
    edition = edition_with("news", "text")
    letter = render(edition)
    sending = freeze(edition, by=None, start_at=timezone.now(), rendered=letter)
    assert restore(sending.words) == words_of(edition)
    sending.state = "finished"
    sending.save()
    page = edition.body[0].value["page"]
    page.title = "Another title"
    page.save()
    edition.title = "A changed edition"
    edition.save_revision().publish()
    told = client.get(edition.url).content.decode()
    assert "A prize" in told
    assert "Another title" not in told
    assert "A changed edition" not in BeautifulSoup(told, "html.parser").main.get_text()  # type: ignore[union-attr]  # every page has one


def test_a_sending_that_was_undone_freezes_nothing(client: Client) -> None:
    edition = edition_with("news")
    sending = freeze(edition, by=None, start_at=timezone.now(), rendered=render(edition))
    sending.state = "cancelled"
    sending.save()
    page = edition.body[0].value["page"]
    page.title = "Another title"
    page.save()
    assert "Another title" in client.get(edition.url).content.decode()
