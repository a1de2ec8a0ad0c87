"""Coming: the same answer for everybody, nothing before the mailbox confirms, proof of what was agreed to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from het_site.core import trapped_forms
from het_site.core.models import Theme
from newsletter.addresses import address_key
from newsletter.models import SignUp, Subscriber, SubscriberEvent, Suppression
from newsletter.subscribers import wording
from newsletter.subscribers.forgetting import LEFT_KEPT_FOR, forget_old
from newsletter.subscribers.leaving import erase, leave
from newsletter.subscribers.signing_up import KEPT_FOR
from tests.core.accounts.signing_in import stamped
from tests.factories.newsletter import make_newsletter, make_subscriber
from tests.newsletter.subscribers.signing_up import ADDRESS, SIGN_UP, sign_up, signed_up, waiting, work

pytestmark = pytest.mark.django_db

State, Kind, Reason = Subscriber.State, SubscriberEvent.Kind, Suppression.Reason


def reader(email: str = ADDRESS) -> Subscriber:
    return Subscriber.objects.get(email=email)


def test_nothing_is_sent_to_somebody_before_they_confirm() -> None:
    theme = Theme.objects.order_by("number").first() or Theme.objects.create(
        number=1, slug="start", title="Best start", short_title="Best start", line="A.", icon="i-p1", hue=1
    )
    link = signed_up(name="Ann  Reader", topics=[f"principle-{theme.slug}", "figures"])
    found = reader()
    assert (found.state, found.name, found.confirmed_at) == (State.PENDING, "", None)
    page = Client().get(link)
    assert page.status_code == 200
    assert wording.WORDS in BeautifulSoup(page.content, "html.parser").get_text()
    assert reader().state == State.PENDING
    answer = Client(enforce_csrf_checks=True).post(link, {"confirm": "yes"})
    assert answer.status_code == 200
    assert not answer.cookies
    found = reader()
    assert (found.state, found.name, found.wants_figures, found.wants_news) == (
        State.CONFIRMED,
        "Ann Reader",
        True,
        False,
    )
    assert list(found.themes.all()) == [theme]
    asked, confirmed = found.events.order_by("pk")
    for event, kind in ((asked, Kind.ASKED), (confirmed, Kind.CONFIRMED)):
        assert (event.kind, event.wording) == (kind, wording.CURRENT)
        assert event.source == f"http://testserver{SIGN_UP}"
    assert asked.happened_at < confirmed.happened_at
    assert found.confirmed_at is not None


def test_confirming_twice_is_confirming_once_and_a_used_link_brings_nobody_back() -> None:
    link = signed_up()
    for _ in range(2):
        assert Client().post(link).status_code == 200
    assert reader().events.filter(kind=Kind.CONFIRMED).count() == 1
    leave(subscriber=reader(), source="test")
    assert Client().post(link).status_code == 410
    assert reader().state == State.LEFT
    row = SignUp.objects.get()
    assert (row.email, row.name, row.topics) == ("", "", [])


def test_the_answer_and_its_queries_are_the_same_for_everybody() -> None:
    make_newsletter()
    confirmed, left = make_subscriber(), make_subscriber(state="left")
    leave(subscriber=left, source="test")
    gone = make_subscriber()
    erase(subscriber=gone)
    complained = make_subscriber(state="stopped")
    Suppression.objects.create(address_key=complained.address_key, reason=Reason.COMPLAINT)
    waiting_one = make_subscriber(state="pending", confirmed_at=None)
    sign_up("warm@demo.example")
    seen = set()
    for row in (confirmed, left, gone, complained, waiting_one, None):
        email = row.email if row else "nobody@demo.example"
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = sign_up(email)
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        seen.add((answer.status_code, answer["Location"], answer.content, len(asked)))
        assert not any(
            "newsletter_subscriber" in one["sql"] or "suppression" in one["sql"] for one in asked.captured_queries
        )
    assert len(seen) == 1
    assert not mail.outbox
    assert len(waiting()) == 7


def test_the_letters_say_what_each_needs_to_know_and_repeat_nothing_typed() -> None:
    make_subscriber(email=ADDRESS)
    sign_up(name="BUY AT EVIL.EXAMPLE")
    sign_up("new@demo.example", name="BUY AT EVIL.EXAMPLE")
    already, confirm = work()
    assert "You get the" in already.subject
    assert "/newsletter/yours/" in already.body
    assert "/newsletter/confirm/" not in already.body
    assert confirm.subject.startswith("Confirm that you want")
    assert "/newsletter/confirm/" in confirm.body
    assert "30 days" in confirm.body
    for letter in (already, confirm):
        assert "EVIL" not in str(letter.message())
        assert letter.alternatives[0].mimetype == "text/html"
    assert SignUp.objects.filter(email=ADDRESS).count() == 0
    assert reader().events.count() == 0


@pytest.mark.parametrize("reason", list(Reason))
def test_whoever_was_suppressed_comes_back_by_confirming_only(reason: str) -> None:
    row = make_subscriber(email=ADDRESS)
    if reason == Reason.ERASED:
        erase(subscriber=row)
    else:
        leave(subscriber=row, source="test")
        Suppression.objects.update(reason=reason)
    link = signed_up()
    assert Suppression.objects.get().reason == reason
    assert not Subscriber.objects.filter(state=State.CONFIRMED).exists()
    assert Client().post(link).status_code == 200
    assert reader().state == State.CONFIRMED
    assert reader().left_at is None
    assert not Suppression.objects.exists()


def test_a_mailbox_that_called_us_spam_is_written_to_once_a_day() -> None:
    Suppression.objects.create(address_key=address_key(ADDRESS), reason=Reason.COMPLAINT)
    for _ in range(3):
        sign_up()
    assert len(work()) == 1


def test_a_strangers_form_changes_nothing_of_a_reader_who_left() -> None:
    row = make_subscriber(email=ADDRESS, name="Ann")
    leave(subscriber=row, source="test")
    sign_up(name="Mallory", topics=["news"])
    work()
    row.refresh_from_db()
    assert (row.name, row.state, row.wants_news) == ("Ann", State.LEFT, False)


def test_what_nobody_confirms_is_forgotten_after_30_days() -> None:
    link = signed_up()
    old = timezone.now() - KEPT_FOR
    Subscriber.objects.update(created_at=old)
    forget_old()
    assert Subscriber.objects.count() == 1  # asked again since
    SignUp.objects.update(asked_at=old + timedelta(minutes=1))
    forget_old()
    assert Client().get(link).status_code == 200
    SignUp.objects.update(asked_at=old)
    assert Client().get(link).status_code == 410
    assert Client().post(link).status_code == 410
    assert not Subscriber.objects.filter(state=State.CONFIRMED).exists()
    forget_old()
    assert (Subscriber.objects.count(), SignUp.objects.count(), SubscriberEvent.objects.count()) == (0, 0, 0)


def test_who_left_long_ago_is_forgotten_but_not_that_they_want_nothing() -> None:
    stays, goes = make_subscriber(), make_subscriber()
    for row in (stays, goes):
        leave(subscriber=row, source="test")
    Subscriber.objects.filter(pk=goes.pk).update(left_at=timezone.now() - LEFT_KEPT_FOR)
    forget_old()
    assert list(Subscriber.objects.all()) == [stays]
    assert Suppression.objects.filter(address_key=goes.address_key, reason=Reason.LEFT).exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": ""}, "Enter your email address"),
        ({"email": "nobody"}, "correct format"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "correct format"),
        ({"email": "a@b.example\nSubject: x"}, "correct format"),
        ({"email": "ann@demo.example, bob@demo.example"}, "correct format"),
        ({"email": "Ann <ann@demo.example>"}, "correct format"),
        ({"email": "a" * 1_000_000 + "@demo.example"}, "correct format"),
        ({"email": "päivi@demo.example"}, "such letters before the @"),
        ({"name": "x" * 1_000_000}, "80 characters or fewer"),
        ({"name": "Ann\r\nBcc: all@demo.example"}, "one line"),
        ({"name": "Ann\u202egro.live"}, "one line"),
        ({"name": "Ann\x07"}, "one line"),
        ({"topics": ["principle-none"]}, "not one of the available choices"),
        ({"website": "https://spam.example"}, trapped_forms.A_PROGRAM),
        ({"shown": "made up"}, trapped_forms.OPEN_TOO_LONG),
        ({"shown": stamped(timedelta(days=2))}, trapped_forms.OPEN_TOO_LONG),
    ],
)
def test_what_is_no_sign_up_is_refused_with_a_reason_and_nothing_is_kept(
    fields: dict[str, Any], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="newsletter"):
        answer = sign_up(**({"email": ADDRESS} | fields))
    text = BeautifulSoup(answer.content, "html.parser").get_text()
    assert answer.status_code == 200
    assert said in text
    assert len(answer.content) < 100_000
    assert "A sign-up was refused" in caplog.text
    assert not SignUp.objects.exists()
    assert not waiting()


def test_a_nul_is_refused() -> None:
    assert "Null characters" in sign_up(name="Ann\x00").content.decode()
    assert not SignUp.objects.exists()


def test_what_was_typed_stays() -> None:
    page = BeautifulSoup(sign_up("nobody", name="Zoë", topics=["news"]).content, "html.parser")
    assert page.select_one("#id_email")["value"] == "nobody"
    assert page.select_one("#id_name")["value"] == "Zoë"
    assert page.select_one("input[value=news]").has_attr("checked")
    assert page.title.string.startswith("Error: ")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ann@MÜNCHEN.example", "ann@xn--mnchen-3ya.example"), (" Ann@Demo.Example ", "ann@demo.example")],
)
def test_an_address_is_kept_one_way(typed: str, kept: str) -> None:
    sign_up(typed)
    assert SignUp.objects.get().email == kept


def test_200_sign_ups_a_minute_from_one_place_are_mostly_refused_and_those_taken_are_not_lost(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answers = [sign_up(f"reader-{number}@demo.example") for number in range(200)]
    taken = [answer for answer in answers if answer.status_code == 302]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert (len(taken), len(refused)) == (30, 170)
    assert all(0 < int(answer["Retry-After"]) <= 900 for answer in refused)
    assert "too many" in caplog.text
    assert SignUp.objects.count() == len(work()) == 30
    assert sign_up("elsewhere@demo.example", place="198.51.100.7").status_code == 302


def test_one_mailbox_is_not_filled_from_many_places() -> None:
    answers = [sign_up(place=f"198.51.100.{number}").status_code for number in range(8)]
    assert answers == [302] * 5 + [429] * 3


def test_the_form_sets_no_cookie_and_is_kept_nowhere() -> None:
    for path in (SIGN_UP, "/newsletter/sign-up/sent/"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
        assert Client().put(path).status_code == 405


def test_a_version_of_the_words_is_never_changed() -> None:
    """A proof names a version: whoever changes words adds one, and its hash here."""
    import hashlib

    known = {"2026-11": "b44c7c8e34ac"}
    assert {name: hashlib.sha256(text.encode()).hexdigest()[:12] for name, text in wording.VERSIONS.items()} == known
