"""Every address of the desk × every role: only newsletter editors and administrators send, and looking changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from newsletter.cms.sending.urls import PATTERNS
from newsletter.models import Delivery, EditionPage, Sending, SendingEvent
from tests.newsletter.desk.conftest import ADMINISTRATORS, OFFICERS, SignIn, frozen, public_edition, url

pytestmark = pytest.mark.django_db
TEAM = (OFFICERS, ADMINISTRATORS)
OTHERS = ("Editors", "Moderators", "Data officers", "Partners", "")
#: whether looking is answered with a page
LOOKED_AT = {
    "index": 200,
    "switch_on": 200,
    "desk": 200,
    "progress": 200,
    "try": 200,
    "undo": 405,
    "pause": 200,
    "resume": 200,
    "cancel": 200,
    "uncertain": 200,
    "settle": 200,
}


def addresses(edition: EditionPage) -> dict[str, str]:
    row = Delivery.objects.filter(sending__edition=edition, state="uncertain").values_list("pk", flat=True)[0]
    found = {}
    for pattern in PATTERNS:
        route = str(pattern.pattern)
        arguments = [edition.pk] * ("<int:pk>" in route) + [row] * ("<int:row>" in route)
        found[str(pattern.name)] = url(str(pattern.name), *arguments)
    return found


@pytest.fixture
def sent(edition: EditionPage) -> EditionPage:
    frozen(edition)
    first = Delivery.objects.order_by("pk")[0]
    Delivery.objects.filter(pk=first.pk).update(state="uncertain", attempts=1)
    return edition


def everything() -> list[Any]:
    return [
        list(Sending.objects.values_list("pk", "state", "note")),
        list(Delivery.objects.order_by("pk").values_list("pk", "state", "reply")),
        list(SendingEvent.objects.values_list("pk", "kind")),
    ]


def test_every_address_is_known_here(sent: EditionPage) -> None:
    assert set(addresses(sent)) == set(LOOKED_AT)


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_gets_in_or_does_anything(signed_in: SignIn, sent: EditionPage, role: str) -> None:
    client, before = signed_in(role), everything()
    for name, address in addresses(sent).items():
        for response in (client.get(address), client.post(address, {"readers": "3", "when": "now", "what": "arrived"})):
            assert response.status_code in {302, 403}, (name, role)
            if response.status_code == 302:
                assert "/cms/login" in response["Location"] or response["Location"] in {"/cms/", "/"}, (name, role)
            assert b"demo.example" not in response.content
    assert everything() == before


@pytest.mark.parametrize("role", TEAM)
def test_the_team_gets_in_and_looking_changes_nothing(signed_in: SignIn, sent: EditionPage, role: str) -> None:
    client, before = signed_in(role), everything()
    for name, address in addresses(sent).items():
        for method in (client.get, client.head):
            assert method(address).status_code == LOOKED_AT[name], name
    assert everything() == before


def test_what_is_not_there_is_not_found(signed_in: SignIn, sent: EditionPage) -> None:
    client = signed_in(OFFICERS)
    other = public_edition()
    row = Delivery.objects.all()[0].pk
    assert client.get(url("desk", 99999)).status_code == 404
    assert client.get(url("settle", sent.pk, 99999)).status_code == 404
    assert client.get(url("settle", other.pk, row)).status_code == 302, "another edition's copy"
    assert client.post(url("pause", other.pk)).status_code == 302


@pytest.mark.parametrize("role", [OFFICERS, ADMINISTRATORS, "Moderators", "Editors"])
def test_the_menu_the_editor_and_the_list_lead_to_the_desk_for_who_may_send(
    signed_in: SignIn, edition: EditionPage, role: str
) -> None:
    client: Client = signed_in(role)
    desk = url("desk", edition.pk).encode()
    parent = Page.objects.parent_of(edition).get()
    assert (url("index").encode() in client.get("/cms/").content) is (role in TEAM)
    assert (desk in client.get(f"/cms/pages/{edition.pk}/edit/").content) is (role in TEAM)
    assert (desk in client.get(f"/cms/pages/{parent.pk}/").content) is (role in TEAM)
    other = Page.objects.get(pk=parent.pk)
    assert b"newsletter/sending/%d/" % other.pk not in client.get(f"/cms/pages/{other.pk}/edit/").content
