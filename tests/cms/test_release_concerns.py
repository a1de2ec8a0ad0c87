"""Releases on the dashboard: what waits for an officer, and what nobody is working on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from het_site.core import workers
from het_site.core.models import User
from het_site.home.attention import BY_SLUG, concerns_of
from indicators.models import DataRelease
from tests.factories.indicators import make_release

pytestmark = pytest.mark.django_db

Person = Callable[[str], User]
Status = DataRelease.Status


def titles(slug: str, user: User) -> list[str]:
    concern = BY_SLUG[slug]
    return [concern.entry(row).title for row in concern.found(user)]


@pytest.fixture
def one_of_each() -> None:
    for status in Status:
        at = timezone.now() + timedelta(days=1) if status == Status.SCHEDULED else None
        make_release(status=status, title=status.value, publish_at=at)


@pytest.mark.parametrize("role", ["Data officers", "Administrators"])
def test_what_waits_for_an_officer_is_listed(role: str, person: Person, one_of_each: None) -> None:
    user = person(role)
    assert set(titles("figures-to-mend", user)) == {"faulty", "matching", "failed"}
    assert titles("figures-to-publish", user) == ["ready"]
    assert titles("figures-with-a-time", user) == ["scheduled"]
    assert set(titles("figures-without-worker", user)) == {"uploaded", "checking", "publishing", "scheduled"}


def test_where_a_worker_is_nothing_waits_in_vain(
    person: Person, one_of_each: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "last_seen", timezone.now)
    assert titles("figures-without-worker", person("Data officers")) == []


def test_others_see_none_of_it(person: Person, one_of_each: None) -> None:
    assert not {concern.slug for concern, _ in concerns_of(person("Moderators")) if concern.slug.startswith("figures-")}


def test_the_lists_lead_to_the_release(signed_in: Callable[[str], Client], one_of_each: None) -> None:
    client = signed_in("Data officers")
    release = DataRelease.objects.get(status=Status.SCHEDULED)
    page = client.get("/cms/attention/figures-with-a-time/").content.decode()
    assert f'href="/cms/data_releases/inspect/{release.pk}/"' in page
    assert "To be published at a set time on" in page
