"""Links without an account: each opens its own page alone, looking changes nothing, and the one click needs nothing but itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core import mail, serializers
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from newsletter import links
from newsletter.models import Delivery, Sending, SignUp, Subscriber, SubscriberEvent, Suppression
from newsletter.subscribers.bringing_in import Outcome, plan
from newsletter.subscribers.leaving import ONE_CLICK, erase
from newsletter.subscribers.reading_lists import ListedPerson
from newsletter.subscribers.signing_up import ask_to_move
from tests.factories.newsletter import make_edition, make_subscriber
from tests.newsletter.subscribers.signing_up import link_in, sign_up, signed_up, work

pytestmark = pytest.mark.django_db
State, Reason = Subscriber.State, Suppression.Reason
CLICK = {"List-Unsubscribe": "One-Click"}


def path_of(make: Callable[[Subscriber], str], row: Subscriber) -> str:
    return make(row).removeprefix("http://testserver")


def everything() -> str:
    """Write down the whole newsletter's data."""
    rows = [row for model in apps.get_app_config("newsletter").get_models() for row in model.objects.order_by("pk")]
    return serializers.serialize("json", rows)


def make_delivery(row: Subscriber, state: str) -> Delivery:
    now = row.created_at
    edition = make_edition()
    sending = Sending.objects.create(
        edition=edition,
        subject="S",
        html="h",
        text="t",
        audience="All",
        candidates=1,
        start_at=now,
        latest_at=now.replace(year=now.year + 1),
    )
    return Delivery.objects.create(
        sending=sending,
        subscriber=row,
        address_key=row.address_key,
        address=row.email,
        domain="demo.example",
        state=state,
        reply=f"250 {row.email}",
    )


def test_one_click_needs_no_cookie_no_mark_and_no_second_step() -> None:
    row = make_subscriber()
    waiting = make_delivery(row, "pending")
    sent = make_delivery(row, "accepted")
    client = Client(enforce_csrf_checks=True)
    for body in (
        {"content_type": "application/x-www-form-urlencoded", "data": "List-Unsubscribe=One-Click"},
        {"data": CLICK},  # multipart
    ):
        answer = client.post(path_of(links.one_click_url, row), **body)
        assert (answer.status_code, answer.content, bool(answer.cookies)) == (200, b"You are off the list.\n", False)
    row.refresh_from_db()
    assert row.state == State.LEFT
    assert row.left_at is not None
    assert [(event.kind, event.source) for event in row.events.all()] == [("left", ONE_CLICK)]
    assert Suppression.objects.get().reason == Reason.LEFT
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.state, waiting.why) == ("excluded", "left_since")
    assert sent.state == "accepted"


def test_the_page_behind_the_link_has_a_button() -> None:
    row = make_subscriber()
    path = path_of(links.unsubscribe_url, row)
    client = Client(enforce_csrf_checks=True)
    assert "Stop it" in client.get(path).content.decode()
    assert "Stop it" in client.post(path, {"anything": "else"}).content.decode()
    assert Subscriber.objects.get().state == State.CONFIRMED
    answer = client.post(path, {"leave": "yes"})
    assert "You are off the list" in answer.content.decode()
    assert not answer.cookies
    assert "You are off the list" in client.get(path).content.decode()
    assert Subscriber.objects.get().state == State.LEFT


