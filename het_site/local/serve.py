"""`make serve`: production settings and production's web server over plain http, on this machine, with the same data."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from het_site.local import assets, port, portal, steps, worker


def gunicorn() -> tuple[str, ...]:
    """Return the command of the web server: a worker for each core, the code loaded once and shared."""
    memory = Path("/dev/shm")  # noqa: S108  gunicorn's heartbeat files, which must not wait for a disk
    return (
        *(sys.executable, "-m", "gunicorn", "het_site.wsgi:application"),
        *("--bind", f"{port.HOST}:{port.chosen()}"),
        *("--workers", str(os.cpu_count() or 2), "--threads", "4", "--preload"),
        *("--worker-tmp-dir", str(memory)) * memory.is_dir(),
        *("--graceful-timeout", "4", "--log-level", "warning"),
        "--no-control-socket",  # which would stand in the home folder, and nothing outside ours is changed
    )


def build() -> None:
    """Build the assets and collect them as production does."""
    assets.build()
    assets.collect()


def kind() -> portal.Kind:
    """Return how the production settings run on one's own machine."""
    return portal.Kind(
        settings="het_site.settings.serve",
        web=gunicorn(),
        assets=build,
        watches_sheets=False,
        worker=worker.COMMAND,
        last_lines=("Production settings over plain http, for this machine alone. Ctrl-C stops.",),
    )


if __name__ == "__main__":
    sys.exit(steps.exit_code_of(lambda: portal.run(kind)))
