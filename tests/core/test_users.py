"""People sign in with an email address, whatever its capitals."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError

from het_site.core.models import User

pytestmark = pytest.mark.django_db


def test_a_user_is_called_by_name_or_address() -> None:
    assert str(User(email="jo@demo.example")) == "jo@demo.example"
    assert str(User(email="jo@demo.example", first_name="Jo", last_name="Bloggs")) == "Jo Bloggs"


def test_capitals_of_the_address_do_not_matter(rf: Any) -> None:
    user = User.objects.create_user("Jo@Demo.Example", "correct horse battery")
    assert user.email == "Jo@demo.example"
    assert User.objects.get_by_natural_key("JO@DEMO.EXAMPLE") == user
    assert authenticate(rf.post("/"), username="jo@demo.example", password="correct horse battery") == user


def test_one_address_has_one_account() -> None:
    User.objects.create_user("jo@demo.example")
    with pytest.raises(ValidationError, match="already"):
        User(email="JO@demo.example", password="x").full_clean()
    with pytest.raises(IntegrityError):
        User.objects.create_user("JO@demo.example")


def test_without_a_password_nobody_signs_in_with_one(rf: Any) -> None:
    user = User.objects.create_user("jo@demo.example")
    assert not user.has_usable_password()
    assert authenticate(rf.post("/"), username="jo@demo.example", password="") is None


def test_an_address_is_needed() -> None:
    with pytest.raises(ValueError, match="needs an email address"):
        User.objects.create_user("")


def test_a_new_user_may_nothing_and_a_superuser_everything() -> None:
    user = User.objects.create_user("jo@demo.example")
    chief = User.objects.create_superuser("chief@demo.example", "correct horse battery")
    assert (user.is_staff, user.is_superuser, user.has_perm("wagtailadmin.access_admin")) == (False, False, False)
    assert (chief.is_staff, chief.is_superuser, chief.has_perm("wagtailadmin.access_admin")) == (True, True, True)


def test_the_command_line_makes_a_superuser_by_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse battery")
    call_command("createsuperuser", email="chief@demo.example", interactive=False, verbosity=0)
    assert User.objects.get().is_superuser
