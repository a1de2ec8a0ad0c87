"""Offering an item is use of an account: it stays as long as there is one, whatever becomes of the item, and goes after it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudies.actions.accounts import look_after_accounts, unused
from casestudies.models import AccountNotice, CaseStudySettings
from het_site.core.accounts.people import make_partner
from het_site.core.models import User
from newsletter.contributions.clock import erase_contacts
from newsletter.models import Item, NewsletterSettings
from tests.casestudies.making import make_submission
from tests.newsletter.contributions.conftest import make_item

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def idle() -> User:
    """Give a partner who has not signed in for years."""
    user = make_partner("idle@demo.example")
    User.objects.filter(pk=user.pk).update(last_login=LONG_AGO, date_joined=LONG_AGO)
    return user


def run(days: int = 0) -> int:
    return look_after_accounts(timezone.localdate() + timedelta(days), CaseStudySettings())


@pytest.mark.parametrize("state", Item.State.values)
def test_an_account_with_an_item_is_in_use(idle: User, state: str) -> None:
    item = make_item(idle, state=state)
    assert [run(days) for days in (0, 40)] == [0, 0]
    assert not AccountNotice.objects.exists()
    item.delete()
    assert [run(days) for days in (0, 40)] == [1, 1]
    assert not User.objects.filter(pk=idle.pk).exists()


def test_an_item_after_the_notice_keeps_it(idle: User) -> None:
    run()
    make_item(idle)
    assert run(40) == 0
    assert User.objects.filter(pk=idle.pk).exists()


def test_once_nobody_knows_whose_item_it_was_the_account_goes(idle: User) -> None:
    item = make_item(idle, state="published", decided_at=LONG_AGO)
    assert run() == 0
    erase_contacts(timezone.localdate(), NewsletterSettings())
    assert [run(), run(31)] == [1, 1]
    item.refresh_from_db()
    assert (item.owner, item.state) == (None, "published")


def test_whose_items_and_stories_are_of_others_is_not_kept_by_them(idle: User) -> None:
    make_item(make_partner("other@demo.example"))
    make_submission(by=make_partner("writer@demo.example"))
    assert list(unused(timezone.localdate())) == [idle]


@pytest.mark.parametrize("desk", ["items_home", "desk_home"])
def test_both_desks_say_what_keeps_an_account(client: Client, desk: str) -> None:
    told = client.get(reverse(desk)).content.decode()
    assert "An account with neither" in told
    assert "for 12 months is removed" in told
