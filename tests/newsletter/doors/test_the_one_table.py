"""Every role at every address of the newsletter by every method: the portal answers what the one table says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from het_site.core.models import User
from newsletter import links
from newsletter.contributions.notices import stop_token
from newsletter.models import Contributor, Delivery, EditionPage, Sending, SubscriberImport
from newsletter.rendering.pictures import address_of
from newsletter.sending.preferring import settings_now
from newsletter.subscribers.signing_up import ask
from tests.factories.editions import make_image
from tests.factories.newsletter import make_edition, make_subscriber
from tests.newsletter.contributions.conftest import everybody_is_quick, make_item, make_picture, stores
from tests.newsletter.doors.table import (
    DOORS,
    EDITIONS,
    EVERYBODY,
    GROUPS,
    KNOCKS,
    LOOK,
    METHODS,
    NOBODIES,
    PAGES,
    ROLES,
    expected,
)
from tests.newsletter.subscribers.conftest import store

__all__ = ["everybody_is_quick", "store", "stores"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody_is_quick", "stores", "store", "quick")]
READER, HEADLINE = "ann.secret@demo.example", "Nobody else reads this headline"
UNDER = ("newsletter/", "cms/newsletter/")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Draw no designed fault, keep sessions in memory: there are thousands of answers, and who gets them is asked."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    plain = SimpleNamespace(get_template=lambda _: SimpleNamespace(render=lambda *_, **__: "none"))
    monkeypatch.setattr("django.views.defaults.loader", plain)
    monkeypatch.setattr("het_site.core.middleware.render", lambda *_, status: HttpResponse(status=status))


class House:
    """One of everything, and everybody who may come to its doors."""

    def __init__(self) -> None:
        settings_now()  # Wagtail makes the row of a setting when it is first asked for
        self.owner = self._person("owner", "Partners")
        Contributor.objects.create(user=self.owner)
        self.edition: EditionPage = make_edition(slug="edition-1", title="Edition one")
        self.index = self.edition.get_parent()
        self.item = make_item(self.owner, state="submitted", headline=HEADLINE)
        make_picture(self.item)
        self.reader = make_subscriber(email=READER)
        self.asked = ask(email="new.secret@demo.example", name="", topic_names=[], source="here")
        self.brought = SubscriberImport(file_name="list.csv", consent="Sheet", agreed_on="2026-10-01")
        self.brought.file.save("list.csv", ContentFile(b"email\nbrought.secret@demo.example\n"))
        self.image = make_image()
        self.row = self._sent()
        self.clients = {role: self._seat(role) for role in ROLES}

    def _sent(self) -> Delivery:
        """Make an edition whose sending was paused, and of which one copy is uncertain."""
        now = timezone.now()
        sending = Sending.objects.create(
            edition=make_edition(slug="edition-2"), state="paused", subject="S", html="h", text="t", audience="All",
            candidates=1, start_at=now, latest_at=now + timedelta(days=1),
        )  # fmt: skip
        return Delivery.objects.create(
            sending=sending, subscriber=self.reader, address_key=self.reader.address_key, address=READER, domain="demo.example",
            state="uncertain",
        )  # fmt: skip

    @staticmethod
    def _person(name: str, group: str) -> User:
        user, _ = User.objects.get_or_create(email=f"{name.replace(' ', '.').lower()}@demo.example")
        user.groups.set([Group.objects.get(name=group)])
        return user

    def _seat(self, role: str) -> Client:
        client = Client()
        if role == "nobody":
            return client
        team = {"turned away": "Newsletter editors", "halfway": "Newsletter editors", "other partner": "Partners"}
        user = self.owner if role == "owner" else self._person(role, team.get(role, role))
        client.force_login(user)
        if role == "turned away":
            User.objects.filter(pk=user.pk).update(is_active=False)
        return client

    def address(self, name: str) -> str:
        """Give the address of a door, with what belongs into it."""
        if name == "newsletter_picture":
            return address_of(self.image.pk)
        if name == "wagtailadmin_pages:add":
            return reverse(name, args=["newsletter", "editionpage", self.index.pk])
        if name in EDITIONS:
            return reverse(name, args=[self.edition.pk])
        route = ROUTES[name]
        token = {
            "newsletter_confirm": (links.CONFIRM, self.asked),
            "newsletter_unsubscribe": (links.UNSUBSCRIBE, self.reader),
        }
        known: dict[str, Any] = {"key": self.item.key, "provider": "mailgun", "pk": self.item.pk}
        if name == "items_reminders":
            known["token"] = stop_token(self.owner)
        else:
            purpose, row = token.get(name, (links.YOURS, self.reader))
            known["token"] = links.token(purpose, row.key)
        if name.startswith("newsletter_sending:"):
            known |= {"pk": self.row.sending.edition_id, "row": self.row.pk}
        if name.startswith("newsletter_subscribers:"):
            about_lists = name.rpartition(":")[2] in {"look", "do", "discard"}
            known["pk"] = self.brought.pk if about_lists else self.reader.pk
        return reverse(name, kwargs={part: value for part, value in known.items() if f":{part}>" in route})

    def come(self, role: str, name: str, method: str) -> Any:
        """Knock."""
        client, address = self.clients[role], self.address(name)
        sent = dict(DOORS[name].sent)
        answer = client.post(address, sent) if method == "POST" else client.generic(method, address)
        for close in answer._resource_closers:  # files; `close()` would end the test's own connection too
            close()
        return answer


def below(resolver: URLResolver, route: str = "", space: str = "") -> Iterator[tuple[str, str, Any]]:
    """Walk all addresses; gives each name with its route and what answers."""
    for one in resolver.url_patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}", here, one.callback
        else:
            yield from below(one, here, f"{space}{one.namespace}:" if one.namespace else space)


ROUTES = {name: route for name, route, _ in below(get_resolver()) if route.startswith(UNDER)}


def everything() -> dict[str, str]:
    """Give a number for each table of the newsletter, and for pages."""
    with connection.cursor() as cursor:
        tables = [
            table
            for table in sorted(connection.introspection.table_names(cursor))
            if table.startswith("newsletter_")
            or table in {"wagtailcore_page", "core_customimage", "procrastinate_jobs"}
        ]
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM \"{table}\" t"  # noqa: S608  (our own tables)
                for table in tables
            )
        )
        return dict(cursor.fetchall())


def said(answer: Any) -> str:
    content = (
        b"".join(answer) if answer.streaming and not answer.closed else b"" if answer.streaming else answer.content
    )
    return (content + answer.headers.get("Location", "").encode()).decode(errors="replace")


def test_every_address_and_every_group_is_in_the_table() -> None:
    assert set(ROUTES) | set(EDITIONS) == set(DOORS)
    assert set(Group.objects.values_list("name", flat=True)) == GROUPS
    assert len(DOORS) * len(ROLES) > 500


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_is_theirs_at_every_door(role: str, settings: Any) -> None:
    settings.SECOND_FACTOR = role == "halfway"
    house, wrong = House(), []
    before = everything()
    knocks = [(name, method) for name, line in DOORS.items() for method in (METHODS if role in line.may else KNOCKS)]
    for name, method in knocks:
        line = DOORS[name]
        is_theirs = role in line.may and method in line.methods
        with transaction.atomic():
            answer = house.come(role, name, method)
            if is_theirs and method == "POST":
                if line.changes and everything() == before:
                    wrong.append(f"{method} {name}: changes nothing")
                transaction.set_rollback(True)
        if answer.status_code not in expected(role, name, method):
            wrong.append(f"{method} {name}: {answer.status_code}, not {expected(role, name, method)}")
        if role not in line.may:
            wrong += [f"{method} {name}: reads “{word}”" for word in (READER, HEADLINE) if word in said(answer)]
    assert not wrong, "\n".join(wrong)
    assert everything() == before


def test_the_archive_is_for_everybody(settings: Any) -> None:
    settings.SECOND_FACTOR = False
    house = House()
    for role, end in itertools.product(ROLES, PAGES):
        for method in METHODS if role in NOBODIES else KNOCKS:
            answer = house.clients[role].generic(method, house.index.url + end)
            assert answer.status_code == (200 if method in LOOK else 405), (role, end, method)


def test_nobody_is_not_somebody() -> None:
    """The roles that are nobody's may do only what everybody may."""
    for name, line in DOORS.items():
        if name != "items_start":
            assert line.may == EVERYBODY or not line.may & set(NOBODIES), name
