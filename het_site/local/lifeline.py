"""Runs a program that must not outlive us: when our end of its pipe closes, even by kill -9, the program is stopped."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
from types import FrameType

from het_site.local.folders import ROOT

ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
GRACE = 5.0  # seconds to end in good order before it is killed


def start(
    command: list[str], *, environment: dict[str, str] | None = None, quiet: bool = False
) -> subprocess.Popen[str]:
    """Start a program in a group of its own; its outputs are ours, or one pipe when `quiet`."""
    return subprocess.Popen(
        [sys.executable, "-m", "het_site.local.lifeline", *command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        errors="replace",
        start_new_session=True,  # Ctrl-C reaches us alone, and we decide the order in which things stop
    )


def run(command: list[str], *, environment: dict[str, str] | None = None) -> tuple[int, str]:
    """Run a program to its end and return its exit code and what it said."""
    with start(command, environment=environment, quiet=True) as process:
        try:
            # Not communicate(): that would close the pipe which keeps the program alive.
            said = process.stdout.read() if process.stdout else ""
            return process.wait(), said
        finally:
            stop(process)


def stop(process: subprocess.Popen[str]) -> None:
    """Stop a program that `start` started, with all its children."""
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE + 2)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)  # whatever is left of the group
    process.wait()
    if process.stdin:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()


def main(command: list[str]) -> int:
    """Run the command until it ends or our standard input does; return its exit code."""

    def on_signal(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in ENDINGS:
        signal.signal(number, on_signal)
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as program:
        try:
            while program.poll() is None:
                ready, _, _ = select.select([0], [], [], 0.1)
                if ready and not os.read(0, 1024):
                    break
        except KeyboardInterrupt:
            pass
        return _end(program)


def _end(program: subprocess.Popen[bytes]) -> int:
    for number in ENDINGS:
        signal.signal(number, signal.SIG_IGN)  # we are ending already
    if program.poll() is None:
        program.terminate()
        try:
            program.wait(GRACE)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
    return program.returncode if program.returncode >= 0 else 128 - program.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
