"""People who exist already."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group

from het_site.core.models import User


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Make a person of a group, or of none."""

    def make(address: str, *groups: str, **fields: bool) -> User:
        user = User.objects.create_user(address, "a long enough phrase", **fields)
        user.groups.set([Group.objects.get(name=name) for name in groups])
        return user

    return make
