"""People come out of the portal by no other door: not by Wagtail's own lists, exports, reports, searches, logs or choosers."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtail.search.index import get_indexed_models
from wagtail.snippets.models import get_snippet_models

from het_site.core.models import User
from newsletter import models as ours
from newsletter.models import Delivery, Sending, SignUp, Subscriber, SubscriberEvent, SubscriberExport, Suppression
from tests.factories.newsletter import make_edition, make_subscriber
from tests.newsletter.doors.table import TEAM
from tests.newsletter.doors.test_the_one_table import below
from tests.newsletter.subscribers.conftest import store

__all__ = ["store"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
EMAIL, NAME, WAITING = "ann.secret@demo.example", "Annabel Seldom", "new.secret@demo.example"
PEOPLE = (Subscriber, SubscriberEvent, Suppression, SignUp, ours.SubscriberImport, SubscriberExport, Sending, Delivery)
#: where the newsletter's team reads of people, without a number in the address
READ_AT = {
    "newsletter_subscribers:index": EMAIL,
    "newsletter_subscribers:index_results": EMAIL,
    "newsletter_subscribers:log": EMAIL,
}
#: who may do what to people and sendings; nobody has any other permission about them
MAY = {
    "view_subscriber": TEAM, "add_subscriber": TEAM, "change_subscriber": TEAM, "export_subscriber": TEAM,
    "view_sending": TEAM, "send_sending": TEAM,
}  # fmt: skip
#: these end the session, or break to show what that looks like
NOT_ASKED = {"wagtailadmin_logout", "logout", "wagtailadmin_error_test"}


@pytest.fixture
def row() -> Delivery:
    """Give somebody who reads, has been sent an edition, has bounced, and asked for another address."""
    reader = make_subscriber(email=EMAIL, name=NAME)
    SubscriberEvent.objects.create(subscriber=reader, kind="bounced", source="here")
    SignUp.objects.create(email=WAITING, address_key="0" * 64, wording="1", moves=reader)
    SubscriberExport.objects.create(reason="For a letter", people=1, file_format="csv")
    now = timezone.now()
    sending = Sending.objects.create(
        edition=make_edition(), subject="S", html="h", text="t", audience="All", candidates=1, start_at=now,
        latest_at=now + timezone.timedelta(days=1), state="finished", finished_at=now,
    )  # fmt: skip
    return Delivery.objects.create(
        sending=sending, subscriber=reader, address_key=reader.address_key, address=EMAIL, domain="demo.example",
        state="uncertain", reply=f"250 {EMAIL}",
    )  # fmt: skip


def seat(*groups: str) -> Client:
    user = User.objects.create_user("somebody@demo.example")
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user)
    return client


def read_at(client: Client, *, prefix: str, most: set[int]) -> dict[str, str]:
    """Ask every address that needs no number, as a page and as a file where it gives one; tells where people were read of."""
    found, asked = {}, 0
    for name, route, view in addresses(prefix):
        try:
            path = reverse(name)
        except NoReverseMatch:
            continue
        queries = ["", "?export=csv"] if issubclass(view, SpreadsheetExportMixin) else [""]
        for query in queries:
            answer = client.get(path + query)
            asked += 1
            assert answer.status_code in most, (route, query, answer.status_code)
            content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]  # no asynchronous one
            for word in (EMAIL, NAME, WAITING):
                if word in content.decode(errors="replace"):
                    is_page = answer["Content-Type"].startswith("text/html")
                    found[name if is_page else name + query] = word
                    break
    assert asked > (100 if prefix else 20)
    return found


def addresses(prefix: str) -> list[tuple[str, str, type]]:
    """List addresses below a prefix, or all that are not in the CMS, with the class of their view."""
    found = []
    for name, route, callback in below(get_resolver()):
        is_there = route.startswith(prefix) if prefix else not route.startswith(("cms/", "^"))
        if is_there and "<" not in route and "(" not in route and name not in NOT_ASKED and not name.endswith("None"):
            found.append((name, route, getattr(callback, "view_class", object)))
    return found


OPEN = {200, 301, 302, 400, 401, 403, 404, 405, 500}


def test_all_other_staff_together_read_of_nobody_anywhere(row: Delivery) -> None:
    client = seat("Editors", "Moderators", "Data officers", "Partners")
    assert read_at(client, prefix="cms/", most=OPEN) == {}


def test_the_team_reads_of_people_on_its_own_screens_alone(row: Delivery) -> None:
    """A file of people is made by one form, which asks why and notes it: no list of Wagtail's gives another."""
    client = seat("Administrators")
    assert set(read_at(client, prefix="cms/", most=OPEN)) == set(READ_AT)
    assert SubscriberExport.objects.count() == 1


def test_the_world_reads_of_nobody(row: Delivery) -> None:
    client = Client()
    assert read_at(client, prefix="", most=OPEN) == {}
    for path in (
        f"/search/?q={EMAIL}",
        "/search/?q=Annabel",
        "/newsletter/",
        "/newsletter/feed/",
        "/newsletter/?q=Annabel",
    ):
        assert NAME not in client.get(path).content.decode()


def test_nobody_else_has_a_permission_about_people() -> None:
    names = [model._meta.model_name for model in PEOPLE]
    rows = Permission.objects.filter(content_type__app_label="newsletter", content_type__model__in=names)
    held = {row.codename: set(row.group_set.values_list("name", flat=True)) for row in rows}
    assert {name: groups for name, groups in held.items() if groups} == MAY


def test_people_are_no_snippets_and_are_not_searched_or_referred_to() -> None:
    """What is registered nowhere has no list, chooser, history, usage or report that could be forgotten."""
    assert not set(PEOPLE) & {*get_snippet_models(), *get_indexed_models(), get_image_model(), get_document_model()}
    for model in PEOPLE:
        assert not issubclass(model, Page)
        assert not ReferenceIndex.model_is_indexable(model), model


@pytest.mark.parametrize("role", sorted(TEAM))
def test_an_edition_that_was_sent_is_not_deleted(row: Delivery, role: str) -> None:
    """Who was sent what must stay: the ledger holds on to its edition, and the editor says so instead of breaking."""
    client, edition = seat(role), row.sending.edition
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    for pk in (edition.pk, edition.get_parent().pk):
        for path in (reverse("wagtailadmin_pages:delete", args=[pk]), f"{many}?id={pk}"):
            answer: Any = client.post(path, follow=True)
            is_told = "the record of who was sent what belongs to it" in answer.content.decode()
            assert (answer.status_code, is_told) == (200, True) or answer.status_code in {403, 404} or pk != edition.pk
            assert answer.status_code < 500
    assert Delivery.objects.filter(pk=row.pk).exists()
    assert type(edition).objects.filter(pk=edition.pk).exists()
