"""The worker beside the web server comes back when it ends or the code changes, and goes when it is told to."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from het_site.local import worker
from het_site.local.worker import Worker

PROGRAM = "import os, pathlib, time; pathlib.Path({path!r}).write_text(str(os.getpid())); time.sleep(60)"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    return tmp_path / "pid"


@pytest.fixture
def running(note: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """A program that only says its number, looked after without pauses."""
    monkeypatch.setattr(worker, "PAUSE", 0)
    monkeypatch.setattr(worker, "LOOK", 0)
    made = Worker((sys.executable, "-c", PROGRAM.format(path=str(note))), follows_code=True)
    made.start()
    yield made
    made.stop()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def number(note: Path) -> int:
    wait_for(lambda: note.exists() and note.read_text() != "")
    return int(note.read_text())


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_comes_back_when_it_is_killed(running: Worker, note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = number(note)
    note.unlink()
    os.kill(first, signal.SIGKILL)

    def is_back() -> bool:
        running.revive()
        return note.exists() and note.read_text() not in {"", str(first)}

    wait_for(is_back)
    assert "had stopped and was started again" in capsys.readouterr().out


def test_it_runs_the_code_that_is_there(running: Worker, note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = number(note)
    running.revive()
    assert number(note) == first
    monkeypatch.setattr(worker, "newest_change", lambda: 1.0)
    running.revive()
    wait_for(lambda: number(note) != first)
    assert not is_there(first)


def test_it_goes_when_it_is_told_to(running: Worker, note: Path) -> None:
    pid = number(note)
    running.stop()
    assert not is_there(pid)
    running.revive()
    assert not is_there(pid)


def test_without_a_command_there_is_none() -> None:
    nobody = Worker((), follows_code=True)
    nobody.start()
    nobody.revive()
    nobody.stop()


def test_a_change_of_any_file_of_ours_is_seen(tmp_path: Path) -> None:
    assert worker.newest_change((tmp_path,)) == 0
    (tmp_path / "package").mkdir()
    (tmp_path / "package/module.py").write_text("")
    os.utime(tmp_path / "package/module.py", (5, 5))
    assert worker.newest_change((tmp_path,)) == 5
