"""Runs the demo site for browser tests: a database of its own, production settings, gunicorn on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from het_site.local.folders import ROOT, data_folder
from tests import databases

PATIENCE = 60


def free_port() -> int:
    """Give a port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running_site(*, name: str, folder: Path, has_worker: bool = False) -> Iterator[str]:
    """Run the demo site on a copy of its database; gives its address and stops it afterwards.

    Static files are the ones collected in the data folder; pictures and files of figures go into `folder`.
    """
    own = os.environ["DATABASE_URL"]
    url = databases.copy(own, template=databases.demo_template(own), name=name)
    static = folder / "static"
    if not static.exists():
        static.symlink_to(data_folder() / "static", target_is_directory=True)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "het_site.settings.serve",
        "HET_DATA": str(folder),
        "PORT": str(port),
        "SITE_URL": address,
        "SITE_IS_PUBLIC": "true",
    }
    command = [sys.executable, "-m", "gunicorn", "het_site.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    log = folder / "server.log"
    with log.open("w") as output:
        options: dict[str, Any] = {"cwd": ROOT, "env": environment, "stdout": output, "stderr": output}
        server = subprocess.Popen([*command, "--threads", "4", "--log-level", "warning"], **options)
        started = [server]
        try:
            if has_worker:
                started.append(subprocess.Popen([sys.executable, "manage.py", "run_worker"], **options))
            _wait(address, server, log)
            yield address
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(timeout=20)
            databases.drop(own, name)


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310  (our own address)
                return
        except OSError:  # not listening yet, or too busy starting to answer
            time.sleep(0.1)
    raise RuntimeError(f"The site did not start:\n{log.read_text()[-4000:]}")
