"""`make format`: puts code and templates into their one format, as `make lint` demands it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from het_site.local.folders import ROOT


def main() -> int:
    """Format everything; what a formatter cannot mend it says, and the exit code tells."""
    programs = Path(sys.executable).parent
    templates = [str(path) for path in sorted(ROOT.glob("templates/**/*.html"))]
    commands = [
        [str(programs / "ruff"), "check", "--fix", "--quiet", "."],
        [str(programs / "ruff"), "format", "--quiet", "."],
    ]
    if templates:
        # djade leaves 1 when it has changed something, which is what it is asked for here.
        subprocess.run([str(programs / "djade"), "--target-version", "5.2", *templates], cwd=ROOT, check=False)
    return max(subprocess.run(command, cwd=ROOT, check=False).returncode for command in commands)


if __name__ == "__main__":
    sys.exit(main())
