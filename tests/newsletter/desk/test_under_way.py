"""Undo, pause, resume, cancel; progress in words and as data; what came of it afterwards; and uncertain copies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import Tag
from django.contrib.auth.models import Permission
from django.utils import timezone

from het_site.core.models import User
from newsletter.models import Arming, Delivery, EditionPage, Sending, SendingEvent, SubscriberEvent
from newsletter.sending.arming import MOVED
from newsletter.sending.counting import counts_of
from tests.factories.newsletter import make_subscriber
from tests.newsletter.desk.conftest import (
    OFFICERS,
    SignIn,
    draft_of,
    frozen,
    no_worker,
    public_edition,
    soup,
    url,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer_at(signed_in: SignIn) -> Any:
    return signed_in(OFFICERS)


def kinds() -> list[tuple[str, str]]:
    rows = SendingEvent.objects.select_related("by")
    return [(row.kind, row.by.email if row.by else "") for row in rows]


def set_states(sending: Sending, *states: str, **values: Any) -> None:
    for row, state in zip(sending.deliveries.order_by("pk"), states, strict=False):
        Delivery.objects.filter(pk=row.pk).update(state=state, changed_at=timezone.now(), **values)


# Decisions


def test_each_decision_is_asked_done_once_and_shown_with_who(officer_at: Any, edition: EditionPage) -> None:
    sending, me = frozen(edition), "newsletter.editors@demo.example"
    for name, asked, state in (
        ("pause", "3 readers wait until somebody resumes it.", "paused"),
        ("resume", "3 readers wait and will be sent it.", "running"),
        ("cancel", "3 readers will never be sent it.", "cancelled"),
    ):
        assert asked in words(officer_at.get(url(name, edition.pk)))
        sending.refresh_from_db()
        before = sending.state
        officer_at.post(url(name, edition.pk), {"note": "A wrong\ndate."})
        sending.refresh_from_db()
        assert (before != state, sending.state) == (True, state)
        again = officer_at.post(url(name, edition.pk), follow=True)
        assert "Nothing was changed. It is:" in again.content.decode()
    assert kinds() == [("paused", me), ("resumed", me), ("cancelled", me)]
    assert sending.note == "A wrong date."
    page = words(officer_at.get(url("desk", edition.pk)))
    assert "Cancelled, Newsletter editors Person" in page
    assert "A wrong date." in page


def test_undo_takes_it_back_and_the_page_offers_to_send_again(officer_at: Any, edition: EditionPage) -> None:
    later = timezone.now() + timedelta(hours=1)
    frozen(edition, state="planned", start_at=later, latest_at=later + timedelta(hours=1))
    answer = officer_at.post(url("undo", edition.pk), follow=True)
    assert "It is undone" in answer.content.decode()
    assert not Sending.objects.exists()
    assert "Undone before anybody was sent it, Newsletter editors Person" in words(answer)
    assert soup(answer).find("button", string="Send this edition")
    twice = officer_at.post(url("undo", edition.pk), follow=True)
    assert "it was undone, or never sent" in twice.content.decode()


def test_what_was_paused_before_anything_went_out_can_be_undone(officer_at: Any, edition: EditionPage) -> None:
    frozen(edition, state="paused")
    page = officer_at.get(url("desk", edition.pk))
    assert soup(page).find("button", string="Undo")
    officer_at.post(url("undo", edition.pk))
    assert not Sending.objects.exists()


def test_who_paused_it_after_some_had_it_is_not_offered_to_undo(officer_at: Any, edition: EditionPage) -> None:
    set_states(frozen(edition, state="paused"), "accepted")
    page = officer_at.get(url("desk", edition.pk))
    assert not soup(page).find("button", string="Undo")
    assert "It is too late" in officer_at.post(url("undo", edition.pk), follow=True).content.decode()
    assert Delivery.objects.count() == 3


def test_a_change_after_send_was_pressed_is_told(officer_at: Any, edition: EditionPage) -> None:
    later = timezone.now() + timedelta(hours=1)
    frozen(edition, state="planned", start_at=later, latest_at=later + timedelta(hours=1))
    assert "was changed since" not in words(officer_at.get(url("desk", edition.pk)))
    draft_of(edition, subject="Another")
    assert "What goes out is what stood there when Send was pressed" in words(officer_at.get(url("desk", edition.pk)))


def test_what_has_begun_is_not_undone(officer_at: Any, edition: EditionPage) -> None:
    frozen(edition)
    answer = officer_at.post(url("undo", edition.pk), follow=True)
    assert "It is too late to undo it" in answer.content.decode()
    assert Delivery.objects.count() == 3


# Progress


def test_progress_is_the_identity_with_pace_and_a_careful_guess(officer_at: Any, edition: EditionPage) -> None:
    for _ in range(17):
        make_subscriber()
    sending = frozen(edition)
    set_states(sending, *["accepted"] * 8, "failed", "uncertain", "sending")
    ten_ago = timezone.now() - timedelta(seconds=10)
    Delivery.objects.filter(state="accepted").update(changed_at=ten_ago)
    Delivery.objects.filter(state="pending", pk=Delivery.objects.order_by("-pk")[0].pk).update(
        not_before=timezone.now() + timedelta(minutes=5)
    )
    found = officer_at.get(url("progress", edition.pk)).json()
    assert (found["state"], found["done"], found["of"], found["secondsToUndo"]) == ("running", 10, 20, None)
    said = found["words"]
    assert {name: said[name] for name in ("accepted", "failed", "uncertain", "pending", "sending", "excluded")} == {
        "accepted": "8",
        "failed": "1",
        "uncertain": "1",
        "pending": "9",
        "sending": "1",
        "excluded": "0",
    }
    assert said["pace"].endswith("messages in the last minute")
    assert said["left"] == (
        "Less than a minute left; 1 reader tried again later, because the mail server asked for that"
        if "Less" in said["left"]
        else "About 1 minute left at this pace; 1 reader tried again later, because the mail server asked for that"
    )
    assert said["together"] == "Together 20 of 20: everybody stands somewhere, once."
    page = officer_at.get(url("desk", edition.pk))
    bar = soup(page).find("progress")
    assert bar is not None
    assert (bar["value"], bar["max"]) == ("10", "20")
    for name, figure in said.items():
        shown = soup(page).find(attrs={"data-het-sending-name": name})
        assert shown is not None, name
        if name not in {"pace", "left"}:
            assert shown.get_text(strip=True) == figure, "the page says what the data say"


def test_counts_that_do_not_add_up_are_told(officer_at: Any, edition: EditionPage) -> None:
    sending = frozen(edition, candidates=4)
    assert not counts_of(sending).adds_up
    assert "Together 3, but there were 4." in words(officer_at.get(url("desk", edition.pk)))


def test_the_countdown_is_that_of_the_server(officer_at: Any, edition: EditionPage) -> None:
    later = timezone.now() + timedelta(minutes=5)
    frozen(edition, state="planned", start_at=later, latest_at=later + timedelta(hours=1))
    assert 290 <= officer_at.get(url("progress", edition.pk)).json()["secondsToUndo"] <= 300
    timer = soup(officer_at.get(url("desk", edition.pk))).find(role="timer")
    assert timer is not None
    assert not timer.has_attr("aria-live"), "a timer is silent by itself"


def test_an_edition_that_was_undone_elsewhere_has_no_progress(officer_at: Any, edition: EditionPage) -> None:
    assert officer_at.get(url("progress", edition.pk)).json() == {"state": "gone"}


@pytest.mark.parametrize("state", ["planned", "running"])
def test_what_is_in_the_way_is_told(officer_at: Any, edition: EditionPage, state: str) -> None:
    frozen(edition, state=state, note="The mail server is away: refused")

    def trouble() -> str:
        return str(officer_at.get(url("progress", edition.pk)).json()["words"]["trouble"])

    assert trouble() == "The mail server is away: refused"
    no_worker()
    assert "Nobody is there to send" in trouble()
    Arming.objects.update(place="elsewhere")
    assert trouble() == f"Sending is switched off. {MOVED}"


# Afterwards


def test_what_came_of_it_is_told_without_addresses(officer_at: Any, edition: EditionPage) -> None:
    sending = frozen(edition, state="finished", finished_at=timezone.now())
    set_states(sending, "accepted", "failed", "failed")
    Delivery.objects.filter(state="failed").update(reply="550 5.1.1 <ann@demo.example> is not known here")
    reader = Delivery.objects.get(state="accepted").subscriber
    for kind, source in (("bounced", f"mailgun: <{sending.key}.abc@x>"), ("bounced", "another"), ("left", "one click")):
        SubscriberEvent.objects.create(subscriber=reader, kind=kind, source=source)
    page = words(officer_at.get(url("desk", edition.pk)))
    assert "1 of 3 people in the list were sent it." in page
    assert "2: 550 5.1.1 <…> is not known here" in page
    assert "Came back 1 Called it spam 0 Visits to its page At least 0 Unsubscribed 1 within 14 days" in page
    assert "ann@" not in page


def test_the_list_says_what_is_to_be_sent_being_sent_and_sent(officer_at: Any, edition: EditionPage) -> None:
    frozen(edition)
    other = public_edition(title="Only published")
    done = public_edition(title="All done")
    frozen(done, state="finished")
    page = soup(officer_at.get(url("index")))
    tables = {
        str(table["aria-labelledby"]): table.get_text(" ", strip=True) for table in page.select("[aria-labelledby]")
    }
    assert edition.title in tables["het-under-way"]
    assert "Being sent" in tables["het-under-way"]
    assert other.title in tables["het-published"]
    assert "All done" in tables["het-sent"]


def test_samples_are_not_listed_and_who_may_write_editions_is_led_to_a_new_one(
    officer_at: Any, edition: EditionPage
) -> None:
    public_edition(title="Only a sample", is_sample=True)
    page = soup(officer_at.get(url("index")))
    assert "Only a sample" not in page.get_text()
    link = page.find("a", string="Plan an edition")
    assert isinstance(link, Tag)
    form = officer_at.get(str(link["href"]))
    assert form.status_code == 200
    assert "copy_deadline" in form.content.decode()


# Uncertain copies


@pytest.fixture
def unsure(edition: EditionPage) -> Delivery:
    sending = frozen(edition, state="finished", finished_at=timezone.now())
    set_states(sending, "uncertain", "accepted", "accepted")
    return Delivery.objects.select_related("sending").get(state="uncertain")


@pytest.mark.parametrize(
    ("what", "state", "kind"), [("arrived", "accepted", "was_sent"), ("again", "pending", "send_again")]
)
def test_an_officer_settles_an_uncertain_copy_once(
    officer_at: Any, edition: EditionPage, unsure: Delivery, what: str, state: str, kind: str
) -> None:
    address = url("settle", edition.pk, unsure.pk)
    listed = words(officer_at.get(url("uncertain", edition.pk)))
    assert unsure.address in listed
    assert unsure.message_id in listed
    answer = officer_at.post(address, {"what": what, "note": "She says so."})
    assert answer["Location"] == url("uncertain", edition.pk)
    unsure.refresh_from_db()
    assert unsure.state == state
    event = SendingEvent.objects.get(delivery=unsure)
    assert (event.kind, event.note, event.by and event.by.email) == (
        kind,
        "She says so.",
        "newsletter.editors@demo.example",
    )
    again = officer_at.post(address, {"what": "again"}, follow=True)
    assert "It is not uncertain any more" in again.content.decode()
    assert SendingEvent.objects.count() == 1


def test_leaving_it_and_saying_nothing_change_nothing(officer_at: Any, edition: EditionPage, unsure: Delivery) -> None:
    address = url("settle", edition.pk, unsure.pk)
    assert "Choose one." in words(officer_at.post(address, {}))
    assert officer_at.post(address, {"what": "leave"}).status_code == 302
    unsure.refresh_from_db()
    assert unsure.state == "uncertain"
    assert not SendingEvent.objects.exists()


def test_a_copy_whose_time_is_over_is_not_sent_again(officer_at: Any, edition: EditionPage, unsure: Delivery) -> None:
    past = timezone.now() - timedelta(days=3)
    Sending.objects.update(start_at=past, latest_at=past + timedelta(hours=1))
    address = url("settle", edition.pk, unsure.pk)
    assert "It cannot be sent again" in words(officer_at.get(address))
    answer = officer_at.post(address, {"what": "again"}, follow=True)
    assert "It cannot be sent again" in answer.content.decode()
    unsure.refresh_from_db()
    assert unsure.state == "uncertain"


def test_addresses_are_masked_for_who_may_not_see_readers(
    signed_in: SignIn, person: Any, edition: EditionPage, unsure: Delivery
) -> None:
    sender: User = person("Editors")
    sender.user_permissions.add(Permission.objects.get(codename="send_sending"))
    client = signed_in("Editors")
    for address in (url("uncertain", edition.pk), url("settle", edition.pk, unsure.pk)):
        page = words(client.get(address))
        assert unsure.address not in page
        assert f"{unsure.address[0]}…@demo.example" in page
