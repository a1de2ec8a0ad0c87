"""What every test may use: a database copied from a migrated template instead of migrated anew; and the order of tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache

from het_site.local.folders import ROOT
from tests import databases

# The browser's library leaves an event loop in the test's thread, and Django would refuse every query after it,
# although nothing here is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A busy machine must not fail a property that holds.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


#: what takes longest begins first, or one worker would end long after the others
FIRST = (
    "e2e/test_every_page",
    "e2e/test_editors_day",
    "e2e/test_data_officers_day",
    "e2e/",
    "local/",
    "casestudies/test_every_door",
    "newsletter/contributions/test_every_door",
    "indicators/releases/test_workers",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first; otherwise the order is random."""
    places = {item: item.path.relative_to(ROOT / "tests").as_posix() for item in items}
    items.sort(key=lambda item: [not places[item].startswith(start) for start in FIRST])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: Any) -> None:
    """Let each test database start as a copy of the migrated template."""
    template = databases.migrated_template(os.environ["DATABASE_URL"])
    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """End what the browser's event loop left connected, or the test database could not be dropped."""
    yield
    databases.disconnect(os.environ["DATABASE_URL"], str(settings.DATABASES["default"]["NAME"]))


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Empty the cache: Wagtail keeps the sites' addresses in it, which the test before may have rolled back."""
    cache.clear()
