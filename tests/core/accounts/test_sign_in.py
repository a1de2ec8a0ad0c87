"""Signing in says and does the same for everybody, lets no staff in, and changes nothing by looking."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from het_site.core import trapped_forms
from het_site.core.accounts import codes, forms, limits
from het_site.core.models import Attempt, SignInCode, User
from tests.core.accounts.signing_in import (
    CODE,
    PARTNER,
    START,
    ask,
    ask_and_receive,
    enter,
    is_signed_in,
    other_than,
    received,
    stamped,
    work,
)

pytestmark = pytest.mark.django_db

UNKNOWN = "unknown@demo.example"
#: address, groups and marks of everybody whom a code must not let in, and of two whom it may
EVERYBODY: list[tuple[str, list[str], dict[str, bool]]] = [
    ("known@demo.example", ["Partners"], {}),
    ("editor@demo.example", ["Editors"], {}),
    ("both@demo.example", ["Partners", "Moderators"], {}),
    ("root@demo.example", [], {"is_superuser": True}),
    ("staff@demo.example", [], {"is_staff": True}),
    ("gone@demo.example", ["Partners"], {"is_active": False}),
]
STAFF = [address for address, groups, marks in EVERYBODY[1:5]]


@pytest.fixture
def everybody(person: Callable[..., User]) -> None:
    for address, groups, marks in EVERYBODY:
        person(address, *groups, **marks)


def words(answer: Any, address: str) -> str:
    """Give what a page says, whoever asked and when."""
    soup = BeautifulSoup(answer.content, "html.parser")
    text = soup.main.get_text(" ", strip=True) if soup.main else ""
    return re.sub(r"\d\d:\d\d", "hh:mm", text.replace(address, "somebody"))


def test_everybody_gets_the_same_answers_for_the_same_work(everybody: None) -> None:
    seen = []
    for number, address in enumerate([UNKNOWN, *(address for address, *_ in EVERYBODY)]):
        client, place = Client(), f"192.0.2.{number}"
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, address, place=place)
        asked = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
        page = client.get(CODE)
        code = codes.digits_of(SignInCode.objects.get(address=address))
        with CaptureQueriesContext(connection) as queries:
            wrong = enter(client, other_than(code), place=place)
        tried = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
        cookies = {name: (len(morsel.value), morsel["max-age"]) for name, morsel in answer.cookies.items()}
        seen.append(
            (
                *(answer.status_code, answer["Location"], cookies, asked, tried),
                *(page.status_code, words(page, address), wrong.status_code, words(wrong, address)),
            )
        )
    assert all(one == seen[0] for one in seen[1:])
    assert seen[0][:2] == (302, CODE)
    assert mail.outbox == []


@pytest.mark.parametrize("address", STAFF)
def test_staff_are_told_by_email_where_they_sign_in(everybody: None, address: str) -> None:
    client = Client()
    assert ask_and_receive(client, address) == ""
    (message,) = mail.outbox
    assert message.to == [address]
    assert "http://testserver/cms/" in message.body
    right = codes.digits_of(SignInCode.objects.get())
    assert right not in message.body
    assert right not in str(message.alternatives[0])
    answer = enter(client, right)
    assert "This code is not right" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_closed_account_is_not_opened_and_not_made_anew(everybody: None) -> None:
    client = Client()
    assert ask_and_receive(client, "gone@demo.example") == ""
    assert "closed" in mail.outbox[0].body
    enter(client, codes.digits_of(SignInCode.objects.get()))
    assert not is_signed_in(client)
    assert User.objects.filter(email__iexact="gone@demo.example").count() == 1


def test_whoever_becomes_staff_meanwhile_does_not_get_in(person: Callable[..., User]) -> None:
    user = person(PARTNER)
    client = Client()
    code = ask_and_receive(client)
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    enter(client, code)
    assert not is_signed_in(client)


def test_looking_changes_nothing() -> None:
    """What scanners, previews and prefetchers do with a link: with and without the browser's own cookies."""
    client = Client()
    code = ask_and_receive(client)
    links = re.findall(r"http://testserver(/\S*)", mail.outbox[0].body)
    assert links == [START]
    before = SignInCode.objects.values().get()
    for browser in (Client(), client):
        for path in (*links, CODE, f"{CODE}?code={code}", f"{START}?email={PARTNER}", f"{CODE}?again=yes"):
            for look in (browser.get, browser.head):
                assert look(path).status_code in {200, 302}
                assert look(path, headers={"Sec-Purpose": "prefetch", "Purpose": "prefetch"}).status_code in {200, 302}
        assert not is_signed_in(browser)
    assert SignInCode.objects.values().get() == before
    assert not User.objects.exists()
    assert len(mail.outbox) == 1
    assert client.get("/sign-out/").status_code == 405
    enter(client, code)
    assert is_signed_in(client)
    client.get("/sign-out/")
    assert is_signed_in(client)


