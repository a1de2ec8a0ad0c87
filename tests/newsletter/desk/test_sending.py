"""Send: what is locked and why, what is typed, what is published with it, what has moved, and that it happens once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from het_site.core.models import User
from newsletter.models import Arming, Delivery, EditionPage, Sending, SendingEvent
from newsletter.sending import arming, dispatching
from newsletter.sending.dispatching import send
from tests.factories.newsletter import make_edition, make_subscriber
from tests.factories.priorities import make_priority_page
from tests.newsletter.desk.conftest import (
    OFFICERS,
    SignIn,
    draft_of,
    frozen,
    never_public,
    no_worker,
    public_edition,
    soup,
    typed,
    url,
    words,
)
from tests.newsletter.sending.conftest import choose

pytestmark = pytest.mark.django_db
Person = Callable[[str], User]


@pytest.fixture
def officer_at(signed_in: SignIn) -> Any:
    return signed_in(OFFICERS)


def button(response: Any) -> str:
    found = soup(response).select("main form button[type=submit]")
    return found[-1].get_text(strip=True) if found else ""


# Before


def test_the_audience_is_told_in_words_with_who_is_left_out(officer_at: Any, edition: EditionPage) -> None:
    make_subscriber(state="left")
    make_subscriber(state="pending", confirmed_at=None)
    page = officer_at.get(url("desk", edition.pk))
    said = words(page)
    assert "3 readers: everybody who gets the newsletter." in said
    assert "5 people are in the list. Left out:" in said
    assert "1: Has not confirmed the address" in said
    assert "1: Wants no email from us, or cannot get any" in said
    assert "Type 3 to say" in said
    assert button(page) == "Send this edition"


def test_a_draft_is_counted_by_the_topics_of_the_draft(officer_at: Any, edition: EditionPage) -> None:
    housing = make_priority_page(title="Housing")
    make_subscriber(priorities=[housing])
    make_subscriber(wants_news=True)
    draft = edition.get_latest_revision_as_object()
    draft.audience, draft.priorities = "topics", [housing]
    draft.save_revision()
    page = officer_at.get(url("desk", edition.pk))
    assert "4 readers who follow Housing, or have chosen no topic." in words(page)
    assert button(page) == "Publish and send"


def test_the_report_locks_send_and_leads_to_where_it_is_mended(officer_at: Any, edition: EditionPage) -> None:
    draft_of(edition, subject="ALL IN CAPITALS")
    page = officer_at.get(url("desk", edition.pk))
    assert "The subject is in capitals" in words(page)
    assert "Send is locked" in words(page)
    link = soup(page).find("a", href=lambda href: href and href.endswith("as_an_email-section"))
    assert link is not None
    editor = soup(officer_at.get(f"/cms/pages/{edition.pk}/edit/"))
    assert editor.find(id=str(link["href"]).partition("#")[2]), "the place in the editor is there"
    answer = officer_at.post(url("desk", edition.pk), typed(edition, "3"))
    assert answer.status_code == 409
    assert not Sending.objects.exists()


def test_places_in_the_editor_that_the_report_leads_to_are_there(officer_at: Any, edition: EditionPage) -> None:
    from newsletter.cms.sending.before import ITEMS, MENDED

    editor = soup(officer_at.get(f"/cms/pages/{edition.pk}/edit/"))
    for _, place in (ITEMS, *MENDED.values()):
        assert editor.find(id=place.removeprefix("#")), place


def test_what_locks_send_locks_it_on_the_server_too(person: Person, edition: EditionPage) -> None:
    changed = draft_of(edition, subject="ALL IN CAPITALS")
    with pytest.raises(dispatching.NotReadyError, match="capitals"):
        send(edition=changed, by=person(OFFICERS), readers=3, revision=changed.latest_revision_id)
    changed.refresh_from_db()
    assert changed.has_unpublished_changes, "what was published on the way is as it was"
    assert not Sending.objects.exists()
    assert not SendingEvent.objects.exists()
    assert arming.look_after(), "and the database is still trusted"


# Sending


def test_the_number_is_typed_and_it_waits_until_the_time_to_undo_is_over(
    officer_at: Any, edition: EditionPage, person: Person
) -> None:
    choose(undo_minutes=5)
    answer = officer_at.post(url("desk", edition.pk), typed(edition, " 3 "))
    assert (answer.status_code, answer["Location"]) == (302, url("desk", edition.pk))
    sending = Sending.objects.get()
    assert (sending.state, sending.by, sending.edition) == ("planned", person(OFFICERS), edition)
    assert timedelta(minutes=4) < sending.start_at - timezone.now() <= timedelta(minutes=5)
    page = officer_at.get(url("desk", edition.pk))
    assert "Nobody was sent it yet" in words(page)
    assert "Planned, Newsletter editors Person" in words(page)
    assert soup(page).find("script", src=lambda src: src and "cms-sending" in src)
    assert soup(page).find("a", string="See how it is now"), "the way without scripts"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("", "Type the number of readers: 3."),
        ("4", "You typed 4. It would go to 3: type 3."),
        ("three", "Type the number of readers in digits: 3."),
        ("³", "Type the number of readers in digits: 3."),
    ],
)
def test_another_number_is_refused_beside_the_field(
    officer_at: Any, edition: EditionPage, wrong: str, said: str
) -> None:
    answer = officer_at.post(url("desk", edition.pk), typed(edition, wrong))
    assert answer.status_code == 200
    assert said in words(answer)
    assert soup(answer).title.get_text(strip=True).startswith("Error: ")  # type: ignore[union-attr]  # a page has one
    field = soup(answer).find(id="id_readers")
    assert field is not None
    assert field.get("value", "") == wrong, "what was typed is kept"
    assert soup(answer).find("a", href="#id_readers"), "the summary leads to the field"
    assert not Sending.objects.exists()


def test_thousands_are_read_as_people_write_them(edition: EditionPage) -> None:
    from newsletter.cms.sending.before import SendForm

    for written in ("1204", "1,204", "1 204", "1.204", "1\u00a0204", "1’204"):
        form = SendForm({"when": "now", "readers": written}, readers=1204, revision=1)
        assert form.is_valid(), written
        assert form.cleaned_data["readers"] == 1204


def test_a_time_is_kept_in_the_places_own_time(officer_at: Any, edition: EditionPage) -> None:
    day = timezone.localdate() + timedelta(days=3)
    answer = officer_at.post(
        url("desk", edition.pk), typed(edition, "3", when="later", send_at=f"{day:%Y-%m-%d} 09:30")
    )
    assert answer.status_code == 302
    at = timezone.localtime(Sending.objects.get().start_at)
    assert (at.date(), at.hour, at.minute) == (day, 9, 30)


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "This time has passed"), (31, "Choose a time before"), (None, "Say on which day")]
)
def test_a_time_that_makes_no_sense_is_refused(
    officer_at: Any, edition: EditionPage, days: int | None, said: str
) -> None:
    at = "" if days is None else f"{timezone.localtime() + timedelta(days=days):%Y-%m-%d %H:%M}"
    answer = officer_at.post(url("desk", edition.pk), typed(edition, "3", when="later", send_at=at))
    assert (answer.status_code, said in words(answer)) == (200, True)
    assert not Sending.objects.exists()


# Publishing with it


@pytest.mark.parametrize("make", [never_public, lambda: draft_of(public_edition(), title="Old")])
def test_a_draft_is_published_and_that_is_what_is_frozen(
    officer_at: Any, edition: EditionPage, make: Callable[[], EditionPage]
) -> None:
    made = draft_of(make(), subject="The new subject", summary="What is new.")
    page = officer_at.get(url("desk", made.pk))
    assert button(page) == "Publish and send"
    answer = officer_at.post(url("desk", made.pk), typed(made, "3"), follow=True)
    assert "It is published, and goes out at" in words(answer) or "It is published, and" in answer.content.decode()
    made.refresh_from_db()
    assert (made.live, made.has_unpublished_changes, made.subject) == (True, False, "The new subject")
    sending = Sending.objects.get()
    assert (sending.edition, sending.subject) == (made, "The new subject")
    assert made.live_revision is not None
    assert made.live_revision.content["subject"] == "The new subject"


def test_who_may_not_publish_cannot_send_what_is_not_published(person: Person, edition: EditionPage) -> None:
    from django.contrib.auth.models import Permission

    editor = person("Editors")
    editor.user_permissions.add(Permission.objects.get(codename="send_sending"))
    editor = User.objects.get(pk=editor.pk)
    changed = draft_of(edition, subject="Another")
    with pytest.raises(dispatching.NotReadyError, match="may not publish"):
        send(edition=changed, by=editor, readers=3, revision=changed.latest_revision_id)
    assert not Sending.objects.exists()
    public = public_edition()
    send(edition=public, by=editor, readers=3, revision=public.latest_revision_id)


def test_who_may_not_send_cannot(person: Person, edition: EditionPage) -> None:
    with pytest.raises(PermissionDenied):
        send(edition=edition, by=person("Moderators"), readers=3, revision=edition.latest_revision_id)


def test_what_waits_for_approval_is_not_sent(officer_at: Any, person: Person, edition: EditionPage) -> None:
    changed = draft_of(edition, subject="Another")
    workflow = changed.get_workflow()
    assert workflow is not None
    workflow.start(changed, person("Editors"))
    page = officer_at.get(url("desk", edition.pk))
    assert "waits for approval" in words(page)
    assert button(page) == ""
    assert officer_at.post(url("desk", edition.pk), typed(edition, "3")).status_code == 409
    assert not Sending.objects.exists()


def test_what_is_locked_or_has_a_time_of_its_own_is_not_sent(
    officer_at: Any, person: Person, edition: EditionPage
) -> None:
    draft_of(edition, go_live_at=timezone.now() + timedelta(days=1))
    assert "has a time set for its publication" in words(officer_at.get(url("desk", edition.pk)))
    draft_of(edition, go_live_at=None, expire_at=timezone.now() - timedelta(days=1))
    assert "has a time set for its end" in words(officer_at.get(url("desk", edition.pk)))
    draft_of(edition, expire_at=None, subject="Another")
    EditionPage.objects.filter(pk=edition.pk).update(locked=True, locked_by=person("Administrators"))
    assert "is locked in the editor" in words(officer_at.get(url("desk", edition.pk)))
    assert officer_at.post(url("desk", edition.pk), typed(edition, "3")).status_code == 409
    assert not Sending.objects.exists()


def test_a_draft_that_the_editor_would_not_publish_is_not_published_here(officer_at: Any, edition: EditionPage) -> None:
    draft = edition.get_latest_revision_as_object()
    draft.body[1].value["text"] = ""
    draft.copy_deadline = draft.planned_for + timedelta(days=3)
    draft.save_revision(clean=False)
    page = officer_at.get(url("desk", edition.pk))
    assert "Item 2 lacks something" in words(page)
    assert "copy deadline" in words(page).lower()
    assert officer_at.post(url("desk", edition.pk), typed(edition, "3")).status_code == 409


# What moved, and twice


def test_readers_who_came_meanwhile_are_told_and_it_asks_again(officer_at: Any, edition: EditionPage) -> None:
    make_subscriber()
    answer = officer_at.post(url("desk", edition.pk), typed(edition, "3"))
    assert answer.status_code == 409
    assert "It was 3 readers when you looked, and is 4 readers now" in words(answer)
    assert "Type 4 to say" in words(answer)
    assert not Sending.objects.exists()
    assert officer_at.post(url("desk", edition.pk), typed(edition, "4", shown=4)).status_code == 302


def test_who_comes_at_the_last_moment_stops_it_as_well(person: Person, edition: EditionPage) -> None:
    with pytest.raises(dispatching.MovedError, match="It would go to 3, not 2"):
        send(edition=edition, by=person(OFFICERS), readers=2, revision=edition.latest_revision_id)
    assert not Sending.objects.exists()
    assert not Delivery.objects.exists()


def test_a_draft_that_was_changed_meanwhile_is_looked_at_again(officer_at: Any, edition: EditionPage) -> None:
    stale = typed(edition, "3")
    draft_of(edition, subject="Another")
    answer = officer_at.post(url("desk", edition.pk), stale)
    assert answer.status_code == 409
    assert "The edition was changed" in words(answer)
    assert not Sending.objects.exists()


def test_a_second_press_sends_nothing_more(officer_at: Any, signed_in: SignIn, edition: EditionPage) -> None:
    form = typed(edition, "3")
    officer_at.post(url("desk", edition.pk), form)
    other = signed_in("Administrators").post(url("desk", edition.pk), form, follow=True)
    assert "Send was pressed already, by Newsletter editors Person" in other.content.decode()
    assert Sending.objects.count() == 1
    assert Delivery.objects.count() == 3


@pytest.mark.parametrize("state", ["finished", "cancelled", "late", "running", "paused"])
def test_what_was_sent_is_not_sent_again(officer_at: Any, edition: EditionPage, state: str) -> None:
    frozen(edition, state=state)
    assert officer_at.post(url("desk", edition.pk), typed(edition, "3")).status_code == 302
    assert Sending.objects.count() == 1
    assert button(officer_at.get(url("desk", edition.pk))) not in {"Send this edition", "Publish and send"}


# What is in the way


def test_nobody_in_the_audience(officer_at: Any, worker: None) -> None:
    nobody = public_edition()
    assert "Nobody would be sent it" in words(officer_at.get(url("desk", nobody.pk)))
    assert officer_at.post(url("desk", nobody.pk), typed(nobody, "0", shown=0)).status_code == 409


def test_an_edition_without_words_is_shown_and_locked(officer_at: Any, edition: EditionPage) -> None:
    bare = make_edition(live=False, summary="")
    bare.save_revision()
    page = officer_at.get(url("desk", bare.pk))
    assert page.status_code == 200
    assert "Send is locked" in words(page)


def test_no_worker_is_told_and_stops_nobody(officer_at: Any, edition: EditionPage) -> None:
    no_worker()
    assert "Nobody is there to send" in words(officer_at.get(url("desk", edition.pk)))
    assert officer_at.post(url("desk", edition.pk), typed(edition, "3")).status_code == 302
    assert "Nobody is there to send" in words(officer_at.get(url("desk", edition.pk)))


def test_a_restored_database_sends_nothing(officer_at: Any, edition: EditionPage) -> None:
    frozen(public_edition())
    Arming.objects.update(is_armed=False, why_not="It was restored.")
    page = officer_at.get(url("desk", edition.pk))
    assert "Sending is switched off. It was restored." in words(page)
    assert officer_at.post(url("desk", edition.pk), typed(edition, "3")).status_code == 409
    assert Sending.objects.count() == 1
