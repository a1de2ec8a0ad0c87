"""Runs the demo site for browser tests: a database of its own, production settings, gunicorn on a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from het_site.local.folders import ROOT, data_folder
from tests import databases

PATIENCE = 180
GUNICORN = [sys.executable, "-m", "gunicorn", "het_site.wsgi:application", "--threads", "4", "--log-level", "warning"]


@contextmanager
def running_site(*, name: str, folder: Path, has_worker: bool = False, email_url: str = "") -> Iterator[str]:
    """Run the demo site on a copy of its database; gives its address and stops it afterwards.

    Static files are the ones collected in the data folder; pictures and files of figures go into `folder`. Emails are
    written to the log, or go to a mail server.
    """
    own = os.environ["DATABASE_URL"]
    url = databases.copy(own, template=databases.demo_template(own), name=name)
    static = folder / "static"
    if not static.exists():
        static.symlink_to(data_folder() / "static", target_is_directory=True)
    log = folder / "server.log"
    with log.open("w") as output, socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "het_site.settings.serve",
            "HET_DATA": str(folder),
            "SITE_URL": address,
            "SITE_IS_PUBLIC": "true",
        }
        environment |= {"EMAIL_URL": email_url} if email_url else {}
        options: dict[str, Any] = {"cwd": ROOT, "env": environment, "stdout": output, "stderr": output}
        options |= {"start_new_session": True}  # a group of its own, which ends as one
        # The socket is handed on open: nobody else can take the port meanwhile.
        command = [*GUNICORN, "--bind", f"fd://{listener.fileno()}"]
        started = [subprocess.Popen(command, pass_fds=[listener.fileno()], **options)]
        listener.close()
        try:
            if has_worker:
                started.append(subprocess.Popen([sys.executable, "manage.py", "run_worker"], **options))
            _wait(address, started[0], log)
            yield address
        finally:
            for process in started:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # its database goes too: there is nothing to end well
                process.wait()
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
