"""Programs that must not outlive whoever started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from het_site.local import lifeline
from het_site.local.folders import ROOT
from het_site.local.processes import works_in

SLEEPER = "import os, sys, time; os.chdir(sys.argv[1]); print(os.getpid(), flush=True); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPER


def gone(pid: int, folder: Path, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while works_in(pid, folder):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_it_passes_on_what_was_said_and_how_it_ended() -> None:
    script = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    code, said = lifeline.run([sys.executable, "-c", script])
    assert code == 3
    assert sorted(said.split()) == ["err", "out"]


def test_stop_ends_the_program(tmp_path: Path) -> None:
    process = lifeline.start([sys.executable, "-c", SLEEPER, str(tmp_path)], quiet=True)
    with process:
        assert process.stdout
        pid = int(process.stdout.readline())
        lifeline.stop(process)
    assert gone(pid, tmp_path)


def test_a_program_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    process = lifeline.start([sys.executable, "-c", STUBBORN, str(tmp_path)], quiet=True)
    with process:
        assert process.stdout
        pid = int(process.stdout.readline())
        os.killpg(process.pid, signal.SIGKILL)
        lifeline.stop(process)
    assert gone(pid, tmp_path)


def test_when_the_starter_is_killed_the_program_ends(tmp_path: Path) -> None:
    script = (
        "import sys, time; from het_site.local import lifeline; "
        f"lifeline.start([sys.executable, '-c', {SLEEPER!r}, {str(tmp_path)!r}]); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout
        pid = int(starter.stdout.readline())
        starter.kill()
    assert gone(pid, tmp_path)


def test_when_the_line_itself_is_killed_stop_ends_what_is_left(tmp_path: Path) -> None:
    process = lifeline.start([sys.executable, "-c", SLEEPER, str(tmp_path)], quiet=True)
    with process:
        assert process.stdout
        pid = int(process.stdout.readline())
        process.kill()
        process.wait()
        lifeline.stop(process)
    assert gone(pid, tmp_path)
