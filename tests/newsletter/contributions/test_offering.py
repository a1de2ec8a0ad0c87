"""A partner offers an item: start, save, check, send, follow, take back, delete, take away. And what must not get through."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from het_site.core.models import User
from newsletter.contributions.judging import accept, ask_changes
from newsletter.contributions.writing import TRAPPED
from newsletter.models import EditionPage, Item, ItemPicture
from tests.newsletter.contributions.conftest import WHOLE, make_item, make_person, make_picture, plan

pytestmark = pytest.mark.django_db


def mark_on(answer: Any) -> str:
    found = re.search(r'name="mark" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def start(client: Client) -> Item:
    answer = client.post(reverse("items_start"), {"mark": mark_on(client.get(reverse("items_home")))})
    assert answer.status_code == 302
    return Item.objects.latest("pk")


def page(name: str, item: Item) -> str:
    return reverse(name, args=[item.key])


def picture_file() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (120, 90), "teal").save(content, "PNG")
    return SimpleUploadedFile("Jo Smith, 4 Park Road.png", content.getvalue())


def test_an_item_is_started_saved_bare_checked_and_sent(partner_at: Client, partner: User) -> None:
    wanted = plan(7, deadline=10)
    item = start(partner_at)
    assert partner_at.post(page("item", item), {"headline": "Half a", "do": "save"}).status_code == 302
    item.refresh_from_db()
    assert (item.headline, item.text, item.state) == ("Half a", "", "draft")
    answer = partner_at.post(page("item", item), {**WHOLE, "wanted": str(wanted.pk), "do": "check"})
    assert answer["Location"] == page("item_check", item)
    shown = partner_at.get(page("item_check", item))
    assert "Still missing" not in shown.content.decode()
    sent = partner_at.post(page("item_send", item), {"mark": mark_on(shown)}, follow=True)
    assert "Sent. Your item is N-0001. It is for Edition 7" in sent.content.decode()
    item.refresh_from_db()
    assert (item.state, item.owner, item.wanted) == ("submitted", partner, wanted)


def test_nothing_is_sent_that_lacks_something(partner_at: Client, partner: User) -> None:
    item = make_item(partner, text="", headline="x" * 101, link="javascript:alert(1)")
    answer = partner_at.post(page("item_send", item), {"mark": mark_on(partner_at.get(reverse("items_home")))})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Write the lines" in told
    assert "101 characters" in told
    assert "web address in full" in told
    item.refresh_from_db()
    assert item.state == "draft"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org", "x"])
def test_only_whole_web_addresses_are_sent(partner_at: Client, partner: User, link: str) -> None:
    item = make_item(partner, link=link)
    shown = partner_at.get(page("item_check", item)).content.decode()
    assert "Enter a web address in full" in shown
    assert f'href="{link}"' not in shown


def test_a_headline_makes_no_second_line(partner_at: Client, partner: User) -> None:
    item = make_item(partner)
    sent = WHOLE | {"headline": "Walk\r\nBcc: everybody@demo.example\x00"}
    partner_at.post(page("item", item), sent)
    item.refresh_from_db()
    assert item.headline == "Walk Bcc: everybody@demo.example"


def test_a_megabyte_is_cut_and_that_is_said(partner_at: Client, partner: User) -> None:
    item = make_item(partner)
    answer = partner_at.post(page("item", item), WHOLE | {"text": "x" * 1_000_000})
    assert answer.status_code == 422
    assert "only its beginning was kept" in answer.content.decode()
    item.refresh_from_db()
    assert len(item.text) == 6_000


def test_a_form_is_sent_once_and_a_program_is_noted(partner_at: Client, partner: User) -> None:
    item = make_item(partner)
    mark = mark_on(partner_at.get(page("item_check", item)))
    partner_at.post(page("item_send", item), {"mark": mark, "website": "http://spam.example"})
    item.refresh_from_db()
    assert (item.state, item.spam_reasons) == ("submitted", [TRAPPED])
    assert partner_at.post(page("item_send", item), {"mark": mark}).status_code == 302
    other = make_item(partner)
    assert partner_at.post(page("item_send", other), {"mark": mark}).status_code == 400


def test_after_the_deadline_it_is_for_the_next_one_and_says_so(partner_at: Client, partner: User) -> None:
    missed, coming = plan(7, deadline=-1), plan(8, deadline=20)
    item = make_item(partner, wanted=missed, state="submitted")
    shown = partner_at.get(page("item_status", item)).content.decode()
    assert "The copy deadline of the edition that you chose is over, so it is for Edition 8" in shown
    draft = make_item(partner, wanted=missed)
    assert (
        "The copy deadline of the edition that you chose is over"
        in partner_at.get(page("item", draft)).content.decode()
    )
    # an edition that is not offered cannot be chosen
    partner_at.post(page("item", draft), WHOLE | {"wanted": str(missed.pk)})
    draft.refresh_from_db()
    assert draft.wanted is None
    partner_at.post(page("item", draft), WHOLE | {"wanted": str(coming.pk)})
    draft.refresh_from_db()
    assert draft.wanted == coming


def test_the_deadline_is_public_and_unknown_is_said(client: Client, db: None) -> None:
    assert "not known yet" in client.get(reverse("items_home")).content.decode()
    edition = plan(9, deadline=3)
    # what an editor changes in the draft counts, not the row of the page
    draft = EditionPage.objects.get(pk=edition.pk)
    draft.copy_deadline = draft.planned_for
    draft.save_revision()
    told = client.get(reverse("items_home")).content.decode()
    assert f"{draft.planned_for.day} {draft.planned_for:%B %Y}</time>" in told
    assert f"{edition.copy_deadline:%Y-%m-%d}" not in told


def test_a_picture_is_cleaned_described_agreed_to_and_removed(partner_at: Client, partner: User, stores: Path) -> None:
    item = make_item(partner)
    assert partner_at.post(page("item", item), WHOLE | {"picture": picture_file()}).status_code == 302
    picture = ItemPicture.objects.get(item=item)
    assert "Smith" not in picture.file.name
    assert picture.lacks == ("alt", "shown", "in_newsletter")
    assert "Describe the picture" in partner_at.get(page("item_check", item)).content.decode()
    told = {"shown_here": "yes", "alt": "A park.", "shown": "children", "in_newsletter": "on"}
    partner_at.post(page("item", item), WHOLE | told)
    picture.refresh_from_db()
    assert picture.lacks == ("holder", "given_on", "guardian")
    answer = partner_at.get(page("item_picture", item))
    assert answer["Content-Type"] == "image/webp"
    assert b"".join(answer.streaming_content)[:4] == b"RIFF"
    partner_at.post(page("item", item), WHOLE | told | {"do": "remove"})
    assert not ItemPicture.objects.filter(item=item).exists()
    assert partner_at.get(page("item_picture", item)).status_code == 404


@pytest.mark.parametrize(
    "content", [b"", b"<svg onload=alert(1)></svg>", b"GIF89a" + b"\0" * 40, b"\xff\xd8\xff" + b"x" * 99]
)
def test_what_is_no_picture_is_refused_and_the_words_are_kept(
    partner_at: Client, partner: User, stores: Path, content: bytes
) -> None:
    item = make_item(partner, headline="Before")
    sent = WHOLE | {"headline": "After", "picture": SimpleUploadedFile("evil.jpg", content)}
    answer = partner_at.post(page("item", item), sent)
    item.refresh_from_db()
    assert item.headline == "After"
    assert not ItemPicture.objects.filter(item=item).exists()
    assert answer.status_code == 422


def test_who_was_signed_out_finds_what_they_typed(at: Any, partner: User) -> None:
    item = make_item(partner, headline="Stored")
    client = Client()
    assert client.post(page("item", item), WHOLE | {"headline": "Typed"})["Location"].startswith("/sign-in/")
    client.force_login(partner)
    shown = client.get(page("item", item)).content.decode()
    assert "Typed" in shown
    assert "not saved yet" in shown
    item.refresh_from_db()
    assert item.headline == "Stored"


def test_changes_are_asked_answered_and_sent_again(partner_at: Client, partner: User, moderator: User) -> None:
    item = make_item(partner, state="submitted")
    ask_changes(item=item, by=moderator, comment="At which gate?")
    assert "At which gate?" in partner_at.get(page("item", item)).content.decode()
    partner_at.post(page("item", item), WHOLE | {"text": "At the north gate."})
    mark = mark_on(partner_at.get(page("item_check", item)))
    partner_at.post(page("item_send", item), {"mark": mark})
    item.refresh_from_db()
    assert (item.state, item.text, item.number) == ("submitted", "At the north gate.", 1)


def test_taking_back_deleting_and_taking_away(
    partner_at: Client, partner: User, moderator: User, stores: Path, django_capture_on_commit_callbacks: Any
) -> None:
    item = make_item(partner, state="submitted")
    picture = make_picture(item)
    accept(item=item, by=moderator)
    picture.refresh_from_db()
    assert picture.image is not None
    assert not picture.image.is_withdrawn
    assert partner_at.get(page("item_delete", item)).status_code == 302  # first taken back
    assert partner_at.get(page("item_withdraw", item)).status_code == 200
    item.refresh_from_db()
    assert item.state == "accepted"  # looking changes nothing
    partner_at.post(page("item_withdraw", item))
    item.refresh_from_db()
    picture.image.refresh_from_db()
    assert item.state == "withdrawn"
    assert picture.image.is_withdrawn
    held = json.loads(partner_at.get(page("item_json", item)).content)
    assert held["headline"] == item.headline
    assert held["picture"]["alt"] == picture.alt
    packed = partner_at.get(page("item_zip", item))
    assert packed["Content-Disposition"] == 'attachment; filename="n-0001.zip"'
    with ZipFile(io.BytesIO(b"".join(packed.streaming_content))) as whole:  # type: ignore[attr-defined]  # a file is streamed
        assert json.loads(whole.read("item.json")) == held
        assert whole.read(held["picture"]["file"]).startswith(b"\xff\xd8")
    with django_capture_on_commit_callbacks(execute=True):
        partner_at.post(page("item_delete", item))
    assert not Item.objects.filter(pk=item.pk).exists()
    assert not [file for file in (stores / "private").rglob("*") if file.is_file()]


def test_withdrawn_consent_takes_the_picture_everywhere(
    partner_at: Client, partner: User, moderator: User, stores: Path, django_capture_on_commit_callbacks: Any
) -> None:
    item = make_item(partner, state="submitted")
    picture = make_picture(item)
    accept(item=item, by=moderator)
    assert partner_at.post(page("item_withdraw_consent", item)).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        partner_at.post(page("item_withdraw_consent", item), {"asked_by": "person"})
    picture.refresh_from_db()
    assert picture.is_withdrawn
    assert picture.asked_by == "person"
    assert not picture.alt
    assert picture.image is not None
    assert picture.image.is_withdrawn
    assert not [file for folder in ("private", "media") for file in (stores / folder).rglob("*") if file.is_file()]
    assert partner_at.get(page("item_picture", item)).status_code == 404
    assert partner_at.get(page("item_withdraw_consent", item)).status_code == 404


def test_many_items_a_day_are_too_many(partner_at: Client, partner: User) -> None:
    for _ in range(20):
        start(partner_at)
    answer = partner_at.post(reverse("items_start"), {"mark": mark_on(partner_at.get(reverse("items_home")))})
    assert answer.status_code == 429
    assert Item.objects.count() == 20


def test_the_organisation_is_not_asked_twice(partner_at: Client, partner: User) -> None:
    make_item(partner)
    assert start(partner_at).organisation == WHOLE["organisation"]
    other = make_person("other")
    client = Client()
    client.force_login(other)
    assert start(client).organisation == ""
