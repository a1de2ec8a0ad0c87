"""Signing in by email and password: limited, plain, and silent about who has an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from het_site.core import tasks
from het_site.core.cms import sign_in
from het_site.core.models import Attempt, User
from het_site.core.throttle import Limit, network_address, spend

pytestmark = pytest.mark.django_db

SIGN_IN = "/cms/login/"
FORGOTTEN = "/cms/password_reset/"
PASSWORD = "a long enough phrase"


@pytest.fixture
def editor(person: Callable[[str], User]) -> User:
    user = person("Editors")
    user.set_password(PASSWORD)
    user.save()
    return user


def try_to_sign_in(address: str, password: str, *, place: str = "192.0.2.1") -> HttpResponse:
    return Client().post(SIGN_IN, {"username": address, "password": password}, REMOTE_ADDR=place)


def said(response: Any) -> list[str]:
    return list(response.context["form"].non_field_errors()) if response.status_code == 200 else []


def test_the_right_password_opens_the_cms_whatever_the_capitals_of_the_address(editor: User) -> None:
    response = try_to_sign_in(editor.email.upper(), PASSWORD)
    assert response.status_code == 302
    assert response.headers["Location"] == "/cms/"


def test_a_session_ends_after_twelve_hours_even_if_remembered(editor: User) -> None:
    client = Client()
    client.post(SIGN_IN, {"username": editor.email, "password": PASSWORD, "remember": "on"})
    assert client.cookies["sessionid"]["max-age"] == 12 * 60 * 60


def test_known_and_unknown_addresses_get_the_same_answer(editor: User) -> None:
    known = said(try_to_sign_in(editor.email, "wrong"))
    unknown = said(try_to_sign_in("nobody@demo.example", "wrong"))
    assert known == unknown == ["The email address or the password is not right. Check both and try again."]


def test_a_switched_off_account_gets_that_answer_too(editor: User) -> None:
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert said(try_to_sign_in(editor.email, PASSWORD)) == said(try_to_sign_in("nobody@demo.example", "wrong"))


@pytest.mark.parametrize("address", ["editors@demo.example", "nobody@demo.example"])
def test_the_sixth_try_from_one_place_is_refused_even_with_the_right_password(editor: User, address: str) -> None:
    for _ in range(sign_in.BY_PERSON_AND_PLACE.most):
        try_to_sign_in(address, "wrong")
    assert said(try_to_sign_in(address, PASSWORD)) == [sign_in.TOO_MANY]


def test_a_stranger_elsewhere_does_not_lock_an_editor_out(editor: User) -> None:
    for _ in range(10):
        try_to_sign_in(editor.email, "wrong", place="198.51.100.7")
    assert try_to_sign_in(editor.email, PASSWORD).status_code == 302


def test_many_places_together_are_limited_too(editor: User) -> None:
    for number in range(sign_in.BY_PERSON.most):
        try_to_sign_in(editor.email, "wrong", place=f"198.51.100.{number}")
    assert said(try_to_sign_in(editor.email, "wrong", place="203.0.113.1")) == [sign_in.TOO_MANY]


def test_one_password_tried_on_many_people_is_limited_too() -> None:
    for number in range(sign_in.BY_PLACE.most):
        try_to_sign_in(f"person{number}@demo.example", "Password2026")
    assert said(try_to_sign_in("another@demo.example", "Password2026")) == [sign_in.TOO_MANY]


def test_after_a_quarter_of_an_hour_one_may_try_again(editor: User) -> None:
    for _ in range(6):
        try_to_sign_in(editor.email, "wrong")
    Attempt.objects.update(made_at=timezone.now() - timedelta(minutes=16))
    assert try_to_sign_in(editor.email, PASSWORD).status_code == 302


def test_signing_in_forgives_earlier_slips(editor: User) -> None:
    for _ in range(3):
        for _ in range(4):
            try_to_sign_in(editor.email, "wrong")
        assert try_to_sign_in(editor.email, PASSWORD).status_code == 302


def test_what_is_noted_of_a_try_names_nobody(editor: User) -> None:
    try_to_sign_in(editor.email, "wrong")
    noted = " ".join(str(value) for row in Attempt.objects.values_list() for value in row)
    assert "editors" not in noted
    assert "192.0.2" not in noted


def test_tries_are_forgotten_after_a_day() -> None:
    limit = Limit("test", most=2, within=timedelta(minutes=1))
    spend({limit: "a"})
    Attempt.objects.update(made_at=timezone.now() - timedelta(days=2))
    spend({limit: "b"})
    assert Attempt.objects.count() == 1


def test_an_attack_does_not_fill_the_table() -> None:
    limit = Limit("test", most=3, within=timedelta(minutes=1))
    assert [spend({limit: "a"}) for _ in range(50)] == [True] * 3 + [False] * 47
    assert Attempt.objects.count() == 3


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "expected"),
    [
        (False, "203.0.113.9", "192.0.2.1"),
        (True, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (True, "", "192.0.2.1"),
        (True, "not an address", "unknown"),
        (True, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_where_a_request_comes_from_cannot_be_made_up(
    settings: Any, *, behind_proxy: bool, forwarded: str, expected: str
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert network_address(request) == expected


def words(response: Any) -> str:
    """Give what a page says, without the forgery token that differs each time."""
    return str(response.content.decode().partition("<main")[2])


def ask_for_a_link(address: str, *, place: str = "192.0.2.1") -> HttpResponse:
    """Ask, and have a worker do what was asked for."""
    answer = Client().post(FORGOTTEN, {"email": address}, REMOTE_ADDR=place, follow=True)
    for arguments in waiting():
        tasks.send_password_reset(**arguments)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    return answer


def waiting() -> list[dict[str, Any]]:
    jobs = ProcrastinateJob.objects.filter(task_name="core.send_password_reset")
    return list(jobs.values_list("args", flat=True))


def test_the_request_does_the_same_whether_or_not_anybody_has_the_address(editor: User) -> None:
    asked = []
    for number, address in enumerate((editor.email, "nobody@demo.example")):
        with CaptureQueriesContext(connection) as queries:
            Client().post(FORGOTTEN, {"email": address}, REMOTE_ADDR=f"192.0.2.{number}")
        asked.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries])
    assert asked[0] == asked[1]
    assert mail.outbox == []
    assert [job["address"] for job in waiting()] == [editor.email, "nobody@demo.example"]


def test_a_forgotten_password_is_replaced_by_email(editor: User) -> None:
    ask_for_a_link(editor.email)
    (message,) = mail.outbox
    assert message.to == [editor.email]
    path = next(word for word in message.body.split() if "/cms/password_reset/confirm/" in word)
    client = Client()
    page = client.get(path.removeprefix("http://testserver"), follow=True)
    new = "another long enough phrase"
    client.post(page.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
    assert try_to_sign_in(editor.email, new).status_code == 302


def test_asking_for_a_link_says_the_same_for_known_and_unknown_addresses(editor: User) -> None:
    known, unknown = ask_for_a_link(editor.email), ask_for_a_link("nobody@demo.example")
    assert known.redirect_chain == unknown.redirect_chain  # type: ignore[attr-defined]  # the test client adds it
    assert words(known) == words(unknown) != ""
    assert len(mail.outbox) == 1


def test_nobody_is_flooded_with_links(editor: User) -> None:
    answers = {words(ask_for_a_link(editor.email, place=f"198.51.100.{number}")) for number in range(10)}
    assert len(mail.outbox) == sign_in.RESET_BY_PERSON.most
    assert len(answers) == 1


def test_a_short_password_is_refused(editor: User) -> None:
    ask_for_a_link(editor.email)
    path = next(word for word in mail.outbox[0].body.split() if "/cms/password_reset/confirm/" in word)
    client = Client()
    page = client.get(path.removeprefix("http://testserver"), follow=True)
    answer = client.post(page.redirect_chain[-1][0], {"new_password1": "ye5!terday", "new_password2": "ye5!terday"})
    assert "at least 12 characters" in answer.content.decode()


def test_a_partner_who_signs_in_here_sees_no_screen_of_the_cms(person: Callable[[str], User]) -> None:
    client = Client()
    client.force_login(person("Partners"))
    assert client.get("/cms/").status_code in {302, 403}
    assert client.get("/cms/pages/").status_code in {302, 403}


def test_the_hash_of_an_unknown_person_is_computed_too() -> None:
    """Answers take the same time: Django hashes the password even when nobody has the address."""
    with patch("het_site.core.models.users.User.set_password") as hashed:
        try_to_sign_in("nobody@demo.example", "wrong")
    assert hashed.called


@pytest.mark.parametrize(
    ("path", "values", "messages"),
    [
        (SIGN_IN, {}, ["Enter the email address of your account.", "Enter your password."]),
        (FORGOTTEN, {}, ["Enter the email address of your account."]),
        (FORGOTTEN, {"email": "nobody"}, ["Enter an address such as name@example.org."]),
    ],
)
def test_what_is_missing_is_said_in_words_and_in_the_title(
    path: str, values: dict[str, str], messages: list[str]
) -> None:
    page = Client().post(path, values).content.decode()
    assert "<title>Error: " in page
    assert "This field is required" not in page
    assert all(message in page for message in messages)


def test_there_is_a_way_back_from_every_step_to_a_new_password() -> None:
    for path in (FORGOTTEN, f"{FORGOTTEN}done/"):
        assert f'href="{SIGN_IN}"' in Client().get(path).content.decode(), path
    expired = Client().get(f"{FORGOTTEN}confirm/MQ/set-password/").content.decode()
    assert "This link no longer works" in expired
    assert f'href="{FORGOTTEN}"' in expired
