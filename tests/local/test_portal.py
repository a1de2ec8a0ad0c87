"""Starting and stopping the parts together: what a person sees, and what a kill of any part leaves behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from het_site.local import programs
from het_site.local.folders import ROOT
from het_site.local.postgres import Server
from het_site.local.processes import first_number

# The real parts but for Django: a web server that needs none, and nothing to migrate or to build.
DRIVER = """
import sys
from het_site.local import portal, port, prepare, steps
prepare.is_prepared = lambda server: True
web = (sys.executable, "-c", sys.argv[1], str(port.chosen()))
kind = portal.Kind("het_site.settings.dev", web, lambda: None, False, ("The last line.",))
sys.exit(steps.exit_code_of(lambda: portal.run(lambda: kind)))
"""


WEB = """
import http.server, os, pathlib, sys
pathlib.Path(os.environ["HET_DATA"], "web_pid").write_text(str(os.getpid()))
http.server.BaseHTTPRequestHandler.log_message = lambda *words: None
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.BaseHTTPRequestHandler).serve_forever()
"""


class Portal:
    """A portal under test, in a folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self.server = Server(folder / "postgres")
        self.folder = folder
        self._process: subprocess.Popen[str] | None = None

    @property
    def process(self) -> subprocess.Popen[str]:
        assert self._process is not None
        return self._process

    def start(self) -> None:
        """Start it and wait until it says that it is ready or ends."""
        if self._process is not None:
            self.end()
        environment = {**os.environ, "HET_DATA": str(self.folder), "PORT": str(self.port)}
        environment.pop("DATABASE_URL", None)
        with (self.folder / "said").open("w") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-c", DRIVER, WEB],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                text=True,
            )
        wait_until(lambda: "The last line." in self.said or self.process.poll() is not None)

    @property
    def said(self) -> str:
        return (self.folder / "said").read_text()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=2):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def web_process(self) -> int:
        return int((self.folder / "web_pid").read_text())

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


def _client(portal: Portal, sql: str) -> subprocess.Popen[bytes]:
    command = [str(programs.folder() / "psql"), "-h", str(portal.server.socket_folder), "-U", "postgres", "-c", sql]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def portal(short_folder: Path, free_port: int) -> Iterator[Portal]:
    made = Portal(short_folder, free_port)
    yield made
    if made._process is not None:
        made.end()
    made.server.wipe()


def test_it_tells_each_step_with_its_time_and_ends_with_the_address(portal: Portal) -> None:
    portal.start()
    lines = portal.said.splitlines()
    assert lines[0].startswith("Database started ")
    assert lines[0].endswith(" s")
    assert lines[1].startswith("Web server started ")
    assert lines[-2].endswith(f"http://127.0.0.1:{portal.port}/")
    assert portal.answers()


def test_ctrl_c_stops_all_that_it_started(portal: Portal) -> None:
    portal.start()
    assert portal.end() == 0
    assert not portal.answers()
    assert not portal.server.is_running()
    assert portal.said.endswith("Stopped.\n")


def test_a_taken_port_stops_with_one_sentence_before_anything_else(portal: Portal) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", portal.port))
        other.listen()
        portal.start()
    assert portal.process.returncode == 1
    assert portal.said == (
        f"Port {portal.port} is taken: stop the program that uses it, or set PORT={portal.port + 1}.\n"
    )
    assert not portal.server.data.exists()


def test_a_database_that_ran_before_stays_on(portal: Portal) -> None:
    portal.server.start()
    portal.start()
    assert "Database runs already" in portal.said
    portal.end()
    assert portal.server.is_running()


def test_a_database_that_another_program_uses_stays_on(portal: Portal) -> None:
    portal.start()
    other = _client(portal, "select pg_sleep(60)")
    try:
        wait_until(lambda: portal.server.clients() == 1)
        portal.end()
        assert "another program is using it" in portal.said
        assert portal.server.is_running()
    finally:
        other.kill()
        other.wait()


def test_a_connection_that_a_killed_process_left_behind_does_not_keep_it_on(portal: Portal) -> None:
    portal.start()
    left_behind = _client(portal, "select pg_sleep(1.5)")
    try:
        wait_until(lambda: portal.server.clients() == 1)
        left_behind.kill()
        portal.end()
        assert not portal.server.is_running()
    finally:
        left_behind.wait()


def test_when_it_is_killed_its_web_server_goes_too_and_the_next_start_owns_the_database(portal: Portal) -> None:
    portal.start()
    portal.process.kill()
    portal.process.wait()
    wait_until(lambda: not portal.answers())
    assert portal.server.is_running()
    portal.start()
    assert portal.answers()
    portal.end()
    assert not portal.server.is_running()


def test_when_its_web_server_is_killed_it_says_so_and_stops_the_rest(portal: Portal) -> None:
    portal.start()
    os.kill(portal.web_process(), signal.SIGKILL)
    assert portal.process.wait(30) == 1
    assert "ended by itself: run the same command again" in portal.said
    assert not portal.server.is_running()
    portal.start()
    assert portal.answers()


def test_a_killed_database_comes_back_while_it_runs(portal: Portal) -> None:
    portal.start()
    pid = first_number(portal.server.data / "postmaster.pid")
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: "started again" in portal.said)
    assert portal.server.is_running()


def test_another_database_is_left_alone(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    # A child of a process that has read its settings inherits the address it found there.
    monkeypatch.setattr("het_site.local.folders.data_folder", lambda: portal.folder)
    monkeypatch.setenv("DATABASE_URL", "postgres://user:password@db.example.org/name")
    from het_site.local.portal import Database

    database = Database()
    database.start()
    database.stop()
    assert not database.is_prepared()
    assert not portal.server.data.exists()
