"""A killed worker leaves nothing half done, and two officers at once do not cross: in databases of their own.

The long form is `make proof T=releases`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.proof import releases


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the settings of a database and a folder of the test's own."""
    own, name = os.environ["DATABASE_URL"], f"het_elsewhere_{os.getpid()}"
    url = databases.copy(own, template=databases.migrated_template(own), name=name)
    yield {
        "DATABASE_URL": url,
        "HET_DATA": str(tmp_path),
        "SECRET_KEY": "only for tests, and long enough: 0123456789 abcdef",
    }
    databases.drop(own, name)


@pytest.mark.parametrize("name", ["show_short", "show_two_officers"])
def test_nothing_is_left_half_done(elsewhere: dict[str, str], name: str, tmp_path: Path) -> None:
    releases.run(name, elsewhere, str(tmp_path))
