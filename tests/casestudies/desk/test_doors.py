"""Every address of the partners' side, for everybody, in every state, by every method: who gets what."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from casestudies.access import TABLE, Action, Who, may
from casestudies.desk.urls import urlpatterns
from casestudies.models import Invitation, Membership, Submission
from het_site.core.models import User
from tests.casestudies.making import make_person, make_submission
from tests.factories.casestudies import make_library

State = Submission.State
READING, SENDING = ("GET", "HEAD"), ("POST",)
#: each address with what one does there, and the methods that it knows
DOORS: dict[str, tuple[Action, tuple[str, ...]]] = {
    "desk_story": (Action.READ, READING),
    "desk_speed": (Action.SAVE, SENDING),
    "desk_check": (Action.SAVE, READING),
    "desk_send": (Action.SEND, SENDING),
    "desk_preview": (Action.READ, READING),
    "desk_status": (Action.READ, READING),
    "desk_reply": (Action.REPLY, SENDING),
    "desk_running": (Action.SAY_IF_RUNNING, SENDING),
    "desk_history": (Action.READ, READING),
    "desk_writers": (Action.READ, READING),
    "desk_invite": (Action.INVITE, SENDING),
    "desk_forget": (Action.INVITE, SENDING),
    "desk_remove": (Action.INVITE, SENDING),
    "desk_join": (Action.JOIN, READING + SENDING),
    "desk_leave": (Action.LEAVE, SENDING),
    "desk_withdraw": (Action.WITHDRAW, READING + SENDING),
    "desk_delete": (Action.DELETE, READING + SENDING),
    "desk_story_json": (Action.TAKE_AWAY, READING),
    "desk_story_zip": (Action.TAKE_AWAY, READING),
    "desk_story_pdf": (Action.TAKE_AWAY, READING),
    "desk_autosave": (Action.SAVE, SENDING),
    "desk_group": (Action.SAVE, READING + SENDING),
}
#: those of other rooms, which have tables of their own
ELSEWHERE = ("desk_picture", "desk_document")
PUBLIC = {"desk_home", "desk_start"}
PEOPLE = ("nobody", "stranger", "invited", "co_author", "author", "Editors", "Moderators", "Administrators")
GROUPS = PEOPLE[-3:]
ROLES = {"invited": Who.INVITED, "co_author": Who.CO_AUTHOR, "author": Who.AUTHOR}


@pytest.fixture(autouse=True)
def pdf_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no PDF set: who gets it is asked here."""
    monkeypatch.setattr("casestudies.desk.printing.pdf", lambda submission, by: b"%PDF-")


@pytest.fixture
def faults_are_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer without the designed page: thousands of them would be drawn."""
    plain = SimpleNamespace(get_template=lambda _: SimpleNamespace(render=lambda *_: "none"))
    monkeypatch.setattr("django.views.defaults.loader", plain)
    monkeypatch.setattr("het_site.core.middleware.render", lambda *_, status: HttpResponse(status=status))


def names_of(patterns: list[Any]) -> set[str]:
    """List the names of the partners' addresses that are tested here."""
    names = {str(pattern.name) for pattern in patterns if isinstance(pattern, URLPattern)}
    return {name for name in names if not name.startswith(ELSEWHERE)} - PUBLIC


def test_every_address_is_in_the_table() -> None:
    assert names_of(list(urlpatterns)) == set(DOORS)