def test_only_who_signs_in_gets_a_session() -> None:
    client = Client()
    assert set(client.get(START).cookies) == {"csrftoken"}
    code = ask_and_receive(client)
    assert "sessionid" not in client.cookies
    ticket = client.cookies["sign_in_ticket"]
    assert (ticket["path"], ticket["httponly"], ticket["samesite"]) == (START, True, "Lax")
    answer = enter(client, code)
    assert answer.cookies["sessionid"]["httponly"]
    assert answer.cookies["sign_in_ticket"]["max-age"] == 0


def test_signing_out_ends_the_session_and_takes_its_cookie() -> None:
    client = Client()
    enter(client, ask_and_receive(client))
    answer = client.post("/sign-out/")
    assert answer.cookies["sessionid"]["max-age"] == 0
    assert "You are signed out" in client.get(answer["Location"]).content.decode()
    assert "sessionid" not in {name for name, morsel in client.cookies.items() if morsel.value}


FORGETS = "js/signed-out"


def test_signing_out_has_the_browser_forget_what_it_kept_and_no_link_does() -> None:
    client = Client()
    enter(client, ask_and_receive(client))
    answer = client.post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"storage"'
    assert FORGETS in client.get(answer["Location"]).content.decode()
    assert FORGETS not in client.get(answer["Location"]).content.decode(), "once"
    assert FORGETS not in Client().get("/sign-in/?signed-out").content.decode()
    assert not Client().get("/sign-in/?signed-out").has_header("Clear-Site-Data")


def test_signing_out_of_the_cms_has_the_browser_forget_too() -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root@demo.example"))
    assert client.post("/cms/logout/")["Clear-Site-Data"] == '"storage"'


@pytest.mark.parametrize("path", [START, CODE])
def test_no_step_is_kept_by_a_cache(path: str) -> None:
    client = Client()
    ask(client)
    answer = client.get(path)
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.parametrize("there", ["/case-studies/share/", "/case-studies/share/3/?part=2"])
def test_after_signing_in_one_is_where_one_wanted_to_go(there: str) -> None:
    client = Client()
    query = "?next=" + there.replace("?", "%3F").replace("=", "%3D")
    answer = ask(client, query=query)
    assert answer["Location"].startswith(f"{CODE}?next=/case-studies/share/")
    work()
    assert enter(client, received(), query=answer["Location"].removeprefix(CODE))["Location"] == there
    assert client.get(START + query)["Location"] == there


