"""The queue: what it lists and how it is sorted, filtered, searched and given to people, at a bounded cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casestudies.models import Submission
from het_site.core.models import Theme
from tests.casestudies.making import make_submission
from tests.factories.casestudies import make_story

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
State = Submission.State


@pytest.fixture
def client(signed_in: SignIn) -> Client:
    return signed_in("Moderators")


def rows(client: Client, query: str = "") -> list[str]:
    response = client.get(reverse("stories:index") + query)
    assert response.status_code == 200
    html = BeautifulSoup(response.content, "html.parser")
    return [a.get_text(strip=True) for a in html.select("td.title .title-wrapper")]


def text(client: Client, query: str = "") -> str:
    html = BeautifulSoup(client.get(reverse("stories:index") + query).content, "html.parser")
    return html.select_one("main").get_text(" ", strip=True)  # type: ignore[union-attr]  # there is one, or the test fails


def titled(title: str, state: str = State.SUBMITTED, **values: Any) -> Submission:
    answers = {"title": title, "organisation": "Church kitchen"} | values.pop("answers", {})
    return make_submission(state, answers=answers, **values)


def test_what_needs_an_officer_comes_first_and_drafts_not_at_all(client: Client) -> None:
    today = timezone.localdate()
    titled("Later", due_on=today + timedelta(9))
    titled("Sooner", due_on=today + timedelta(1))
    titled("Gone", State.WITHDRAWN)
    titled("Held", State.QUARANTINED)
    titled("Mine alone", State.DRAFT)
    assert rows(client) == ["Sooner", "Later", "Held", "Gone"]


def test_a_row_says_whose_it_is_how_long_it_waits_and_what_is_odd(client: Client) -> None:
    theme = Theme.objects.create(number=91, slug="warmth", title="Warmth for all", short_title="Warmth", hue=1)
    titled("Warm homes", State.SUBMITTED, answers={"themes": [theme.slug]}, spam_reasons=["It has 9 links."])
    story = titled("Warm  Homes!", due_on=timezone.localdate() - timedelta(1))
    Submission.objects.filter(pk=story.pk).update(submitted_at=timezone.now() - timedelta(20))
    make_story(title="Warm homes")
    found = text(client)
    for words in (
        "Church kitchen",
        "Overdue",
        "Warmth",
        "Looks like spam",
        "2 like it",
        "Nobody",
        " 20 ",
        story.called,
    ):
        assert words in found


def test_it_is_filtered_and_searched(client: Client, person: Any) -> None:
    theme = Theme.objects.create(number=91, slug="warmth", title="Warmth for all", short_title="Warmth", hue=1)
    me = person("Moderators")
    mine = titled("Mine", assignee=me)
    titled("Late", due_on=timezone.localdate() - timedelta(1))
    titled("Themed", answers={"themes": [theme.slug], "organisation": "Mosque"})
    titled("Held", State.QUARANTINED)
    assert rows(client, "?assignee=me") == ["Mine"]
    assert rows(client, f"?assignee={me.pk}") == ["Mine"]
    assert "Mine" not in rows(client, "?assignee=nobody")
    assert rows(client, "?principle=warmth") == ["Themed"]
    assert rows(client, "?overdue=yes") == ["Late"]
    assert rows(client, "?state=quarantined") == ["Held"]
    assert rows(client, "?q=mosque") == ["Themed"]
    assert rows(client, f"?q={mine.called}") == ["Mine"]
    assert rows(client, "?ordering=title_given") == ["Held", "Late", "Mine", "Themed"]
    assert rows(client, "?assignee=rubbish&principle=none&ordering=nonsense") is not None


def test_several_are_given_to_one(client: Client, person: Any) -> None:
    officer = person("Administrators")
    stories = [titled("One"), titled("Two"), titled("Gone", State.WITHDRAWN), titled("Draft", State.DRAFT)]
    url = reverse("stories:assign_several")
    client.post(url, {"story": [story.pk for story in stories], "to": officer.pk})
    for story in stories:
        story.refresh_from_db()
    assert [story.assignee for story in stories] == [officer, officer, None, None]
    for posted in ({}, {"story": [stories[0].pk]}, {"story": [stories[0].pk], "to": person("Editors").pk}):
        assert client.post(url, posted).status_code == 302
        stories[0].refresh_from_db()
        assert stories[0].assignee == officer
    client.post(url, {"story": [stories[0].pk], "to": "nobody"})
    stories[0].refresh_from_db()
    assert stories[0].assignee is None


def test_500_stories_cost_as_many_queries_as_two(client: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(reverse("stories:index")).status_code == 200
            client.get("/cms/")
        return len(found)

    first = titled("Story 0")
    titled("Story 1")
    cost()
    few = cost()
    Submission.objects.bulk_create(
        Submission(
            state=State.SUBMITTED,
            number=1000 + n,
            submitted_at=timezone.now(),
            answers=first.answers | {"title": f"Tale {n}"},
        )
        for n in range(500)
    )
    assert cost() <= few + 1  # counted once more for the pages of the list
    assert len(rows(client, "?p=3")) == 50


def test_the_dashboard_counts_what_waits(client: Client, person: Any) -> None:
    sent = timezone.now() - timedelta(9)
    titled("Old", submitted_at=sent, due_on=timezone.localdate() - timedelta(1), assignee=person("Moderators"))
    titled("Held", State.QUARANTINED)
    html = BeautifulSoup(client.get("/cms/").content, "html.parser")
    panel = html.select_one("section[aria-labelledby=het-stories]")
    assert panel is not None
    words = panel.get_text(" ", strip=True)
    for part in ("1 with us", "1 overdue", "1 for you", "1 held back as spam", "The oldest waits since"):
        assert part in words
    for link in panel.select("li a"):
        assert len(rows(client, "?" + str(link["href"]).partition("?")[2])) == 1


def test_nothing_sent_is_said(client: Client) -> None:
    assert "No story has been sent yet" in text(client)
    assert "No story matches" in text(client, "?q=nothing")
