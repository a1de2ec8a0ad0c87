"""A country, a town and two indicators to hand figures in for; files go to a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection, connections

from het_site.core.models import User
from indicators.actions.releases import RELEASE_LOCK
from indicators.models import Area, DataRelease, Indicator
from tests.factories.indicators import choose_places, make_area, make_indicator


@pytest.fixture(autouse=True)
def private_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is handed in in the test's folder; a field holds on to the storage it was made with."""
    storage = FileSystemStorage(location=tmp_path / "private")
    monkeypatch.setattr(DataRelease._meta.get_field("file"), "storage", storage)


@pytest.fixture
def places(db: None) -> tuple[Area, Area]:
    """A country and a town in it."""
    country = make_area("E92000001", name="Anyland", area_type=Area.Type.COUNTRY)
    town = make_area("E06000001", name="Anytown", parent=country)
    choose_places(town, country=country)
    return country, town


@pytest.fixture
def counted(places: tuple[Area, Area]) -> Indicator:
    """A percentage."""
    return make_indicator(slug="counted", title="People who are counted")


@pytest.fixture
def other(places: tuple[Area, Area]) -> Indicator:
    """Another percentage."""
    return make_indicator(slug="other", title="People who are not")


@pytest.fixture
def officer(db: None) -> User:
    """Somebody who hands figures in."""
    return User.objects.create_user("data@demo.example")


@pytest.fixture
def held_elsewhere() -> Callable[[DataRelease], AbstractContextManager[None]]:
    """Give a block in which another connection holds a release, as a worker would."""

    @contextmanager
    def hold(release: DataRelease) -> Iterator[None]:
        other = connections.create_connection(connection.alias)
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s, %s)", [RELEASE_LOCK, release.pk])
            yield
        finally:
            other.close()

    return hold
