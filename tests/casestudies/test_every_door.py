"""Every role at every address about stories, in every state, by every method: who gets what, and that nothing else happens."""

from __future__ import annotations

import itertools
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudies.access import LEADS_TO
from casestudies.actions.people import leave
from casestudies.models import Invitation, Membership, PictureConsent, Remark, Submission, SubmissionPicture
from het_site.core.models import User
from tests.casestudies.everybody import CMS, DESK, GROUPS, LISTS, PUBLIC, ROLES, State, addresses, changes, expected
from tests.casestudies.making import make_person, make_submission
from tests.factories.casestudies import make_library, make_story
from tests.factories.pictures import consent_to, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores", "quick")]
DOORS = (*DESK, *CMS, *LISTS)
METHODS = ("GET", "POST")
TITLE, SUMMARY, FOR_US, CAPTION = "Quietly told", "Nobody else reads this", "Between ourselves", "Seen by few"
OURS = {"Moderators", "Administrators", "superuser"}
WRITING = {"author", "co-author"}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Set no PDF, draw no designed fault, keep sessions in memory: there are thousands of answers, and who gets them is asked."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    plain = SimpleNamespace(get_template=lambda _: SimpleNamespace(render=lambda *_, **__: "none"))
    monkeypatch.setattr("casestudies.desk.printing.pdf", lambda submission, by: b"%PDF-")
    monkeypatch.setattr("django.views.defaults.loader", plain)
    monkeypatch.setattr("het_site.core.middleware.render", lambda *_, status: HttpResponse(status=status))


class House:
    """A story in a state with a picture and remarks, and everybody who may come to its doors."""

    def __init__(self, state: str) -> None:
        make_library()
        author = make_person("author")
        self.story = make_submission(state="draft", by=author, answers={"title": TITLE, "summary": SUMMARY})
        self.picture = make_picture(self.story, author, caption=CAPTION)
        consent_to(self.picture, author)
        self.member = Membership.objects.create(submission=self.story, user=make_person("co-author"))
        gone = make_person("co-author who left".replace(" ", "."))
        Membership.objects.create(submission=self.story, user=gone)
        leave(submission=self.story, by=gone)
        self.invitation = Invitation.objects.create(submission=self.story, email="invited@demo.example", by=author)
        self.remark = Remark.objects.create(submission=self.story, text="Why?", is_from_us=True)
        Remark.objects.create(submission=self.story, text=FOR_US, is_from_us=True, is_internal=True)
        values: dict[str, Any] = {"state": state, "revision": 1}
        if state != State.DRAFT:
            values |= {"number": 900, "submitted_at": timezone.now()}
        Submission.objects.filter(pk=self.story.pk).update(**values)
        self.story.revisions.update(kind="saved" if state == State.DRAFT else "sent")
        self.story.refresh_from_db()
        self.clients = {role: self._seat(role) for role in ROLES}

    @staticmethod
    def _seat(role: str) -> Client:
        client, address = Client(), f"{role.replace(' ', '.')}@demo.example"
        if role == "nobody":
            return client
        user, _ = User.objects.get_or_create(email=address)
        user.groups.set(Group.objects.filter(name="Moderators" if role == "no second factor" else role))
        user.is_superuser = role == "superuser"
        user.save()
        client.force_login(user)
        if role == "closed account":
            User.objects.filter(pk=user.pk).update(is_active=False)
        return client

    def state_now(self) -> str:
        return Submission.objects.values_list("state", flat=True).get(pk=self.story.pk)

    def address(self, name: str, **other: Any) -> str:
        """Give an address of the story; `other` puts something else in the place of what belongs to it."""
        own = {"key": self.story.key, "pk": self.story.pk, "file_key": self.picture.key, "group": "story"}
        own |= {"number": self.member.pk if name == "desk_remove" else self.invitation.pk}
        own |= {"remark": self.remark.pk, "consent": self.picture.consent.pk}
        route = ROUTES[name]
        return reverse(name, kwargs={part: value for part, value in (own | other).items() if f":{part}>" in route})

    def come(self, role: str, name: str, method: str, **other: Any) -> Any:
        client, address = self.clients[role], self.address(name, **other)
        if method == "GET":
            return client.get(address)
        if name == "desk_autosave":
            return client.post(address, '{"answers": {"title": "New"}, "seen": {}}', content_type="application/json")
        door = DESK.get(name) or CMS.get(name)
        return client.post(
            address, dict(door.sent) | {"seen": "1"} if door else {"story": self.story.pk, "to": "nobody"}
        )


ROUTES = dict(addresses())


def everything() -> tuple[Any, ...]:
    """Give all that could have been changed."""
    tables = (Submission, Membership, Invitation, Remark, SubmissionPicture, PictureConsent)
    return tuple(list(table.objects.order_by("pk").values()) for table in tables)


def body(answer: Any) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    return (content + answer.headers.get("Location", "").encode()).decode(errors="replace")


def secrets_for(role: str, state: str) -> tuple[str, ...]:
    """Name the words that somebody must not read anywhere."""
    if role in WRITING:
        return (FOR_US,)
    if role in OURS and state != State.DRAFT:
        return ()
    # whoever is invited is told what they are asked to help with
    return (SUMMARY, FOR_US, CAPTION) if role == "invited" else (TITLE, SUMMARY, FOR_US, CAPTION)


def test_every_address_and_every_group_is_in_the_table() -> None:
    assert set(ROUTES) == {*DOORS, *PUBLIC}
    assert set(Group.objects.values_list("name", flat=True)) == GROUPS
    assert len(DOORS) * len(ROLES) * len(METHODS) * len(State) > 10_000


