"""A code works once, for a quarter of an hour, five tries and one browser; an account is made by the right one alone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone

from het_site.core.accounts import codes, people, tasks
from het_site.core.models import SignInCode, User
from tests.core.accounts.signing_in import (
    CODE,
    PARTNER,
    ask,
    ask_and_receive,
    enter,
    is_signed_in,
    other_than,
    received,
    waiting,
    work,
)

pytestmark = pytest.mark.django_db


def grow_old(by: timedelta) -> None:
    SignInCode.objects.update(asked_at=timezone.now() - by)


def test_an_account_is_made_by_the_right_code_and_not_before() -> None:
    client = Client()
    code = ask_and_receive(client)
    assert not User.objects.filter(email=PARTNER).exists()
    enter(client, other_than(code))
    assert not User.objects.filter(email=PARTNER).exists()
    answer = enter(client, code)
    assert answer.status_code == 302
    user = User.objects.get(email=PARTNER)
    assert is_signed_in(client)
    assert [group.name for group in user.groups.all()] == [people.GROUP]
    assert not user.has_usable_password()
    assert not user.has_perm("wagtailadmin.access_admin")
    assert client.get("/cms/").status_code in {302, 403}


def test_somebody_known_gets_their_own_account_whatever_the_capitals(person: Callable[..., User]) -> None:
    user = person(PARTNER, people.GROUP)
    client = Client()
    enter(client, ask_and_receive(client, PARTNER.upper()))
    assert client.session["_auth_user_id"] == str(user.pk)
    assert User.objects.count() == 1


def test_the_group_is_made_anew_where_somebody_deleted_it() -> None:
    Group.objects.filter(name=people.GROUP).delete()
    client = Client()
    enter(client, ask_and_receive(client))
    assert User.objects.get().groups.get().name == people.GROUP


def test_two_windows_that_sign_up_at_once_get_one_account(person: Callable[..., User]) -> None:
    user = person(PARTNER)
    assert people.make_partner(PARTNER.upper()) == user


def test_a_code_works_once() -> None:
    client, same_browser = Client(), Client()
    code = ask_and_receive(client)
    same_browser.cookies = client.cookies.copy()
    enter(client, code)
    answer = enter(same_browser, code)
    assert answer["Location"] == "/sign-in/"
    assert not is_signed_in(same_browser)
    assert not SignInCode.objects.exists()


@pytest.mark.parametrize(("minutes", "works"), [(14, True), (16, False)])
def test_a_code_lives_for_a_quarter_of_an_hour(minutes: int, *, works: bool) -> None:
    client = Client()
    code = ask_and_receive(client)
    grow_old(timedelta(minutes=minutes))
    answer = enter(client, code)
    assert is_signed_in(client) == works
    if not works:
        assert "This code no longer works" in answer.content.decode()
        assert "This code no longer works" in client.get(CODE).content.decode()


def test_five_wrong_tries_end_a_code() -> None:
    client = Client()
    code = ask_and_receive(client)
    for left in (4, 3, 2):
        assert f"You have {left} more tries." in enter(client, other_than(code)).content.decode()
    assert "You have one more try." in enter(client, other_than(code)).content.decode()
    assert "This code no longer works" in enter(client, other_than(code)).content.decode()
    assert "This code no longer works" in enter(client, code).content.decode()
    assert not is_signed_in(client)
    assert not User.objects.exists()


def test_a_new_code_can_be_asked_for_and_ends_the_old_one() -> None:
    client = Client()
    old = ask_and_receive(client)
    for _ in range(5):
        enter(client, other_than(old))
    answer = client.post(CODE, {"again": "yes"})
    assert (answer.status_code, answer["Location"]) == (302, CODE)
    work()
    new = received()
    assert [message.to for message in mail.outbox] == [[PARTNER], [PARTNER]]
    assert SignInCode.objects.count() == 1
    if old != new:
        enter(client, old)
        assert not is_signed_in(client)
    enter(client, new)
    assert is_signed_in(client)


def test_a_code_is_worth_nothing_in_another_browser() -> None:
    mine, theirs = Client(), Client()
    code = ask_and_receive(mine)
    assert enter(theirs, code)["Location"] == "/sign-in/"
    ask(theirs)
    if codes.digits_of(SignInCode.objects.latest("pk")) != code:
        enter(theirs, code)
        assert not is_signed_in(theirs)
    enter(mine, code)
    assert is_signed_in(mine)


def test_what_is_no_code_is_not_counted_as_a_try() -> None:
    client = Client()
    code = ask_and_receive(client)
    for typed in ("", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "½23456"):
        assert "Error:" in enter(client, typed).content.decode()
    assert SignInCode.objects.get().tries == 0
    enter(client, f" {code[:3]} {code[3:]} ")
    assert is_signed_in(client)


def test_every_code_is_another_and_none_is_stored() -> None:
    made = [SignInCode.objects.create(ticket=str(number), seed=str(number), address=PARTNER) for number in range(200)]
    digits = [codes.digits_of(code) for code in made]
    assert all(len(code) == 6 and code.isdigit() for code in digits)
    assert len(set(digits)) > 190
    for code, shown in zip(made, digits, strict=True):
        assert shown not in [str(value) for value in SignInCode.objects.filter(pk=code.pk).values_list().get()]


def test_neither_job_nor_log_holds_the_code_or_the_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = Client()
    ask(client)
    (arguments,) = waiting()
    assert list(arguments) == ["code_id"]
    work()
    code = received()
    for _ in range(5):
        enter(client, other_than(code))
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not [line for line in said if code in line or PARTNER in line]
    assert code not in mail.outbox[0].subject


def test_a_letter_that_only_looks_like_another_opens_no_account(person: Callable[..., User]) -> None:
    person("mike@demo.example")
    client = Client()
    assert "Enter an email address such as" in ask(client, "m\u0131ke@demo.example").content.decode()
    assert people.find("m\u0131ke@demo.example") is None
    assert people.find("MIKE@demo.example") is not None


def test_codes_and_their_addresses_are_forgotten_after_an_hour() -> None:
    client = Client()
    ask(client)
    grow_old(timedelta(minutes=61))
    assert client.get(CODE)["Location"] == "/sign-in/"
    tasks.forget_sign_in_codes(0)
    assert not SignInCode.objects.exists()


def test_a_late_worker_sends_no_dead_code() -> None:
    ask(Client())
    grow_old(timedelta(minutes=16))
    work()
    assert mail.outbox == []


def test_ten_thousand_wrong_codes_never_get_in() -> None:
    """Whatever is typed, by however many windows of the same browser: five tries are looked at, the rest is not."""
    client = Client()
    code = ask_and_receive(client)
    row = SignInCode.objects.get()
    looked_at = 0
    for number in range(10_000):
        typed = f"{number:06d}" if f"{number:06d}" != code else "999999"
        looked_at += codes.use(row, typed).left > 0
    assert looked_at == codes.MOST_TRIES - 1  # the fifth says at once that the code is over
    assert codes.use(row, code).outcome is codes.Outcome.DEAD
    assert not User.objects.exists()