class House:
    """A story in a state, with everybody who may come to its doors."""

    def __init__(self, state: str) -> None:
        make_library()
        self.story = make_submission(state, by=make_person("author"))
        self.member = Membership.objects.create(submission=self.story, user=make_person("co_author"))
        by = User.objects.get(email="author@demo.example")
        self.invitation = Invitation.objects.create(submission=self.story, email="invited@demo.example", by=by)
        for name in ("stranger", "invited"):
            make_person(name)
        for group in GROUPS:
            make_person(group, group=group)
        self.clients = {who: Client() for who in PEOPLE}
        for who, client in self.clients.items():
            if who != "nobody":
                client.force_login(User.objects.get(email=f"{who}@demo.example"))

    def address(self, door: str, key: Any = None) -> str:
        rest = {
            "desk_forget": [self.invitation.pk],
            "desk_remove": [self.member.pk],
            "desk_group": ["story"],
            "desk_autosave": ["story"],
        }
        return reverse(door, args=[key or self.story.key, *rest.get(door, [])])

    def come(self, who: str, door: str, method: str, key: Any = None) -> Any:
        client = self.clients[who]
        options = {"content_type": "application/json"} if door == "desk_autosave" else {}
        send: Callable[..., Any] = getattr(client, method.lower())
        sent = '{"answers": {"title": "New"}, "seen": {}}' if options else {"seen-title": "0", "title": "New"}
        return send(self.address(door, key), sent if method == "POST" else None, **options)


def expected(who: str, door: str, method: str, state: str) -> set[int]:
    """Tell what somebody has to be answered."""
    action, methods = DOORS[door]
    if method not in methods:
        return {405}
    if who == "nobody":
        return {401} if door == "desk_autosave" else {302}
    role = ROLES.get(who, Who.STRANGER)
    if door == "desk_story" and role is Who.INVITED:
        return {302}
    if role not in TABLE[action][0]:
        return {404}
    if not may(role, action, state):
        return {409} if (door, method) in {("desk_group", "POST"), ("desk_autosave", "POST")} else {302, 404}
    if method in READING:
        return {200, 302} if door == "desk_story" else {200}
    return {200, 302, 400, 409, 422}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.django_db
@pytest.mark.usefixtures("faults_are_plain")
def test_everybody_gets_what_is_theirs_at_every_door(state: State) -> None:
    house = House(state)
    wrong = []
    before = Submission.objects.values().get(), Membership.objects.count(), Invitation.objects.count()
    for door, who, method in itertools.product(DOORS, PEOPLE, ("GET", "POST", "PUT")):
        role, (action, _) = ROLES.get(who, Who.STRANGER), DOORS[door]
        changes = method == "POST" and may(role, action, state)
        if changes or (method == "PUT" and who not in {"nobody", "author"}):
            continue  # what it does is tested where it is done; who asks matters to no wrong method
        answer = house.come(who, door, method)
        wanted = expected(who, door, method, state)
        if answer.status_code not in wanted:
            wrong.append(f"{who} {method} {door}: {answer.status_code}, not {wanted}")
        if role is Who.STRANGER and house.story.title.encode() in answer.content:
            wrong.append(f"{who} {method} {door}: reads the title")
    assert wrong == []
    after = Submission.objects.values().get(), Membership.objects.count(), Invitation.objects.count()
    assert before == after, "nobody changed anything that is not theirs"


@pytest.mark.django_db
def test_a_guessed_address_is_the_same_as_a_strangers_for_everybody() -> None:
    house = House(State.DRAFT)
    for door, who in itertools.product(DOORS, PEOPLE):
        method = DOORS[door][1][0]
        guessed = house.come(who, door, method, key=uuid4())
        assert guessed.status_code == (expected(who, door, method, "draft") if who == "nobody" else {404}).pop()
    client = Client()
    client.force_login(User.objects.get(email="stranger@demo.example"))
    theirs, none = (client.get(house.address("desk_status", key)) for key in (None, uuid4()))
    assert theirs.status_code == none.status_code == 404
    assert theirs.content == none.content


@pytest.mark.django_db
def test_a_name_that_is_no_key_is_no_page() -> None:
    house = House(State.DRAFT)
    client = Client()
    client.force_login(User.objects.get(email="author@demo.example"))
    for path in ("1/", "x/", f"{house.story.pk}/", f"{house.story.key}/nothing/", f"{house.story.key}/pictures/x/"):
        assert client.get(f"/case-studies/share/{path}").status_code == 404, path