def test_every_link_of_every_letter_opened_by_robots_changes_nothing() -> None:
    row = make_subscriber()
    make_delivery(row, "pending")
    sign_up("new@demo.example")
    sign_up(row.email)
    ask_to_move(subscriber=row, email="other@demo.example", source="test")
    work()
    found = set()
    for letter in mail.outbox:
        html = letter.alternatives[0].content
        found |= {
            *re.findall(r"http://testserver(/[^\s<>\"]*)", letter.body),
            *re.findall(r'href="http://testserver(/[^"]*)', html),
        }
    for make in (links.unsubscribe_url, links.one_click_url, links.preferences_url):
        found.add(path_of(make, row))
    yours = path_of(links.preferences_url, row)
    found |= {yours + end for end in ("address/", "erase/", "held.json")}
    assert len([path for path in found if "/confirm/" in path]) == 2
    before = everything()
    for path in sorted(found):
        for look in (Client().head, Client().get):
            answer = look(path, headers={"sec-purpose": "prefetch"})
            assert answer.status_code == 200, path
            assert not answer.cookies, path
            assert answer["Referrer-Policy"] == "no-referrer", path
            assert "no-store" in answer["Cache-Control"], path
        assert Client().options(path).status_code == 405
    assert everything() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_opens_its_own_page_alone(method: str, caplog: pytest.LogCaptureFixture) -> None:
    row = make_subscriber()
    before = everything()
    token = {name: links.token(name, row.key) for name in (links.UNSUBSCRIBE, links.YOURS, links.CONFIRM)}
    pages = {
        links.UNSUBSCRIBE: ["unsubscribe/{}/"],
        links.YOURS: ["yours/{}/", "yours/{}/address/", "yours/{}/erase/", "yours/{}/held.json"],
        links.CONFIRM: ["confirm/{}/"],
    }
    good = token[links.UNSUBSCRIBE]
    forged = [
        good[:-1],
        good + "A",
        good.swapcase(),
        "x",
        ".",
        "%00",
        "A" * 5000,
        str(row.key),
        str(row.pk),
        good.split(".")[0] + ".",
    ]
    forged += [links.token(name, uuid4()) for name in pages]
    for purpose, templates in pages.items():
        for wrong in [*forged, *(made for name, made in token.items() if name != purpose)]:
            for template in templates:
                answer = getattr(Client(), method)("/newsletter/" + template.format(wrong), CLICK | {"leave": "1"})
                is_own = wrong in forged[-3:]  # rightly signed, of nobody
                assert answer.status_code in ({404, 410, 200} if is_own else {404, 400}), template
    assert everything() == before
    assert "was not good" in caplog.text
    assert good not in caplog.text


@given(st.text(max_size=200))
def test_no_made_up_token_is_a_key(text: str) -> None:
    assert all(links.key_of(purpose, text) is None for purpose in (links.UNSUBSCRIBE, links.YOURS, links.CONFIRM))


def test_links_live_as_long_as_the_key_of_addresses_whatever_the_secret_key() -> None:
    key = uuid4()
    made = links.token(links.YOURS, key)
    with override_settings(SECRET_KEY="another-" * 10, SECRET_KEY_FALLBACKS=[]):
        assert links.key_of(links.YOURS, made) == key
    with override_settings(ADDRESS_KEY="another-" * 10):
        assert links.key_of(links.YOURS, made) is None


def test_a_reader_chooses_topics_and_a_name() -> None:
    row = make_subscriber(name="Ann")
    path = path_of(links.preferences_url, row)
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path, {"name": "Ann Other", "topics": ["news", "figures"]}, follow=True)
    assert "Your choices are saved" in answer.content.decode()
    row.refresh_from_db()
    assert (row.name, row.wants_news, row.wants_figures) == ("Ann Other", True, True)
    client.post(path, {"name": "Ann Other", "topics": ["news", "figures"]})
    assert [event.kind for event in row.events.all()] == ["changed"]
    assert "80 characters" in client.post(path, {"name": "x" * 1_000_000}).content.decode()
    client.post(path, {"name": "", "topics": []})
    row.refresh_from_db()
    assert (row.name, row.wants_news) == ("", False)


def test_another_address_is_confirmed_by_itself_and_the_old_one_is_told() -> None:
    row = make_subscriber(email="old@demo.example", name="Ann", wants_news=True)
    path = path_of(links.preferences_url, row)
    assert "Enter another one" in Client().post(f"{path}address/", {"email": " OLD@demo.example"}).content.decode()
    assert Client().post(f"{path}address/", {"email": "new@demo.example"}).status_code == 302
    letters = {letter.to[0]: letter for letter in work()}
    assert set(letters) == {"old@demo.example", "new@demo.example"}
    assert "new@demo.example" not in str(letters["old@demo.example"].message())
    assert link_in(letters["old@demo.example"]) == path
    assert Subscriber.objects.get().email == "old@demo.example"
    answer = Client().post(link_in(letters["new@demo.example"]))
    assert answer.status_code == 200
    moved = Subscriber.objects.get()
    assert (moved.pk, moved.email, moved.name, moved.wants_news) == (row.pk, "new@demo.example", "Ann", True)
    assert [event.kind for event in moved.events.all()] == ["changed"]
    assert Client().get(path).status_code == 200


def test_moving_to_an_address_that_is_on_the_list_leaves_one_reader() -> None:
    row, other = make_subscriber(email="old@demo.example"), make_subscriber(email="new@demo.example", name="Second")
    SubscriberEvent.objects.create(subscriber=other, kind="confirmed")
    delivery = make_delivery(other, "accepted")
    ask_to_move(subscriber=row, email="new@demo.example", source="test")
    link = next(link_in(letter) for letter in work() if letter.to == ["new@demo.example"])
    assert Client().post(link).status_code == 200
    assert Subscriber.objects.get().pk == row.pk
    assert {event.kind for event in row.events.all()} == {"confirmed", "changed"}
    delivery.refresh_from_db()
    assert delivery.subscriber_id == row.pk


