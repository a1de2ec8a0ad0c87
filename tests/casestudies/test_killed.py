"""The server killed while partners save: in a database of its own. The long form is `make proof T=stories`."""

from __future__ import annotations

import os
import subprocess
import sys

from het_site.local.folders import ROOT


def test_what_was_acknowledged_is_there_after_a_kill() -> None:
    code = f"from tests.proof import stories; stories.show_short('het_killed_{os.getpid()}')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "none is half written" in done.stdout
