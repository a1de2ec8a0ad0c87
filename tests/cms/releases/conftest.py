"""A country, a town, two indicators, and a Data officer at a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from het_site.core.models import User
from tests.cms.conftest import SignIn
from tests.indicators.releases.conftest import counted, other, places, private_files

__all__ = ["counted", "other", "places", "private_files"]


@pytest.fixture
def browser_of_officer(signed_in: SignIn) -> Client:
    """Give the browser of a Data officer."""
    return signed_in("Data officers")


@pytest.fixture
def data_officer(person: Callable[[str], User]) -> User:
    """Give the Data officer."""
    return person("Data officers")
