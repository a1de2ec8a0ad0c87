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
def new_server(short_folder: Path) -> Iterator[Server]:
    """Give a server whose folder is not made yet."""
    made = Server(short_folder / "postgres", durable=False)
    yield made
    made.wipe()


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the data folder of a stopped server, made once since that is the slow part."""
    server = Server(tmp_path_factory.mktemp("made") / "postgres", durable=False)
    server.start()
    server.stop()
    return server.data


@pytest.fixture
def server(made_folder: Path, new_server: Server) -> Server:
    """Give a server that is not started yet and has an empty database."""
    shutil.copytree(made_folder, new_server.data)
    return new_server
