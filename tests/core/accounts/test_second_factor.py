"""Staff need a code of an app beside their password; halfway in they are nobody, and no code works twice."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from io import StringIO
from typing import Any

import pyotp
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from het_site.core.accounts import factors, limits
from het_site.core.accounts.passwords import LinkForm
from het_site.core.models import Attempt, RecoveryCode, SecondFactor, User
from tests.core.accounts.signing_in import ask_and_receive, enter

pytestmark = pytest.mark.django_db

ENTER, SET_UP, CMS = "/second-factor/", "/second-factor/set-up/", "/cms/"
PASSWORD = "a long enough phrase"


@pytest.fixture(autouse=True)
def demanded(settings: Any) -> None:
    settings.SECOND_FACTOR = True


@pytest.fixture
def editor(person: Callable[..., User]) -> User:
    return person("editor@demo.example", "Editors")


class Phone:
    """An authenticator app whose clock can be moved on."""

    def __init__(self, secret: bytes) -> None:
        self.app = pyotp.TOTP(factors.in_base32(secret))
        self.steps = 0

    def code(self) -> str:
        """Show the next code that was not used: each is of another half minute."""
        self.steps += 1
        return self.app.generate_otp(int(time.time()) // 30 - 2 + self.steps)


def halfway(user: User) -> Client:
    """Sign in with the password alone, through Wagtail's own page."""
    client = Client()
    answer = client.post("/cms/login/", {"username": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def set_up(user: User) -> tuple[Client, Phone, list[str]]:
    """Set up an app from the key that the page shows; gives the recovery codes too."""
    client = halfway(user)
    page = BeautifulSoup(client.get(SET_UP).content, "html.parser")
    key = page.select_one("main p strong")
    assert key is not None
    phone = Phone(base64.b32decode(key.get_text().replace(" ", "")))
    answer = client.post(SET_UP, {"code": phone.code()})
    codes = [one.get_text() for one in BeautifulSoup(answer.content, "html.parser").select("main li strong")]
    assert len(codes) == factors.RECOVERY_CODES
    return client, phone, codes


def is_in(client: Client) -> bool:
    return client.get(CMS).status_code == 200


@pytest.mark.parametrize("path", [CMS, "/cms/pages/", "/cms/account/", "/cms/users/", "/cms/jsi18n/", "/cms/no-such/"])
def test_a_password_alone_opens_no_page_of_the_cms(editor: User, path: str) -> None:
    client = halfway(editor)
    answer = client.get(path)
    assert answer["Location"] == f"{ENTER}?next={path}"
    assert client.get(answer["Location"])["Location"] == f"{SET_UP}?next={path}"
    assert client.post(path, {})["Location"] == f"{ENTER}?next={CMS}"


def test_halfway_in_one_is_nobody_elsewhere(editor: User) -> None:
    client = halfway(editor)
    assert "wagtail-userbar" not in client.get("/search/").content.decode()
    assert client.get("/sign-in/").status_code == 200
    assert "You are signed in" not in client.get("/sign-in/").content.decode()
    assert client.get("/cms/login/").status_code == 302
    assert client.post("/cms/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_an_app_is_set_up_and_opens_the_cms(editor: User) -> None:
    client, phone, _ = set_up(editor)
    assert is_in(client)
    again = halfway(editor)
    assert not is_in(again)
    assert again.get(SET_UP)["Location"] == ENTER
    answer = again.post(f"{ENTER}?next=/cms/pages/", {"code": phone.code()})
    assert answer["Location"] == "/cms/pages/"
    assert is_in(again)


def test_the_session_gets_another_name_with_the_second_factor(editor: User) -> None:
    _, phone, _ = set_up(editor)
    client = halfway(editor)
    before = client.session.session_key
    client.post(ENTER, {"code": phone.code()})
    assert client.session.session_key != before


def test_a_code_works_once(editor: User) -> None:
    _, phone, _ = set_up(editor)
    code = phone.code()
    assert halfway(editor).post(ENTER, {"code": code}).status_code == 302
    client = halfway(editor)
    assert "used before" in client.post(ENTER, {"code": code}).content.decode()
    assert not is_in(client)


def test_a_recovery_code_works_once_and_is_counted(editor: User) -> None:
    client, _, codes = set_up(editor)
    assert "10 recovery codes left" in client.get(ENTER).content.decode()
    other = halfway(editor)
    assert other.post(ENTER, {"code": f" {codes[0].upper()} "}).status_code == 302
    assert is_in(other)
    assert "9 recovery codes left" in other.get(ENTER).content.decode()
    assert halfway(editor).post(ENTER, {"code": codes[0]}).status_code == 200


@pytest.mark.parametrize("typed", ["", "000000", "12345", "abcde-fghij", "0" * 41, "½½½½½½"])
def test_anything_else_opens_nothing(editor: User, typed: str) -> None:
    set_up(editor)
    client = halfway(editor)
    page = client.post(ENTER, {"code": typed}).content.decode()
    assert "<title>Error: " in page
    assert not is_in(client)


def test_guessing_is_limited_whatever_the_session(editor: User) -> None:
    _, phone, _ = set_up(editor)
    for _ in range(limits.FACTOR_BY_PERSON.most):
        halfway(editor).post(ENTER, {"code": "000000"})
    client = halfway(editor)
    assert "too many wrong codes" in client.post(ENTER, {"code": phone.code()}).content.decode()
    assert not is_in(client)
    Attempt.objects.all().delete()
    assert client.post(ENTER, {"code": phone.code()}).status_code == 302


def test_nothing_is_stored_before_a_right_code(editor: User) -> None:
    client = halfway(editor)
    for _ in range(2):
        client.get(SET_UP)
    assert "Error" in client.post(SET_UP, {"code": "000000"}).content.decode()
    assert not SecondFactor.objects.exists()


def test_two_sessions_are_offered_two_secrets(editor: User) -> None:
    pages = [halfway(editor).get(SET_UP).content.decode() for _ in range(2)]
    keys = [BeautifulSoup(page, "html.parser").select_one("main p strong") for page in pages]
    assert str(keys[0]) != str(keys[1])


def test_who_has_one_cannot_be_given_another_by_a_password(editor: User) -> None:
    waiting = halfway(editor)
    secret = factors.proposed_secret(_request(waiting), editor)
    set_up(editor)
    answer = waiting.post(SET_UP, {"code": Phone(secret).code()})
    assert answer["Location"] == ENTER
    assert SecondFactor.objects.count() == 1
    assert not is_in(waiting)


def _request(client: Client) -> Any:
    return type("Request", (), {"session": client.session})()


def test_the_database_alone_tells_neither_secret_nor_codes(editor: User) -> None:
    _, phone, codes = set_up(editor)
    kept = [*SecondFactor.objects.values_list().get(), *RecoveryCode.objects.values_list("code", flat=True)]
    secret = phone.app.byte_secret().hex()
    assert not [value for value in kept if secret in str(value) or str(value).replace("-", "") in codes]


def test_a_new_secret_key_locks_nobody_out_while_the_old_one_is_known(editor: User, settings: Any) -> None:
    _, phone, codes = set_up(editor)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key of at least fifty random characters 0123456789"
    settings.SECRET_KEY_FALLBACKS = [old]
    factor = SecondFactor.objects.get()
    assert factors.use(factor, codes[0])
    assert factors.use(factor, phone.code())
    settings.SECRET_KEY_FALLBACKS = []
    factor.refresh_from_db()
    assert factors.use(factor, phone.code())
    assert not factors.use(factor, codes[1])


def test_other_codes_and_another_phone_need_a_code(editor: User) -> None:
    client, phone, codes = set_up(editor)
    assert "Error" in client.post(ENTER, {"code": "000000", "replace": "yes"}).content.decode()
    assert SecondFactor.objects.exists()
    page = client.post(ENTER, {"code": phone.code()}).content.decode()
    assert "Keep your recovery codes" in page
    assert codes[0] not in page
    Attempt.objects.all().delete()
    assert client.post(ENTER, {"code": phone.code(), "replace": "yes"})["Location"] == SET_UP
    assert not is_in(client)
    assert client.get(SET_UP).status_code == 200


def test_a_lost_phone_is_forgotten_by_who_runs_the_server(editor: User) -> None:
    client, _, _ = set_up(editor)
    call_command("reset_second_factor", "EDITOR@demo.example", stdout=StringIO())
    assert not is_in(client)
    assert halfway(editor).get(ENTER)["Location"] == SET_UP
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody@demo.example")


def test_partners_and_strangers_do_not_find_these_pages(person: Callable[..., User], settings: Any) -> None:
    assert Client().get(ENTER)["Location"].startswith("/cms/login/")
    partner = Client()
    enter(partner, ask_and_receive(partner))
    for path in (ENTER, SET_UP):
        assert partner.get(path).status_code == 404
    root = person("root@demo.example", is_superuser=True)
    client = halfway(root)
    settings.SECOND_FACTOR = False
    assert client.get(ENTER).status_code == 404
    assert is_in(client)


def test_the_square_holds_nothing_that_the_policy_forbids(editor: User) -> None:
    page = BeautifulSoup(halfway(editor).get(SET_UP).content, "html.parser")
    square = page.select_one("main svg")
    assert square is not None
    assert not [tag for tag in [square, *square.find_all()] if tag.has_attr("style")]
    assert not page.select("main script, main style, main img")


def test_ones_account_in_the_cms_leads_here(editor: User) -> None:
    client, _, _ = set_up(editor)
    assert f'href="{ENTER}"' in client.get("/cms/account/").content.decode()


def test_a_partner_who_becomes_an_editor_can_get_a_password(person: Callable[..., User]) -> None:
    partner = person("partner@demo.example", "Partners")
    partner.set_unusable_password()
    partner.save()
    form = LinkForm({"email": partner.email})
    assert form.is_valid()
    assert form.get_users(partner.email) == []
    partner.groups.add(Group.objects.get(name="Editors"))
    assert form.get_users(partner.email) == [partner]
    assert form.get_users("nobody@demo.example") == []


def test_looking_and_forging_change_nothing(editor: User) -> None:
    set_up(editor)
    client = halfway(editor)
    for look in (client.get, client.head):
        assert look(ENTER).status_code == 200
    forger = Client(enforce_csrf_checks=True)
    forger.cookies = client.cookies
    assert forger.post(ENTER, {"code": "000000"}).status_code == 403
    answer = client.get(ENTER)
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
