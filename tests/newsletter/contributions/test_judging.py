"""What moderators do with items, what partners are told, what time does, and when an edition goes out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from het_site.core.models import User
from newsletter.basket.blocks import items_in
from newsletter.basket.picking import put_in
from newsletter.contributions import clock
from newsletter.contributions.access import MovedOnError, Refused
from newsletter.contributions.jobs import NOTICE
from newsletter.contributions.judging import NothingSaidError, accept, ask_changes, decline
from newsletter.contributions.notices import deliver, settings_now, stop_token
from newsletter.contributions.pictures import expire_consents
from newsletter.contributions.publishing import editions_that_went_out, public_address, publish_items
from newsletter.contributions.tasks import look_after_items
from newsletter.contributions.writing import delete, send, withdraw
from newsletter.models import Contributor, Item, ItemPicture, Pick, Sending
from tests.newsletter.contributions.conftest import make_item, make_person, make_picture, plan

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    """Write every email that waits, and give what each was about."""
    jobs = ProcrastinateJob.objects.filter(task_name=NOTICE).order_by("pk")
    return [job.args["notice"] for job in jobs if deliver(**job.args)]


def test_an_item_goes_into_the_basket_and_its_partner_hears(partner: User, moderator: User) -> None:
    plan(3, deadline=5)
    item = make_item(partner, headline="Secret\nBcc: all@demo.example")
    send(item=item, by=partner)
    accept(item=item, by=moderator, seen=item.revision)
    assert item.state == "accepted"
    assert told() == ["sent", "accepted"]
    letter = mail.outbox[1]
    assert letter.to == ["partner@demo.example"]
    assert letter.subject == "Your item N-0001 is accepted"
    assert "It is for Edition 3" in letter.body
    for text in (letter.subject, letter.body, str(letter.alternatives[0][0])):
        assert "Secret" not in text
        assert "Walkers" not in text


def test_changes_and_a_refusal_need_words(partner: User, moderator: User) -> None:
    item = make_item(partner, state="submitted")
    with pytest.raises(NothingSaidError):
        ask_changes(item=item, by=moderator, comment="  ")
    with pytest.raises(NothingSaidError):
        decline(item=item, by=moderator, reason="")
    decline(item=item, by=moderator, reason="It was in the last one.")
    assert item.events.get(action="decline").text == "It was in the last one."
    assert told() == ["declined"]


def test_nobody_judges_their_own_nor_what_came_after_they_looked(partner: User, moderator: User) -> None:
    own = make_item(moderator, state="submitted")
    with pytest.raises(Refused):
        accept(item=own, by=moderator)
    item = make_item(partner, state="submitted", revision=3)
    with pytest.raises(MovedOnError):
        accept(item=item, by=moderator, seen=2)
    item.refresh_from_db()
    assert item.state == "submitted"


def test_what_is_taken_back_is_in_no_draft_any_more(partner: User, moderator: User) -> None:
    edition = plan(3, deadline=5)
    item = make_item(partner, state="accepted")
    put_in(kind="item", thing=str(item.pk), edition=edition, by=moderator)
    edition.refresh_from_db()
    assert str(item.key) in items_in(edition.get_latest_revision_as_object())
    withdraw(item=item, by=partner)
    edition.refresh_from_db()
    assert items_in(edition.get_latest_revision_as_object()) == {}
    assert not Pick.objects.exists()


def test_the_partner_hears_once_that_it_is_out_and_where(partner: User, moderator: User) -> None:
    edition = plan(3, deadline=5)
    item, other = make_item(partner, state="accepted"), make_item(partner, state="accepted")
    pick = put_in(kind="item", thing=str(item.pk), edition=edition, by=moderator)
    edition.refresh_from_db()
    edition.latest_revision.publish()  # which is heard
    assert not editions_that_went_out().exists()
    assert publish_items(edition) == 0
    item.refresh_from_db()
    other.refresh_from_db()
    assert (item.state, item.edition, other.state) == ("published", edition, "accepted")
    assert told() == ["out"]
    assert public_address(item).endswith(f"{edition.url}#item-{str(pick.block).replace('-', '')[:8]}")
    assert public_address(item) in mail.outbox[0].body
    with pytest.raises(Refused):
        withdraw(item=item, by=partner)
    with pytest.raises(Refused):
        delete(item=item, by=partner)


def test_an_edition_that_was_sent_but_has_no_page_is_out_too(partner: User, moderator: User) -> None:
    edition = plan(3, deadline=5)
    item = make_item(partner, state="accepted")
    put_in(kind="item", thing=str(item.pk), edition=edition, by=moderator)
    now = timezone.now()
    sending = Sending.objects.create(
        edition=edition, state="running", subject="x", html="x", text="x", audience="x", candidates=0, start_at=now,
        latest_at=now + dt.timedelta(1),
    )  # fmt: skip
    look_after_items(0)
    item.refresh_from_db()
    assert item.state == "accepted"
    Sending.objects.filter(pk=sending.pk).update(state="finished", finished_at=now)
    look_after_items(0)
    item.refresh_from_db()
    assert item.state == "published"
    assert told() == ["out"]
    assert reverse("item_status", args=[item.key]) in mail.outbox[0].body


def test_idle_drafts_go_after_notice(partner: User, moderator: User) -> None:
    today = timezone.localdate()
    long_ago = timezone.now() - dt.timedelta(80)
    draft = make_item(partner, saved_at=long_ago)
    asked = make_item(partner, state="changes_needed", saved_at=long_ago)
    fresh = make_item(partner)
    assert clock.look_after_drafts(today, settings_now()) == 2
    assert clock.look_after_drafts(today, settings_now()) == 0
    assert told() == ["draft_goes", "draft_goes"]
    assert clock.look_after_drafts(today + dt.timedelta(14), settings_now()) == 2
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert set(Item.objects.filter(state="draft")) == {fresh}
    assert not Item.objects.filter(pk=draft.pk).exists()


def test_contact_details_are_erased_in_time(partner: User, moderator: User, stores: Path) -> None:
    old = timezone.now() - dt.timedelta(365 * 2 + 10)
    out = make_item(partner, state="published", decided_at=old)
    make_picture(out, holder="Jo Smith", reference="F-1")
    gone = make_item(partner, state="declined", decided_at=old)
    make_picture(gone)
    recent = make_item(partner, state="declined")
    assert clock.erase_contacts(timezone.localdate(), settings_now()) == 2
    out.refresh_from_db()
    recent.refresh_from_db()
    assert out.owner is None
    assert (out.headline, out.picture.holder, out.picture.reference) == ("A walk for everybody", "Erased", "Erased")
    assert not ItemPicture.objects.filter(item=gone).exists()
    assert recent.owner == partner


def test_consent_that_runs_out_takes_the_picture_away(partner: User, moderator: User, stores: Path) -> None:
    today = timezone.localdate()
    item = make_item(partner, state="submitted")
    picture = make_picture(item, expires_on=today)
    accept(item=item, by=moderator)
    assert expire_consents(today) == 0
    assert expire_consents(today + dt.timedelta(1)) == 1
    picture.refresh_from_db()
    assert picture.is_withdrawn
    assert picture.image is not None
    assert picture.image.is_withdrawn


def test_past_contributors_hear_of_the_deadline_once_unless_they_stopped_it(
    partner: User, moderator: User, client: Client
) -> None:
    today = timezone.localdate()
    for user in (partner, stopped := make_person("stopped"), busy := make_person("busy"), make_person("never")):
        Contributor.objects.create(user=user)
    for user in (partner, stopped, busy):
        make_item(user, state="declined")
    make_item(busy, state="submitted")
    address = reverse("items_reminders", args=[stop_token(stopped)])
    assert "Stop reminders?" in client.get(address).content.decode()
    assert Contributor.objects.get(user=stopped).wants_reminders
    client.post(address)
    assert not Contributor.objects.get(user=stopped).wants_reminders
    assert clock.remind_of_deadline(today, settings_now()) == 0  # none is known
    plan(3, deadline=7)
    assert clock.remind_of_deadline(today - dt.timedelta(1), settings_now()) == 0
    assert clock.remind_of_deadline(today, settings_now()) == 1
    assert clock.remind_of_deadline(today, settings_now()) == 0
    assert told() == ["deadline"]
    assert mail.outbox[0].to == ["partner@demo.example"]
    assert reverse("items_reminders", args=[stop_token(partner)]) in mail.outbox[0].body
    assert client.get(reverse("items_reminders", args=["forged:token"])).status_code == 404


def test_the_whole_clock_runs(partner: User) -> None:
    assert clock.run(timezone.localdate()) == {"drafts": 0, "erased": 0, "reminded": 0}


def test_the_screen_asks_again_with_what_was_written(at: Any, partner: User, moderator: User) -> None:
    item = make_item(partner, state="submitted", revision=2)
    client = at(moderator)
    sent = {"text": "Which gate?", "seen": "1"}
    answer = client.post(reverse("items:ask_changes", args=[item.pk]), sent)
    assert answer.status_code == 409
    assert "Which gate?" in answer.content.decode()
    assert client.post(reverse("items:decline", args=[item.pk]), {"seen": "2"}).status_code == 422
    assert client.post(reverse("items:ask_changes", args=[item.pk]), sent | {"seen": "2"}).status_code == 302
    item.refresh_from_db()
    assert item.state == "changes_needed"


def test_the_queue_tells_age_edition_and_deadline(at: Any, partner: User, moderator: User) -> None:
    missed, coming = plan(4, deadline=-2), plan(5, deadline=2)
    make_item(partner, state="submitted", submitted_at=timezone.now() - dt.timedelta(6), wanted=missed)
    make_item(moderator, state="submitted", headline="My own")
    make_item(partner, headline="A draft")
    shown = at(moderator).get(reverse("items:index")).content.decode()
    assert "<td>6</td>" in shown
    assert "Edition 4, now Edition 5" in shown
    assert f"{coming.copy_deadline.day} {coming.copy_deadline:%B %Y} <strong" in shown
    assert "My own" not in shown
    assert "A draft" not in shown
    found = at(moderator).get(reverse("items:index"), {"q": "walk walkers"}).content.decode()
    assert "A walk for everybody" in found
    assert "None." not in found