@pytest.mark.parametrize("state", list(State))
def test_everybody_gets_what_is_theirs_at_every_door(state: State, settings: Any) -> None:
    house, wrong, asked = House(state), [], 0
    before = everything()
    for role in ROLES:
        settings.SECOND_FACTOR = role == "no second factor"
        secrets = secrets_for(role, state)
        for name, method in itertools.product(DOORS, METHODS):
            with transaction.atomic():
                answer = house.come(role, name, method)
                told = body(answer)
                if changes(role, name, method, state):
                    if name in CMS and house.state_now() != LEADS_TO.get(CMS[name].action, state):
                        wrong.append(f"{role} {method} {name}: leads to {house.state_now()}")
                    transaction.set_rollback(True)
            asked += 1
            wanted = expected(role, name, method, state)
            if answer.status_code not in wanted:
                wrong.append(f"{role} {method} {name}: {answer.status_code}, not {wanted}")
            wrong += [f"{role} {method} {name}: reads “{word}”" for word in secrets if word in told]
        if everything() != before:
            wrong.append(f"{role} changed what is not theirs")
            break
    assert wrong == []
    assert asked == len(DOORS) * len(ROLES) * len(METHODS)


def test_a_guessed_address_is_the_same_as_a_strangers(settings: Any) -> None:
    """Nothing tells whether a story is there: not the answer, not its words."""
    house = House(State.SUBMITTED)
    settings.SECOND_FACTOR = False
    for name, role in itertools.product(
        DESK, ("other partner", "co-author who left", "author", "Moderators", "nobody")
    ):
        method = DESK[name].methods[0]
        guessed = house.come(role, name, method, key=uuid4())
        wanted = expected("nobody", name, method, State.DRAFT) if role == "nobody" else {404}
        assert guessed.status_code in wanted, (name, role)
        if role == "other partner":
            theirs = house.come(role, name, method)
            assert (theirs.status_code, theirs.content) == (guessed.status_code, guessed.content)


def test_what_belongs_to_another_story_is_not_reached_through_ones_own(settings: Any) -> None:
    settings.SECOND_FACTOR = False
    house = House(State.CHANGES_NEEDED)
    other = make_submission("changes_needed")
    owner = other.memberships.get().user
    theirs = make_picture(other, owner)
    consent_to(theirs, owner)
    member = Membership.objects.create(submission=other, user=make_person("their.helper"))
    invitation = Invitation.objects.create(submission=other, email="their.guest@demo.example")
    remark = Remark.objects.create(submission=other, text="Theirs", is_from_us=True, told_at=timezone.now())
    before = everything()
    doors = [(name, {"file_key": theirs.key}) for name in DESK if "file_key" in ROUTES[name]]
    doors += [("desk_forget", {"number": invitation.pk}), ("desk_remove", {"number": member.pk})]
    for name, wrong in doors:
        for method in DESK[name].methods:
            assert house.come("author", name, method, **wrong).status_code == 404, name
    for name in ("stories:drop_remark", "stories:settle_remark"):
        assert house.come("Moderators", name, "POST", remark=remark.pk).status_code == 404
    for name in ("stories:read", "stories:accept", "stories:drop_remark"):
        method = CMS[name].methods[0]
        for number in (0, other.pk + 1, 2**40):
            assert house.come("Moderators", name, method, pk=number).status_code == 404
    assert everything() == before


def test_a_name_that_is_no_key_is_no_page() -> None:
    house = House(State.DRAFT)
    for path in ("1/", "x/", f"{house.story.pk}/", f"{house.story.key}/nothing/", f"{house.story.key}/pictures/x/"):
        assert house.clients["author"].get(f"/case-studies/share/{path}").status_code == 404, path


@pytest.mark.parametrize("state", list(State))
def test_readers_find_nothing_of_what_is_not_published(state: State, client: Client) -> None:
    house = House(state)
    is_public = state == State.PUBLISHED
    page = make_story(title=TITLE, slug="told", summary=SUMMARY, live=is_public) if state != State.DRAFT else None
    Submission.objects.filter(pk=house.story.pk).update(page=page)
    everywhere = ["/case-studies/", "/case-studies/feed/", f"/case-studies/?q={TITLE}", "/data/case-studies.csv"]
    everywhere += ["/data/case-studies.json", "/api/v1/case-studies/", f"/search/?q={TITLE}", "/sitemap.xml"]
    for address in everywhere:
        answer = client.get(address)
        assert answer.status_code == 200, address
        if not is_public:
            assert SUMMARY not in body(answer), address
            assert "/case-studies/told/" not in body(answer), address
    own = [
        "/case-studies/told/",
        *(f"/case-studies/told/{file}" for file in ("story.pdf", "card.png", "cite.bib", "cite.ris")),
    ]
    own += [f"/api/v1/case-studies/{page.translation_key}/"] if page else []
    for address in own if not is_public else own[:1]:
        assert client.get(address).status_code == (200 if is_public else 404), address


@pytest.mark.parametrize(
    "prefix", ["", "../private/", "..%2fprivate%2f", "%2e%2e/private/", "with-consent/../../private/"]
)
def test_no_media_address_gives_a_private_file(prefix: str, stores: Path, settings: Any, client: Client) -> None:
    settings.SERVE_MEDIA = True
    house = House(State.SUBMITTED)
    name = str(house.picture.file.name)
    assert (stores / "private" / name).is_file()
    for wanted in (name, name.rpartition("/")[0], f"stories/{house.story.key}/", f"{house.picture.key}.jpg"):
        answer = client.get(f"/media/{prefix}{wanted}")
        assert answer.status_code in {400, 404}, (prefix, wanted)
