"""`make run` in a fresh clone: cold and warm times, and back on its feet after kill -9 of any part at any moment."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from het_site.local import dotenv
from het_site.local.folders import ROOT
from het_site.local.processes import first_number

COLD_GOAL, WARM_GOAL = 60, 10  # seconds on two quiet cores, with a near package mirror
PATIENCE = 600
OURS = {*dotenv.parse((ROOT / ".env.example").read_text()), "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV", "HET_STARTED_AT"}


class Clone:
    """A fresh clone of the last commit, with caches of its own and none of our settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder.with_suffix(".log")
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder)], check=True)
        self.make: subprocess.Popen[bytes] | None = None

    @property
    def said(self) -> str:
        """What the last start has printed so far."""
        return self.log.read_text(errors="replace")

    def start(self) -> None:
        """Begin `make run`; do not wait."""
        environment = {key: value for key, value in os.environ.items() if key not in OURS}
        # The Python that runs this has no pip; the one that a person would use may.
        own = str(Path(sys.executable).parent)
        environment["PATH"] = os.pathsep.join(place for place in os.get_exec_path() if place != own)
        with self.log.open("w") as said:
            self.make = subprocess.Popen(
                ["make", "run"],
                cwd=self.folder,
                env=environment | {"PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for(self, words: str) -> None:
        """Wait until the start has said these words."""
        _wait(lambda: words in self.said or self._has_ended(), f"nobody said “{words}”:\n{self.said}")
        assert words in self.said, self.said

    def run(self) -> int:
        """Start, wait until it is ready, look at the home page; return the seconds that it told."""
        self.start()
        self.wait_for("Ctrl-C stops.")
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=60) as answer:
            assert answer.status == 200
            assert b"</html>" in answer.read()
        told = re.search(r"Ready in (\d+) s", self.said)
        assert told
        return int(told[1])

    def interrupt(self) -> None:
        """Press Ctrl-C: what is in the foreground hears it. Nothing may be left afterwards."""
        assert self.make
        with suppress(ProcessLookupError):
            os.killpg(self.make.pid, signal.SIGINT)
        self.make.wait(60)
        _wait(lambda: not self.processes(), f"still there: {self.processes()}", 30)
        with socket.socket() as attempt:
            assert attempt.connect_ex(("127.0.0.1", self.port)), "the port still answers"

    def processes(self) -> dict[int, str]:
        """Return the commands that work in the clone, by process number."""
        lines = subprocess.run(
            ["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True
        ).stdout.splitlines()
        found = {}
        for line in lines[1:]:
            number, _, command = line.strip().partition(" ")
            with suppress(OSError):
                if str(self.folder) in command or Path(f"/proc/{number}/cwd").resolve().is_relative_to(self.folder):
                    found[int(number)] = command.strip()
        return found

    def kill(self, words: str) -> None:
        """Kill the first process whose command holds these words, without a chance to tidy up."""
        number = next(number for number, command in sorted(self.processes().items()) if re.search(words, command))
        os.kill(number, signal.SIGKILL)

    def kill_database(self) -> None:
        """Kill the database server's first process."""
        number = first_number(self.folder / ".het" / "postgres" / "postmaster.pid")
        assert number
        os.kill(number, signal.SIGKILL)

    def end(self) -> None:
        """Wait until `make run` has ended by itself after a kill."""
        assert self.make
        self.make.wait(60)

    def _has_ended(self) -> bool:
        return self.make is not None and self.make.poll() is not None


def _wait(condition: Callable[[], bool], complaint: str, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.1)


def main() -> None:
    """Time a cold and a warm start, then kill everything there is to kill."""
    with tempfile.TemporaryDirectory(prefix="het-proof-") as folder:
        clone = Clone(Path(folder) / "clone")
        try:
            cold, warm = time_cold_and_warm(clone)
            kill_while_it_starts(clone)
            kill_while_it_runs(clone)
            assert cold < COLD_GOAL, "too slow from an empty folder"
            assert warm < WARM_GOAL, "too slow the second time"
        finally:
            _tidy(clone)


def time_cold_and_warm(clone: Clone) -> tuple[int, int]:
    """Start with nothing, and again with everything."""
    cold = clone.run()
    print("    " + "\n    ".join(line for line in clone.said.splitlines() if line.endswith(" s")))
    clone.interrupt()
    warm = clone.run()
    clone.interrupt()
    tables = clone.said
    print(
        f"  cold start {cold} s (goal {COLD_GOAL}), warm start {warm} s (goal {WARM_GOAL}); Ctrl-C left nothing behind"
    )
    assert "Content ready" not in tables, "a second start must change nothing"
    return cold, warm


def kill_while_it_starts(clone: Clone) -> None:
    """Kill the whole start, or a part of it, at each step; then start once more from what is left."""
    moments: dict[str, tuple[str, Callable[[], None]]] = {
        "packages being installed": ("Installer ready", lambda: clone.kill(r"uv-\S+/bin/uv sync")),
        "migrations under way, its starter": ("Portal code loaded", lambda: clone.kill("-m het_site.local.run")),
        "migrations under way, the process itself": ("Portal code loaded", lambda: clone.kill(r"local\.prepare$")),
        "content being loaded, the process itself": ("Migrations applied", lambda: clone.kill(r"local\.prepare$")),
        "content being loaded, the database": ("Migrations applied", clone.kill_database),
    }
    for name, (words, kill) in moments.items():
        _forget(clone, packages="packages" in name)
        clone.start()
        clone.wait_for(words)
        time.sleep(0.5 if "packages" in name else 1.5)
        kill()
        clone.end()
        clone.run()
        clone.interrupt()
        print(f"  killed with {name}: the next start came through")


def kill_while_it_runs(clone: Clone) -> None:
    """Kill each part of a portal that runs."""
    parts: dict[str, Callable[[], None]] = {
        "the process that serves": lambda: os.kill(max(_numbers(clone, r"-m het_site\.local\.web$")), signal.SIGKILL),
        "the process that watches files": lambda: clone.kill(r"python -m het_site\.local\.web$"),
        "the process between": lambda: clone.kill(r"local\.lifeline .*local\.web"),
        "the runner": lambda: clone.kill(r"-m het_site\.local\.run$"),
        "make itself": lambda: os.kill(clone.make.pid if clone.make else 0, signal.SIGKILL),
    }
    for name, kill in parts.items():
        clone.run()
        kill()
        clone.end()
        clone.run()
        clone.interrupt()
        print(f"  killed {name}: the next start came through, Ctrl-C left nothing behind")
    clone.run()
    clone.kill_database()
    clone.wait_for("started again")
    clone.interrupt()
    print("  killed the database: it came back by itself")
    clone.run()
    clone.kill(r"python manage\.py run_worker$")
    clone.wait_for("The worker had stopped and was started again.")
    clone.interrupt()
    print("  killed the worker: it came back by itself")


def _numbers(clone: Clone, words: str) -> list[int]:
    lifeline = r"local\.lifeline"
    return [
        number
        for number, command in clone.processes().items()
        if re.search(words, command) and not re.search(lifeline, command)
    ]


def _forget(clone: Clone, *, packages: bool) -> None:
    """Go back to an empty database, or to no packages."""
    if packages:
        shutil.rmtree(clone.folder / ".venv")
    else:
        command = [str(clone.folder / ".venv/bin/python"), "-m", "het_site.local.wipe", "--yes"]
        subprocess.run(command, cwd=clone.folder, check=True, stdout=subprocess.DEVNULL)


def _tidy(clone: Clone) -> None:
    if clone.make and clone.make.poll() is None:
        os.killpg(clone.make.pid, signal.SIGKILL)
        clone.make.wait()
    for number in clone.processes():
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
