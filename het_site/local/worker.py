"""The worker beside the web server: started after it, started again when it ends or the code changes, stopped before it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from het_site.local import lifeline
from het_site.local.folders import ROOT
from het_site.local.steps import tell

PAUSE = 5.0  # seconds between two starts, so that one that cannot run does not keep the machine busy
LOOK = 2.0  # seconds between two looks at the code
COMMAND = (sys.executable, "manage.py", "run_worker")
CODE = tuple(ROOT / name for name in ("het_site", "newsletter", "casestudies", "priorities", "indicators"))


class Worker:
    """One worker process, kept running."""

    def __init__(self, command: tuple[str, ...], *, follows_code: bool) -> None:
        self._command = command
        self._follows_code = follows_code
        self._process: subprocess.Popen[str] | None = None
        self._started_at = self._looked_at = 0.0
        self._code: float = 0

    def start(self) -> None:
        """Start it, if there is one."""
        if self._command:
            self._started_at = time.monotonic()
            self._code = newest_change() if self._follows_code else 0
            self._process = lifeline.start(list(self._command))

    def revive(self) -> None:
        """Start it again when it has ended, or when the code it runs is no longer what is in the files."""
        now = time.monotonic()
        if self._process is None or now - self._started_at < PAUSE:
            return
        if self._process.poll() is not None:
            self.stop()
            self.start()
            tell("The worker had stopped and was started again.")
        elif self._follows_code and now - self._looked_at > LOOK:
            self._looked_at = now
            if newest_change() != self._code:
                self.stop()
                self.start()
                tell("The worker was started again with the changed code.")

    def stop(self) -> None:
        """Stop it; a job that it was at is taken up again by the next."""
        if self._process is not None:
            lifeline.stop(self._process)
            self._process = None


def newest_change(folders: tuple[Path, ...] = CODE) -> float:
    """Give when a Python file of ours was last changed."""
    return max((path.stat().st_mtime for folder in folders for path in folder.rglob("*.py")), default=0)
