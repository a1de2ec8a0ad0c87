"""A test of an edition: to colleagues alone, marked, harmless, few, and in no ledger."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from newsletter.models import Delivery, EditionPage, Sending, SendingEvent, Subscriber
from newsletter.sending.trying import MOST_AT_ONCE
from tests.newsletter.desk.conftest import OFFICERS, SignIn, draft_of, never_public, url, words
from tests.newsletter.sending.conftest import choose

pytestmark = pytest.mark.django_db
ME = "newsletter.editors@demo.example"


@pytest.fixture
def officer_at(signed_in: SignIn) -> Any:
    return signed_in(OFFICERS)


def test_a_draft_is_tried_before_it_is_published(officer_at: Any, person: Any, edition: EditionPage) -> None:
    choose(from_name="The newsletter team", reply_to="answers@demo.example")
    draft = draft_of(never_public(), subject="Not out yet")
    person("Moderators")
    typed = f"{ME.upper()}\n moderators@demo.example;{ME}"
    answer = officer_at.post(url("try", draft.pk), {"to": typed}, follow=True)
    assert "The test was sent to 2 people." in answer.content.decode()
    assert [message.to for message in mail.outbox] == [[ME], ["moderators@demo.example"]]
    message: Any = mail.outbox[0]
    assert message.subject == "[Test] Not out yet"
    assert message.from_email.startswith("The newsletter team <")
    assert message.reply_to == ["answers@demo.example"]
    assert "List-Unsubscribe" not in message.extra_headers
    assert not Sending.objects.exists()
    assert not Delivery.objects.exists()
    assert not SendingEvent.objects.exists()
    draft.refresh_from_db()
    assert not draft.live


def test_its_links_to_leave_do_nothing(officer_at: Any, edition: EditionPage) -> None:
    officer_at.post(url("try", edition.pk), {"to": ME})
    message: Any = mail.outbox[0]
    html = message.alternatives[0][0]
    assert "[[" not in html + message.body
    before = list(Subscriber.objects.order_by("pk").values_list("pk", "state"))
    links = {
        link.partition("testserver")[2] for link in re.findall(r"http://testserver/newsletter/(?:u|y)\S+?/test/", html)
    }
    assert len(links) == 2
    for link in links:
        for response in (Client().get(link), Client().post(link, {"List-Unsubscribe": "One-Click", "leave": "1"})):
            assert response.status_code == 200
            assert "This was a test" in words(response)
    assert list(Subscriber.objects.order_by("pk").values_list("pk", "state")) == before


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("", "Write at least one address."),
        ("stranger@demo.example", "stranger@demo.example is nobody who works in this CMS."),
        ("partners@demo.example", "partners@demo.example is nobody who works in this CMS."),
        (f"{ME}\nnonsense", "nonsense is nobody"),
        ("\n".join(f"{n}@demo.example" for n in range(MOST_AT_ONCE + 1)), "at most 5 people"),
    ],
)
def test_tests_go_to_few_colleagues_alone(
    officer_at: Any, person: Any, edition: EditionPage, to: str, said: str
) -> None:
    person("Partners")
    answer = officer_at.post(url("try", edition.pk), {"to": to})
    assert said in words(answer)
    assert mail.outbox == []


def test_too_many_tests_are_refused(officer_at: Any, edition: EditionPage) -> None:
    said = [words(officer_at.post(url("try", edition.pk), {"to": ME}, follow=True)) for _ in range(21)]
    assert len(mail.outbox) == 20
    assert "too many tests" in said[-1]


def test_a_mail_server_that_is_away_is_told(
    officer_at: Any, edition: EditionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**values: Any) -> None:
        raise ConnectionRefusedError("Connection refused")

    monkeypatch.setattr("newsletter.sending.trying.send_email", away)
    answer = officer_at.post(url("try", edition.pk), {"to": ME})
    assert "The mail server cannot be reached" in words(answer)
    assert ME in answer.content.decode(), "what was typed is kept"
