"""People of each role."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from het_site.core.models import User

SignIn = Callable[[str], Client]


@pytest.fixture
def person(db: None) -> Callable[[str], User]:
    """Make a person of a role, always the same one."""

    def make(role: str) -> User:
        address = f"{role.lower().replace(' ', '.')}@demo.example"
        user, _ = User.objects.get_or_create(email=address, defaults={"first_name": role, "last_name": "Person"})
        user.groups.set([Group.objects.get(name=role)])
        return user

    return make


@pytest.fixture
def signed_in(person: Callable[[str], User]) -> SignIn:
    """Give a browser in which somebody of a role is signed in."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(person(role))
        return client

    return sign_in


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> None:
    """Put uploaded files where nobody else looks."""
    settings.MEDIA_ROOT = tmp_path
