"""Who withdraws a picture withdraws its words: from the archive, from what is frozen, and from every copy that is still to be sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.utils import timezone

from casestudies.models import PictureConsent, Submission, SubmissionPicture
from het_site.core.models import CustomImage
from het_site.core.withdrawing import withdraw_image
from newsletter.contributions.judging import accept
from newsletter.contributions.pictures import withdraw_consent
from newsletter.contributions.tasks import look_after_items
from newsletter.forgetting import forget_pictures
from newsletter.models import Delivery, EditionPage, Sending, Subscriber
from newsletter.rendering.letter import render
from newsletter.sending.claiming import Claimed
from newsletter.sending.freezing import freeze
from newsletter.sending.mailing import Letters
from newsletter.sending.preferring import sender_now
from tests.factories.editions import edition_with
from tests.factories.newsletter import make_edition, make_subscriber
from tests.newsletter.contributions.conftest import make_item, make_person, make_picture

pytestmark = pytest.mark.django_db
ALT, CAPTION, CREDIT = "Raised beds in a yard", "The yard in May.", "Photograph: Jane Smith"


def sent(edition: EditionPage) -> Sending:
    """Freeze an edition and have it sent."""
    make_subscriber()
    sending = freeze(edition, by=None, start_at=timezone.now(), rendered=render(edition))
    Sending.objects.filter(pk=sending.pk).update(state=Sending.State.FINISHED)
    Delivery.objects.update(state=Delivery.State.ACCEPTED)
    return Sending.objects.get(pk=sending.pk)


def all_of(sending: Sending) -> str:
    """Give everything that is kept of it."""
    sending.refresh_from_db()
    return f"{sending.html} {sending.text} {sending.words}"


def archive(client: Client, edition: EditionPage) -> str:
    return client.get(edition.url).content.decode()


def test_nothing_of_a_withdrawn_picture_is_left(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    edition = edition_with("text", "picture", "partner_item", "quote")
    sending = sent(edition)
    for told in (archive(client, edition), all_of(sending)):
        assert all(words in told for words in (ALT, CAPTION, CREDIT))
    with django_capture_on_commit_callbacks(execute=True):
        for image in CustomImage.objects.all():
            withdraw_image(image=image)
    for told in (archive(client, edition), all_of(sending)):
        for words in (ALT, CAPTION, CREDIT, "/newsletter/pictures/"):
            assert words not in told, words


def test_all_else_stays_word_for_word(django_capture_on_commit_callbacks: Any) -> None:
    edition = edition_with("text", "picture", "partner_item", "quote", "button")
    sending = sent(edition)
    before = {"html": sending.html, "text": sending.text}
    edition.title = "Changed since"
    edition.save_revision().publish()
    withdraw(CustomImage.objects.get(title="Beds", credit=CREDIT), django_capture_on_commit_callbacks)
    sending.refresh_from_db()
    soup = BeautifulSoup(before["html"], "html.parser")
    words = " ".join(soup.get_text(" ").replace(f"{CAPTION} {CREDIT}", "").split())
    assert " ".join(BeautifulSoup(sending.html, "html.parser").get_text(" ").split()) == words
    assert (
        sending.text
        == re.sub(r"\[Picture:[^]]*The yard in May[^]]*\]\n\n", "", before["text"], count=1)
        != before["text"]
    )
    assert [one["kind"] for one in sending.words["items"]] == ["text", "partner_item", "quote", "button"]
    assert ALT in sending.html, "the other picture is shown as before"


def withdraw(image: CustomImage, callbacks: Any) -> None:
    with callbacks(execute=True):
        withdraw_image(image=image)


def test_copies_still_to_be_sent_have_no_words_of_it(django_capture_on_commit_callbacks: Any) -> None:
    reader = make_subscriber()
    edition = edition_with("partner_item")
    sending = freeze(edition, by=None, start_at=timezone.now(), rendered=render(edition))
    assert "Raised beds" in copy_of(sending, reader)
    withdraw(CustomImage.objects.get(), django_capture_on_commit_callbacks)
    told = copy_of(Sending.objects.get(pk=sending.pk), reader)
    assert "Raised beds" not in told
    assert "A thousand smiles" in told
    assert settings.SITE_URL in told


def copy_of(sending: Sending, reader: Subscriber) -> str:
    row = Delivery.objects.get(sending=sending, subscriber=reader)
    claimed = Claimed(row.pk, row.address, row.domain, row.address_key, 1, reader.key)
    message = Letters(sending, sender_now()).message(claimed)
    return f"{message.body} {message.alternatives[0][0]}"


def test_a_partners_item_keeps_its_words_and_loses_its_picture(
    client: Client, stores: Any, django_capture_on_commit_callbacks: Any
) -> None:
    item = make_item(make_person("partner"), state="submitted")
    make_picture(item, alt="Two people by a gate", credit="Photograph: Al Jones")
    accept(item=item, by=make_person("moderator", "Moderators"))
    item.picture.refresh_from_db()
    block = {"headline": item.headline, "text": item.text, "image": item.picture.image, "credit": item.organisation}
    edition = make_edition(body=[("partner_item", block)])
    sending = sent(edition)
    assert "Two people by a gate" in archive(client, edition)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(item=item, by=item.owner, asked_by="person")
    for told in (archive(client, edition), all_of(sending)):
        assert "Two people" not in told
        assert "Al Jones" not in told
        assert item.headline in told


def test_who_takes_the_newsletter_out_of_a_consent_is_heard(client: Client) -> None:
    edition = edition_with("picture")
    story = SubmissionPicture.objects.create(
        submission=Submission.objects.create(), image=CustomImage.objects.get(), size=1, width=1, height=1
    )
    consent = PictureConsent.objects.create(picture=story, shown="nobody", on_web=True, in_newsletter=True)
    sending = sent(edition)
    assert forget_pictures() == 0
    consent.in_newsletter = False
    consent.save()
    assert ALT not in archive(client, edition), "whoever looks is asked for at once"
    assert CAPTION not in archive(client, edition)
    look_after_items(0)
    assert ALT not in all_of(sending)
    assert CAPTION not in all_of(sending)
    assert forget_pictures() == 0, "it is done once"


def test_one_that_cannot_be_written_anew_does_not_stop_the_others(
    caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    broken, whole = sent(edition_with("picture")), sent(edition_with("picture"))
    items = [broken.words["items"][0] | {"shape": "unheard_of"}]
    Sending.objects.filter(pk=broken.pk).update(words=broken.words | {"items": items})
    for image in CustomImage.objects.all():
        withdraw(image, django_capture_on_commit_callbacks)
    assert CAPTION not in all_of(whole)
    assert f"still in the frozen edition {broken.pk}" in caplog.text


def test_it_asks_three_questions_while_there_is_nothing_to_do(django_assert_num_queries: Any) -> None:
    for _ in range(3):
        sent(edition_with("picture", "partner_item"))
    with django_assert_num_queries(3):
        assert forget_pictures() == 0
