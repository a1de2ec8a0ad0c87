"""Database servers of a test's own, in folders of its own, gone when it ends."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from het_site.local.postgres import Server


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """Give a folder that any account can enter and whose path is short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="het-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(short_folder: Path) -> Iterator[Server]:
    """Give a server that is not started yet."""
    made = Server(short_folder / "postgres", durable=False)
    yield made
    made.wipe()