@pytest.mark.parametrize(
    "there",
    [
        *("//evil.example/", "https://evil.example/", "/\\evil.example/", "///evil.example", "\\\\evil.example"),
        *("/\t/evil.example", "javascript:alert(1)", "http://testserver/", "evil", "/" + "a" * 2000, ""),
    ],
)
def test_nobody_is_sent_to_another_site(there: str) -> None:
    client = Client()
    query = f"?next={there}"
    answer = ask(client, query=query)
    assert answer["Location"] == CODE
    work()
    assert enter(client, received(), query=query)["Location"] == "/case-studies/share/"
    assert client.get(START + query).status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", forms.NO_ADDRESS),
        ("nobody", forms.NOT_AN_ADDRESS),
        ("a@b.example\r\nBcc: c@d.example", forms.NOT_AN_ADDRESS),
    ],
)
def test_what_is_wrong_with_an_address_is_said(typed: str, said: str) -> None:
    page = ask(Client(), typed).content.decode()
    assert "<title>Error: " in page
    assert BeautifulSoup(page, "html.parser").main.get_text().count(said) == 2
    assert 'href="#id_email"' in page
    assert not SignInCode.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"website": "https://spam.example"}, trapped_forms.A_PROGRAM),
        ({"shown": stamped(timedelta())}, trapped_forms.A_PROGRAM),
        ({"shown": ""}, trapped_forms.OPEN_TOO_LONG),
        ({"shown": "made up"}, trapped_forms.OPEN_TOO_LONG),
        ({"shown": stamped(timedelta(days=2))}, trapped_forms.OPEN_TOO_LONG),
    ],
)
def test_programs_are_stopped_and_people_need_only_press_again(fields: dict[str, str], said: str) -> None:
    client = Client()
    if fields.get("shown", "").count(":") == 2 and said == trapped_forms.A_PROGRAM:
        fields = {"shown": trapped_forms.stamp()}
    answer = ask(client, **fields)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not SignInCode.objects.exists()
    soup = BeautifulSoup(answer.content, "html.parser")
    sent = {str(box["name"]): str(box.get("value", "")) for box in soup.select("main form input")}
    assert sent["email"] == PARTNER
    assert sent["website"] == ""
    Attempt.objects.all().delete()


def test_a_forged_form_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert ask(client).status_code == 403
    assert enter(client, "123456").status_code == 403
    assert client.post("/sign-out/").status_code == 403
    assert not SignInCode.objects.exists()


def test_two_hundred_sign_ups_a_minute_from_one_place_are_refused() -> None:
    answers = [ask(Client(), f"somebody{number}@demo.example") for number in range(200)]
    assert [answer.status_code for answer in answers] == [302] * limits.BY_PLACE.most + [429] * 170
    page = answers[-1].content.decode()
    assert "Too many tries" in page
    assert re.search(r"Try again in 1[45] minutes\.", page)
    assert int(answers[-1]["Retry-After"]) in range(60, 901)
    assert SignInCode.objects.count() == limits.BY_PLACE.most
    assert ask(Client(), place="198.51.100.1").status_code == 302


@pytest.mark.parametrize("address", [UNKNOWN, "known@demo.example", "editor@demo.example"])
def test_nobodys_mailbox_is_filled(everybody: None, address: str) -> None:
    answers = [ask(Client(), address, place=f"198.51.100.{number}") for number in range(30)]
    assert [answer.status_code for answer in answers] == [302] * limits.BY_PERSON.most + [429] * 10
    assert re.search(r"Try again in 2[34] hours\.", answers[-1].content.decode())


def test_who_shows_that_the_mailbox_is_theirs_may_ask_again() -> None:
    for _ in range(limits.BY_PERSON_AND_PLACE.most + 1):
        client = Client()
        enter(client, ask_and_receive(client))
        assert is_signed_in(client)


def test_wrong_codes_are_limited_by_place_too() -> None:
    client = Client()
    ask(client)
    answers = [enter(client, "12345") for _ in range(limits.TRIES_BY_PLACE.most + 1)]
    assert [answers[-2].status_code, answers[-1].status_code] == [200, 429]


def test_a_copy_of_the_site_writes_to_nobody_unknown(caplog: pytest.LogCaptureFixture) -> None:
    ask(Client(), "stranger@elsewhere.example")
    work()
    assert mail.outbox == []
    assert "elsewhere" not in caplog.text
    assert "was not sent" in caplog.text


def test_what_was_noted_of_a_try_names_nobody() -> None:
    ask(Client())
    noted = " ".join(str(value) for row in Attempt.objects.values_list() for value in row)
    assert "partner" not in noted
    assert "192.0.2" not in noted


def test_the_code_box_is_one_that_phones_fill_in() -> None:
    client = Client()
    ask(client)
    soup = BeautifulSoup(client.get(CODE).content, "html.parser")
    box = soup.select_one("#id_code")
    assert box is not None
    assert (box["autocomplete"], box["inputmode"], box["type"]) == ("one-time-code", "numeric", "text")
