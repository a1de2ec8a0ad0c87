"""The basket: what is in it, and how it gets into a draft, out of it, up and down, and left out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from het_site.core.models import User
from indicators.models import Finding
from newsletter.basket import sources
from newsletter.basket.blocks import body_of, items_in
from newsletter.basket.picking import NotADraftError, TwiceError, leave_out, move, put_in, take_out
from newsletter.contributions.writing import withdraw
from newsletter.models import EditionPage, Item, Pick
from newsletter.rendering.collecting import words_of
from tests.factories.casestudies import make_story
from tests.factories.indicator_states import make_states
from tests.factories.newsletter import make_event_page, make_news_page
from tests.factories.priorities import make_recommendation
from tests.newsletter.contributions.conftest import make_item, make_person, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(db: None) -> EditionPage:
    return plan(5, deadline=4)


@pytest.fixture
def item(partner: User) -> Item:
    return make_item(partner, state="accepted")


def draft(edition: EditionPage) -> EditionPage:
    found: EditionPage = EditionPage.objects.get(pk=edition.pk).get_latest_revision_as_object()
    return found


def kinds_of(things: dict[Any, list[sources.Thing]]) -> dict[str, list[str]]:
    return {str(kind): [thing.title for thing in rows] for kind, rows in things.items()}


def test_it_holds_what_is_new_since_the_last_edition(item: Item, partner: User) -> None:
    make_item(partner, state="submitted", headline="Not judged")
    make_story(title="New story", first_published_at=timezone.now())
    make_story(title="Old story", first_published_at=timezone.now() - dt.timedelta(200))
    make_event_page(title="Coming", starts_at=timezone.now() + dt.timedelta(3))
    make_event_page(title="Over", starts_at=timezone.now() - dt.timedelta(3))
    make_news_page(title="New news", first_published_at=timezone.now())
    make_recommendation(title="Moved", status="in_progress", last_published_at=timezone.now())
    make_recommendation(title="Still", last_published_at=timezone.now() - dt.timedelta(200))
    found = kinds_of(sources.basket(sources.since_when()))
    assert found == {
        "item": ["A walk for everybody"],
        "case_study": ["New story"],
        "event": ["Coming"],
        "news": ["New news"],
        "figures": [],
        "recommendation": ["Moved"],
    }


def test_the_last_edition_says_since_when(edition: EditionPage) -> None:
    before = sources.since_when()
    assert before < timezone.now() - dt.timedelta(80)
    edition.save_revision().publish()
    assert sources.since_when() > timezone.now() - dt.timedelta(1)


def test_an_item_becomes_a_block_with_its_credit(item: Item, edition: EditionPage, moderator: User) -> None:
    pick = put_in(kind="item", thing=str(item.pk), edition=edition, by=moderator)
    (block,) = body_of(draft(edition))
    assert block["type"] == "partner_item"
    assert block["id"] == str(pick.block)
    assert block["value"]["credit"] == "The Walkers"
    assert block["value"]["item"] == str(item.key)
    value = draft(edition).body[0].value
    assert (value["headline"], value["link"]) == (item.headline, item.link)


@pytest.mark.parametrize("kind", ["case_study", "event", "news", "recommendation"])
def test_pages_and_recommendations_become_their_blocks(kind: str, edition: EditionPage, moderator: User) -> None:
    now = timezone.now()
    made = {
        "case_study": lambda: make_story(title="It", first_published_at=now),
        "event": lambda: make_event_page(title="It", starts_at=now + dt.timedelta(3)),
        "news": lambda: make_news_page(title="It", first_published_at=now),
        "recommendation": lambda: make_recommendation(title="It", last_published_at=now),
    }[kind]()
    thing = sources.basket(sources.since_when())[Pick.Kind(kind)][0]
    put_in(kind=kind, thing=thing.key, edition=edition, by=moderator)
    value = draft(edition).body[0].value
    assert (value.get("page") or value.get("recommendation")).pk == made.pk


def test_nothing_is_twice_in_one_edition_nor_in_two_unasked(item: Item, edition: EditionPage, moderator: User) -> None:
    other = plan(6, deadline=20)
    thing = {"kind": "item", "thing": str(item.pk), "by": moderator}
    put_in(edition=edition, **thing)
    for again in (False, True):
        with pytest.raises(TwiceError):
            put_in(edition=edition, again=again, **thing)
    with pytest.raises(TwiceError, match="Edition 5"):
        put_in(edition=other, **thing)
    put_in(edition=other, again=True, **thing)
    assert len(items_in(draft(edition))) == len(items_in(draft(other))) == 1


def test_blocks_are_taken_out_and_put_in_order(partner: User, edition: EditionPage, moderator: User) -> None:
    picks = [
        put_in(kind="item", thing=str(make_item(partner, state="accepted").pk), edition=edition, by=moderator)
        for _ in range(3)
    ]
    first, second, third = (str(pick.block) for pick in picks)
    move(block=third, edition=edition, by=moderator, up=True)
    move(block=first, edition=edition, by=moderator, up=True)  # it is the first
    assert [block["id"] for block in body_of(draft(edition))] == [first, third, second]
    take_out(block=first, edition=edition, by=moderator)
    assert [block["id"] for block in body_of(draft(edition))] == [third, second]
    assert Pick.objects.count() == 2


def test_what_an_editor_took_out_by_hand_can_be_put_in_again(item: Item, edition: EditionPage, moderator: User) -> None:
    put_in(kind="item", thing=str(item.pk), edition=edition, by=moderator)
    by_hand = draft(edition)
    by_hand.body = []
    by_hand.save_revision()
    put_in(kind="item", thing=str(item.pk), edition=edition, by=moderator)
    assert len(items_in(draft(edition))) == 1
    assert Pick.objects.count() == 1


def test_a_draft_that_brings_back_what_was_taken_back_does_not_pass(
    item: Item, partner: User, edition: EditionPage, moderator: User
) -> None:
    put_in(kind="item", thing=str(item.pk), edition=edition, by=moderator)
    old = draft(edition)
    assert not [fault for fault in words_of(old).faults if item.headline in fault]
    withdraw(item=item, by=partner)
    old.save_revision()  # by who had it open
    (fault,) = [fault for fault in words_of(draft(edition)).faults if item.headline in fault]
    assert "took it back" in fault


def test_new_figures_say_what_is_new_and_the_stored_sentences(edition: EditionPage, moderator: User) -> None:
    world = make_states("targets")
    (thing, *_) = sources.figures(timezone.now() - dt.timedelta(365 * 20))
    finding = Finding.objects.current().get(indicator=int(thing.key.partition("-")[0]), area=world.town, sex="persons")
    assert thing.about.startswith(f"Figures for {finding.period_label}")
    assert finding.level_text in thing.about
    put_in(kind="figures", thing=thing.key, edition=edition, by=moderator)
    assert draft(edition).body[0].value["indicator"].pk == finding.indicator_id
    assert list(sources.figures(timezone.now() + dt.timedelta(1))) == []


def test_what_is_out_or_locked_is_not_changed(item: Item, edition: EditionPage, moderator: User) -> None:
    edition.locked = True
    edition.save()
    with pytest.raises(NotADraftError, match="locked"):
        put_in(kind="item", thing=str(item.pk), edition=edition, by=moderator)
    edition.locked = False
    edition.save_revision().publish()
    with pytest.raises(NotADraftError, match="out already"):
        put_in(kind="item", thing=str(item.pk), edition=edition, by=moderator)


def test_leaving_out_needs_a_reason_and_can_be_taken_back(
    at: Any, item: Item, edition: EditionPage, moderator: User
) -> None:
    with pytest.raises(ValueError, match="why"):
        leave_out(kind="item", thing=str(item.pk), reason=" ", by=moderator)
    client = at(moderator)
    sent = {"kind": "item", "thing": str(item.pk), "edition": str(edition.pk)}
    client.post(reverse("items:leave_out"), sent | {"reason": "Too long ago"})
    assert "Too long ago" in client.get(reverse("items:basket")).content.decode()
    client.post(reverse("items:leave_out"), sent | {"do": "back"})
    assert not Pick.objects.exists()


def test_the_screens_fill_a_draft(at: Any, item: Item, edition: EditionPage) -> None:
    other = plan(6, deadline=20)
    client = at(make_person("editor-of-the-newsletter", "Moderators"))
    shown = client.get(reverse("items:basket")).content.decode()
    assert "Put into Edition 5" in shown
    sent = {"kind": "item", "thing": str(item.pk), "edition": str(edition.pk)}
    assert client.post(reverse("items:put_in"), sent).status_code == 302
    shown = client.get(reverse("items:basket")).content.decode()
    assert "In Edition 5" in shown
    assert "Put into Edition 5" not in shown
    asked = client.post(reverse("items:put_in"), sent | {"edition": str(other.pk)})
    assert asked.status_code == 409
    assert "It is in Edition 5 already." in asked.content.decode()
    again = client.post(reverse("items:put_in"), sent | {"edition": str(other.pk), "again": "yes"})
    assert again.status_code == 302
    block = next(iter(items_in(draft(other)).values()))
    client.post(reverse("items:take_out"), {"edition": str(other.pk), "block": block})
    assert items_in(draft(other)) == {}
    assert client.get(reverse("items:put_in")).status_code == 405


@pytest.mark.parametrize("sent", [{"kind": "item", "thing": "x"}, {"kind": "users", "thing": "1"}, {}])
def test_what_the_basket_does_not_hold_is_not_there(
    at: Any, edition: EditionPage, moderator: User, sent: dict[str, str]
) -> None:
    answer = at(moderator).post(reverse("items:put_in"), sent | {"edition": str(edition.pk)})
    assert answer.status_code == 404


@pytest.mark.parametrize("plans", [2, 40])
def test_however_many_drafts_there_are_the_basket_asks_as_often(
    at: Any, partner: User, moderator: User, plans: int, django_assert_num_queries: Any
) -> None:
    editions = [plan(number, deadline=number) for number in range(1, plans + 1)]
    for edition in editions:
        edition.save_revision(user=moderator)
        item = make_item(partner, state="accepted", headline=f"Walk {edition.number}")
        put_in(kind="item", thing=str(item.pk), edition=edition, by=moderator)
    client = at(moderator)
    client.get(reverse("items:basket"))  # what is remembered of the site
    with django_assert_num_queries(33):
        shown = client.get(reverse("items:basket")).content.decode()
    assert shown.count("In Edition ") == plans
    assert shown.count("<option value=") == plans
