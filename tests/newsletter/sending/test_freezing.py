"""Everybody stands in the ledger once, with the reason if they are left out; the words and the rows are frozen together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from newsletter.models import Delivery, EditionPage, Sending, Subscriber, Suppression
from newsletter.rendering.marks import UNSUBSCRIBE, Rendered
from newsletter.sending.audience import audience_of
from newsletter.sending.counting import counts_of, reasons_of
from newsletter.sending.freezing import AlreadySentError, freeze
from tests.factories.indicators import make_theme
from tests.factories.newsletter import make_edition, make_subscriber
from tests.factories.priorities import make_priority_page
from tests.newsletter.sending.conftest import RENDERED, choose

pytestmark = pytest.mark.django_db

Why = Delivery.Why


def freeze_now(edition: EditionPage, rendered: Rendered = RENDERED) -> Sending:
    return freeze(edition, by=None, start_at=timezone.now(), rendered=rendered)


def test_each_reason_for_leaving_somebody_out(settings: Any) -> None:
    settings.EMAIL_KNOWN_RECIPIENTS = ["@demo.example", "One@Elsewhere.example"]
    for email in ("ann@demo.example", "one@elsewhere.example"):
        make_subscriber(email=email)
    make_subscriber(email="two@elsewhere.example")
    make_subscriber(state="pending", confirmed_at=None)
    make_subscriber(state="left")
    make_subscriber(state="stopped")
    complained = make_subscriber()
    Suppression.objects.create(address_key=complained.address_key, reason="complaint")
    sending = freeze_now(make_edition())
    assert reasons_of(sending) == {Why.NOT_CONFIRMED: 1, Why.STRANGER: 1, Why.SUPPRESSED: 3}
    counts = counts_of(sending)
    assert (counts.candidates, counts.pending, counts.excluded, counts.adds_up) == (7, 2, 5, True)
    assert set(Delivery.objects.exclude(address="").values_list("address", "domain")) == {
        ("ann@demo.example", "demo.example"),
        ("one@elsewhere.example", "elsewhere.example"),
    }, "nobody's address is kept who is not written to"


def test_who_follows_a_topic_of_the_edition_or_has_chosen_none_is_sent_it() -> None:
    housing, other = make_priority_page(title="Housing"), make_priority_page(title="Work")
    theme, elsewhere = make_theme(), make_theme()
    for name, values in {
        "housing": {"priorities": [housing]},
        "both": {"priorities": [housing, other], "themes": [elsewhere]},
        "theme": {"themes": [theme]},
        "figures": {"wants_figures": True},
        "nothing": {},
        "work": {"priorities": [other]},
        "news": {"wants_news": True},
        "elsewhere": {"themes": [elsewhere]},
    }.items():
        make_subscriber(email=f"{name}@demo.example", **values)
    edition = make_edition(audience="topics", is_figures=True, priorities=[housing], themes=[theme])
    found = audience_of(edition)
    assert (found.candidates, found.readers, found.left_out) == (8, 5, {Why.OTHER_TOPICS: 3})
    assert str(found) == f"5 readers who follow {theme}, Housing or new figures, or have chosen no topic"
    sending = freeze_now(edition)
    sent = {row.address.partition("@")[0] for row in sending.deliveries.filter(state="pending")}
    assert sent == {"housing", "both", "theme", "figures", "nothing"}
    assert sending.audience == str(found)


def test_everybody_is_said_as_everybody() -> None:
    assert str(audience_of(make_edition())) == "0 readers: everybody who gets the newsletter"
    make_subscriber(wants_news=True)
    assert str(audience_of(make_edition())) == "1 reader: everybody who gets the newsletter"


def test_an_edition_is_frozen_once() -> None:
    edition = make_edition()
    sending = freeze_now(edition)
    with pytest.raises(AlreadySentError):
        freeze_now(edition)
    assert Sending.objects.get() == sending


def test_nothing_is_there_when_it_cannot_be_frozen_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    make_subscriber()
    monkeypatch.setattr("newsletter.sending.freezing.steps.reached", lambda step: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        freeze_now(make_edition())
    assert not Sending.objects.exists()
    assert not Delivery.objects.exists()


def test_who_comes_later_is_not_sent_it_and_who_is_counted_stays_counted() -> None:
    make_subscriber()
    sending = freeze_now(make_edition())
    make_subscriber()
    Subscriber.objects.order_by("pk")[0].delete()
    counts = counts_of(sending)
    assert (counts.candidates, counts.rows, counts.adds_up) == (1, 1, True)


def test_its_time_and_the_end_of_its_time() -> None:
    choose(lateness_hours=6)
    at = timezone.now() + timedelta(days=1)
    sending = freeze(make_edition(), by=None, start_at=at, rendered=RENDERED)
    assert (sending.start_at, sending.latest_at, sending.state) == (at, at + timedelta(hours=6), "planned")


@pytest.mark.parametrize(
    "rendered",
    [
        Rendered("", RENDERED.html, RENDERED.text),
        Rendered("One\nBcc: two", RENDERED.html, RENDERED.text),
        Rendered("One", "<p>No way out</p>", RENDERED.text),
        Rendered("One", RENDERED.html, "No way out"),
    ],
)
def test_words_that_may_not_be_sent_are_refused(rendered: Rendered) -> None:
    with pytest.raises(ValueError, match="needs"):
        freeze_now(make_edition(), rendered)
    assert UNSUBSCRIBE in RENDERED.html
