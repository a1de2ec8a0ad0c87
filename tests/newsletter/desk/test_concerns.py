"""What the dashboard says of sendings, to who may send and to nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from het_site.core.models import User
from het_site.home.attention import BY_SLUG, concerns_of
from newsletter.models import Arming, Delivery, EditionPage, Sending
from tests.newsletter.desk.conftest import OFFICERS, SignIn, frozen, no_worker, url

pytestmark = pytest.mark.django_db
STILL, DOUBTS = "editions-standing-still", "editions-uncertain"
Person = Callable[[str], User]


def said(user: User) -> dict[str, int]:
    return {concern.slug: count for concern, count in concerns_of(user) if concern.slug in {STILL, DOUBTS}}


@pytest.mark.parametrize(
    ("state", "trouble", "expected"),
    [
        ("paused", "", 1),
        ("running", "", 0),
        ("running", "worker", 1),
        ("running", "restored", 1),
        ("planned", "worker", 1),
        ("finished", "worker", 0),
    ],
)
def test_an_edition_that_stands_still_is_told(
    person: Person, edition: EditionPage, state: str, trouble: str, expected: int
) -> None:
    frozen(edition, state=state, note="The mail server refused 20 copies in a row.")
    if trouble == "worker":
        no_worker()
    if trouble == "restored":
        Arming.objects.update(place="elsewhere")
    assert said(person(OFFICERS)).get(STILL, 0) == expected
    assert said(person("Editors")) == {}


def test_uncertain_copies_are_told_until_they_are_settled(
    person: Person, signed_in: SignIn, edition: EditionPage
) -> None:
    frozen(edition, state="finished", finished_at=timezone.now())
    assert said(person(OFFICERS)) == {}
    Delivery.objects.update(state="uncertain")
    assert said(person(OFFICERS)) == {DOUBTS: 1}
    entry = BY_SLUG[DOUBTS].entry(BY_SLUG[DOUBTS].found(person(OFFICERS))[0])
    assert (entry.url, entry.note) == (url("uncertain", edition.pk), "3 copies")
    page = signed_in(OFFICERS).get(f"/cms/attention/{DOUBTS}/")
    assert entry.url in page.content.decode()


def test_the_entry_says_why(person: Person, edition: EditionPage) -> None:
    frozen(edition, state="paused", note="The mail server refused 20 copies in a row.")
    entry = BY_SLUG[STILL].entry(Sending.objects.get())
    assert entry.note == "Paused. The mail server refused 20 copies in a row."
    assert entry.url == url("desk", edition.pk)