def test_no_list_brings_back_the_address_that_somebody_moved_from_even_once_they_are_erased() -> None:
    row = make_subscriber(email="old@demo.example")
    ask_to_move(subscriber=row, email="new@demo.example", source="test")
    link = next(link_in(letter) for letter in work() if letter.to == ["new@demo.example"])
    assert Client().post(link).status_code == 200
    listed = [ListedPerson(2, "old@demo.example", "", ()), ListedPerson(3, "new@demo.example", "", ())]
    assert [one.outcome for one in plan(listed)] == [Outcome.LEAVE, Outcome.LEAVE]
    erase(subscriber=row)
    assert [one.outcome for one in plan(listed)] == [Outcome.LEAVE, Outcome.LEAVE]
    Client().post(signed_up("old@demo.example"))  # only they themselves can
    assert Subscriber.objects.get().email == "old@demo.example"
    assert not Suppression.objects.filter(reason=Reason.MOVED).exists()


def test_who_left_since_is_not_brought_back_by_moving() -> None:
    row = make_subscriber()
    ask_to_move(subscriber=row, email="new@demo.example", source="test")
    link = next(link_in(letter) for letter in work() if letter.to == ["new@demo.example"])
    Client().post(path_of(links.one_click_url, row), CLICK)
    assert Client().post(link).status_code == 410
    assert Subscriber.objects.get().state == State.LEFT


def test_a_reader_takes_away_all_that_is_held() -> None:
    Client().post(signed_up("ann@demo.example", name="Ann", topics=["news"]))
    row = Subscriber.objects.get()
    make_delivery(row, "accepted")
    ask_to_move(subscriber=row, email="new@demo.example", source="test")
    answer = Client().get(path_of(links.preferences_url, row) + "held.json")
    assert answer["Content-Disposition"].startswith("attachment")
    found = json.loads(answer.content)
    assert (found["email"], found["name"], found["topics"]) == ("ann@demo.example", "Ann", ["News and events"])
    assert [event["what"] for event in found["what_happened"]] == ["Asked for it", "Confirmed"]
    assert all("one click in every email" in event["words_agreed_to"] for event in found["what_happened"])
    assert found["what_you_were_sent"][0]["state"] == "Taken by the mail server"
    assert {one["email"] for one in found["asked_for"]} == {"", "new@demo.example"}


def held_anywhere(*words: str) -> list[str]:
    """Give the tables of the whole database in which one of the words stands."""
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS one WHERE one::text ILIKE ANY(%s)',  # noqa: S608  (names of our own tables)
                [[f"%{word}%" for word in words]],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_erasure_leaves_a_keyed_hash_and_nothing_else() -> None:
    Client().post(signed_up("ann.unique@demo.example", name="Ann Unique"))
    row = Subscriber.objects.get()
    sent, pending = make_delivery(row, "accepted"), make_delivery(row, "pending")
    sign_up("ann.unique@demo.example", name="Ann Unique")
    ask_to_move(subscriber=row, email="other.unique@demo.example", source="test")
    assert held_anywhere("ann.unique", "Ann Unique", "other.unique")
    path = path_of(links.preferences_url, row)
    assert "cannot be undone" in Client().get(f"{path}erase/").content.decode()
    answer = Client(enforce_csrf_checks=True).post(f"{path}erase/", {"erase": "yes"})
    assert "You are erased" in answer.content.decode()
    assert not held_anywhere("ann.unique", "Ann Unique", "other.unique", str(row.key))
    assert (Subscriber.objects.count(), SubscriberEvent.objects.count(), SignUp.objects.count()) == (0, 0, 0)
    kept = Suppression.objects.get()
    assert (kept.reason, kept.address_key) == (Reason.ERASED, row.address_key)
    for delivery in (sent, pending):
        delivery.refresh_from_db()
        assert (delivery.address, delivery.domain, delivery.reply, delivery.subscriber) == ("", "", "", None)
    assert (pending.state, pending.why) == ("excluded", "left_since")
    assert not work()  # letters that waited are not written any more
    assert Client().get(path).status_code == 404
    assert "You are off the list" in Client().get(path_of(links.unsubscribe_url, row)).content.decode()
    assert Client().post(path_of(links.one_click_url, row), CLICK).status_code == 200


def test_a_very_long_body_is_refused() -> None:
    row = make_subscriber()
    answer: Any = Client().post(path_of(links.one_click_url, row), {"leave": "yes", "more": "x" * 3_000_000})
    assert answer.status_code == 400
    assert Subscriber.objects.get().state == State.CONFIRMED
