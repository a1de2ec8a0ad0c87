"""What can be known of another process from its number, which may be stale or reused. Ends no process."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path


def first_number(path: Path) -> int | None:
    """Return the number in a file's first line, or None when there is no such file or number."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(path.read_text().split("\n")[0])
    return None


def exists(pid: int) -> bool:
    """Tell whether any process has this number, be it another user's or a dead one that nobody has reaped."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def works_in(pid: int, folder: Path) -> bool:
    """Tell whether a live process works in this folder, as PostgreSQL's processes do in their data folder."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cwd").samefile(folder)
        except OSError:
            return False
    said = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False).stdout
    return str(folder) in said
