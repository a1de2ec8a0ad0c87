"""Every address of the team's side × every role: only newsletter editors and administrators reach people, and looking changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from newsletter.cms.subscribers.urls import PATTERNS
from newsletter.models import Subscriber, SubscriberEvent, SubscriberExport, SubscriberImport, Suppression
from tests.factories.newsletter import make_subscriber

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
TEAM = ("Newsletter editors", "Administrators")
OTHERS = ("Editors", "Moderators", "Data officers", "Partners", "")
EMAIL = "ann.secret@demo.example"
#: what is posted to each, and whether looking is answered with a page
ADDRESSES: dict[str, tuple[dict[str, Any], int]] = {
    "index": ({}, 200),
    "index_results": ({}, 200),
    "log": ({}, 200),
    "suppressed": ({"email": EMAIL}, 200),
    "bring_in": ({}, 200),
    "look": ({}, 200),
    "do": ({}, 405),
    "discard": ({}, 405),
    "take_away": ({"states": ["confirmed"], "file_format": "csv", "reason": "x"}, 200),
    "read": ({}, 200),
    "leave": ({}, 405),
    "erase": ({}, 200),
}
ABOUT_LISTS = {"look", "do", "discard"}


@pytest.fixture
def reader() -> Subscriber:
    found = make_subscriber(email=EMAIL, name="Ann Secret")
    SubscriberEvent.objects.create(subscriber=found, kind="confirmed", source="here")
    return found


@pytest.fixture
def brought(store: Path) -> SubscriberImport:
    row = SubscriberImport(file_name="list.csv", consent="Sheet", agreed_on="2026-10-01")
    row.file.save("list.csv", ContentFile(b"email\nnew.secret@demo.example\n"))
    return row


def url(name: str, reader: Subscriber, brought: SubscriberImport) -> str:
    route = next(pattern for pattern in PATTERNS if pattern.name == name)
    pk = brought.pk if name in ABOUT_LISTS else reader.pk
    return reverse(f"newsletter_subscribers:{name}", args=[pk] if "<int:pk>" in str(route.pattern) else [])


def counts() -> tuple[Any, ...]:
    models = (Subscriber, SubscriberEvent, Suppression, SubscriberImport, SubscriberExport)
    return (*(model.objects.count() for model in models), *Subscriber.objects.values_list("state", flat=True))


def test_every_address_is_in_the_table() -> None:
    assert {pattern.name for pattern in PATTERNS} == set(ADDRESSES)


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_reaches_people(
    signed_in: SignIn, role: str, reader: Subscriber, brought: SubscriberImport
) -> None:
    client = signed_in(role) if role else Client()
    before = counts()
    for name, (posted, _) in ADDRESSES.items():
        there = url(name, reader, brought)
        for path in (there, there.replace(f"/{reader.pk}/", "/999999/")):
            for answer in (client.get(path), client.post(path, posted)):
                assert answer.status_code in {302, 403}, path
                assert b"secret" not in answer.content, path
    assert counts() == before
    if role and role != "Partners":
        assert reverse("newsletter_subscribers:index") not in client.get("/cms/").content.decode()


@pytest.mark.parametrize("role", TEAM)
def test_the_team_sees_all_and_looking_changes_nothing(
    signed_in: SignIn, role: str, reader: Subscriber, brought: SubscriberImport
) -> None:
    client = signed_in(role)
    before = counts()
    for name, (_, status) in ADDRESSES.items():
        for look in (client.get, client.head):
            assert look(url(name, reader, brought)).status_code == status, name
    assert counts() == before
    assert reverse("newsletter_subscribers:index") in client.get("/cms/").content.decode()
    for name in ("index", "log", "read", "erase"):
        assert EMAIL in client.get(url(name, reader, brought)).content.decode(), name


def test_the_team_does_what_a_reader_asks(signed_in: SignIn, person: Any, reader: Subscriber, brought: Any) -> None:
    client = signed_in("Newsletter editors")
    client.post(url("leave", reader, brought))
    reader.refresh_from_db()
    event = reader.events.last()
    assert event is not None
    assert (reader.state, event.kind, event.by) == ("left", "left", person("Newsletter editors"))
    assert "wants" not in client.post(url("suppressed", reader, brought), {"email": "nobody"}).content.decode()
    answer = client.post(url("suppressed", reader, brought), {"email": EMAIL.upper()}).content.decode()
    assert f"{EMAIL} is not written to: unsubscribed" in answer
    assert client.post(url("erase", reader, brought)).status_code == 302
    assert not Subscriber.objects.filter(email=EMAIL).exists()
    answer = client.post(url("suppressed", reader, brought), {"email": EMAIL}).content.decode()
    assert "asked to be erased" in answer
    assert client.get(reverse("newsletter_subscribers:read", args=[reader.pk])).status_code == 404


def test_without_a_token_nothing_is_done(person: Any, reader: Subscriber, brought: SubscriberImport) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("Newsletter editors"))
    before = counts()
    for name, (posted, _) in ADDRESSES.items():
        assert client.post(url(name, reader, brought), posted).status_code in {403, 405}, name
    assert counts() == before


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("?q=ann", 1),
        ("?q=secret+DEMO", 1),
        ("?q=nobody", 0),
        ("?state=confirmed", 2),
        ("?state=left", 1),
        ("?topic=news", 1),
        ("?topic=everything", 2),
    ],
)
def test_readers_are_found(signed_in: SignIn, reader: Subscriber, query: str, found: int) -> None:
    make_subscriber(wants_news=True)
    make_subscriber(state="left")
    page = signed_in("Newsletter editors").get(reverse("newsletter_subscribers:index") + query).content.decode()
    assert page.count("/cms/newsletter/subscribers/") - page.count("bring-in") >= found
    assert f"{found} subscriber" in page or (found == 0 and "Nobody matches" in page)


def test_bounces_and_complaints_are_seen(signed_in: SignIn, reader: Subscriber) -> None:
    SubscriberEvent.objects.create(subscriber=reader, kind="bounced", source="Mailgun: <m1>")
    page = signed_in("Newsletter editors").get(reverse("newsletter_subscribers:log") + "?show=bounced").content.decode()
    assert "Mailgun: &lt;m1&gt;" in page
    assert "here" not in page.partition("<tbody>")[2].partition("</tbody>")[0]
