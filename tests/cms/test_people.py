"""Accounts in the CMS: administrators manage people, and nobody becomes or takes over a superuser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from het_site.core.models import User

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], Client]


def form(**fields: Any) -> dict[str, Any]:
    return {"email": "new@demo.example", "first_name": "New", "last_name": "Person", "is_active": "on"} | fields


def test_an_administrator_adds_a_person_without_choosing_a_password(signed_in: SignIn) -> None:
    group = Group.objects.get(name="Editors")
    signed_in("Administrators").post("/cms/users/new/", form(groups=[group.pk]))
    added = User.objects.get(email="new@demo.example")
    assert list(added.groups.all()) == [group]


def test_an_administrator_cannot_make_a_superuser(signed_in: SignIn) -> None:
    client = signed_in("Administrators")
    assert "is_superuser" not in client.get("/cms/users/new/").content.decode()
    client.post("/cms/users/new/", form(is_superuser="on"))
    added = User.objects.get(email="new@demo.example")
    assert not added.is_superuser
    client.post(f"/cms/users/edit/{added.pk}/", form(is_superuser="on"))
    added.refresh_from_db()
    assert not added.is_superuser


def test_an_administrator_cannot_open_or_switch_off_a_superuser(signed_in: SignIn) -> None:
    boss = User.objects.create_superuser("boss@demo.example", "a long enough phrase")
    client = signed_in("Administrators")
    new = {"password1": "another long phrase", "password2": "another long phrase"}
    assert client.post(f"/cms/users/edit/{boss.pk}/", form(email=boss.email, **new)).status_code in {302, 403}
    client.post(f"/cms/bulk/core/user/set_active_state/?id={boss.pk}", {"mark_as_active": "False"})
    client.post(f"/cms/users/delete/{boss.pk}/")
    boss.refresh_from_db()
    assert boss.is_active
    assert boss.check_password("a long enough phrase")


def test_a_superuser_can_make_another(signed_in: SignIn) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("boss@demo.example", "a long enough phrase"))
    client.post("/cms/users/new/", form(is_superuser="on"))
    assert User.objects.get(email="new@demo.example").is_superuser


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Data officers", "Newsletter editors"])
def test_other_roles_do_not_see_people(signed_in: SignIn, role: str) -> None:
    client = signed_in(role)
    for path in ("/cms/users/", "/cms/users/new/", "/cms/groups/", "/cms/sites/", "/cms/settings/core/brandsettings/"):
        assert client.get(path).status_code in {302, 403}, path


def test_people_do_not_change_the_address_they_sign_in_with_themselves(signed_in: SignIn) -> None:
    client = signed_in("Editors")
    client.post("/cms/account/", {"name_email-email": "other@demo.example", "name_email-first_name": "A"})
    assert not User.objects.filter(email="other@demo.example").exists()


def test_demo_accounts_stand_in_their_roles_and_making_them_again_changes_nothing() -> None:
    call_command("make_demo_accounts", verbosity=0)
    before = list(User.objects.order_by("email").values_list("email", "groups__name", "password"))
    call_command("make_demo_accounts", verbosity=0)
    assert list(User.objects.order_by("email").values_list("email", "groups__name", "password")) == before
    assert [(email, group) for email, group, _ in before] == [
        ("admin@demo.example", "Administrators"),
        ("data@demo.example", "Data officers"),
        ("editor@demo.example", "Editors"),
        ("moderator@demo.example", "Moderators"),
        ("newsletter@demo.example", "Newsletter editors"),
        ("partner@demo.example", "Partners"),
    ]


def test_demo_accounts_have_the_password_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "another demo phrase")
    call_command("make_demo_accounts", verbosity=0)
    assert User.objects.get(email="editor@demo.example").check_password("another demo phrase")


def test_demo_accounts_are_refused_outside_development(settings: Any) -> None:
    settings.DEMO_ACCOUNTS = False
    with pytest.raises(CommandError, match="Demo accounts are for development"):
        call_command("make_demo_accounts")
    assert not User.objects.exists()
