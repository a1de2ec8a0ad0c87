"""Sending that was switched off: told everywhere, switched on by typed words and a reason, which is written down."""

from __future__ import annotations

from typing import Any

import pytest

from newsletter.models import Arming, EditionPage, SendingEvent
from newsletter.sending import arming
from tests.newsletter.desk.conftest import ADMINISTRATORS, SignIn, frozen, soup, url, words

pytestmark = pytest.mark.django_db
WHY = arming.MOVED


@pytest.fixture
def administrator_at(signed_in: SignIn) -> Any:
    return signed_in(ADMINISTRATORS)


@pytest.fixture
def restored(edition: EditionPage) -> EditionPage:
    frozen(edition)
    Arming.objects.update(place="another server")
    return edition


def test_it_is_told_before_any_worker_has_seen_it(administrator_at: Any, restored: EditionPage) -> None:
    assert Arming.objects.get().is_armed, "nobody has looked yet"
    for page in ("index", "switch_on"):
        assert WHY in words(administrator_at.get(url(page)))
    assert WHY in words(administrator_at.get(url("desk", restored.pk)))
    assert Arming.objects.get().is_armed, "and looking has changed nothing"


def test_it_says_what_would_go_out(administrator_at: Any, restored: EditionPage) -> None:
    page = administrator_at.get(url("switch_on"))
    assert "being sent, 3 readers to do" in words(page)
    assert soup(page).find("a", href=url("desk", restored.pk))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": "switch on"}, "Say how you know."),
        ({"note": "I looked."}, "Type the words: switch on"),
        ({"note": "I looked.", "words": "yes"}, "Type the words: switch on"),
    ],
)
def test_a_slip_switches_nothing_on(
    administrator_at: Any, restored: EditionPage, typed: dict[str, str], said: str
) -> None:
    answer = administrator_at.post(url("switch_on"), typed)
    assert said in words(answer)
    assert not arming.may_send()


def test_it_is_switched_on_once_and_written_down(administrator_at: Any, restored: EditionPage) -> None:
    assert not arming.look_after()
    form = {"note": "It is the right one.", "words": " Switch  ON "}
    for said in ("Sending is switched on.", "switched on already"):
        assert said in administrator_at.post(url("switch_on"), form, follow=True).content.decode()
    assert arming.look_after()
    events = SendingEvent.objects.filter(kind="armed")
    assert [(event.note, event.by and event.by.email) for event in events] == [
        ("It is the right one.", "administrators@demo.example")
    ]
    assert "There is nothing to do here" in words(administrator_at.get(url("switch_on")))
