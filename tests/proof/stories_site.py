"""What the proof of stories needs: the site as production serves it, which can be killed, and browsers that send anything."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from het_site.local.folders import ROOT

PATIENCE = 120
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Web:
    """Production's web server with two processes, on a database and folder of its own."""

    def __init__(self, folder: Path, *, workers: int = 2) -> None:
        self.folder, self.workers = folder, workers
        self.process: subprocess.Popen[bytes] | None = None
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "het_site.settings.serve", "HET_DATA": str(self.folder)}
        command = [sys.executable, "-m", "gunicorn", "het_site.wsgi:application", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--workers", str(self.workers), "--threads", "4", "--preload", "--no-control-socket"]
        with (self.folder / "web.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--log-level", "warning"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with suppress(OSError, http.client.HTTPException):
                if Browser(self.port).get("/readyz").status == 200:
                    return
            time.sleep(0.05)
        raise AssertionError((self.folder / "web.log").read_text()[-3000:])

    def kill(self) -> None:
        """Kill all of it at once, without a chance to tidy up."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def processes(self) -> dict[int, str]:
        """Give all its processes with their commands."""
        group, found = self.process.pid if self.process else 0, {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, IndexError):
                if int((folder / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                    found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        return found


class Memory(threading.Thread):
    """Looks again and again how much memory each of the site's processes has ever held."""

    def __init__(self, web: Web) -> None:
        super().__init__(daemon=True)
        self.web, self.most, self.is_over = web, {"web": 0, "upload": 0}, threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self.is_over.wait(0.01):
            for number, command in self.web.processes().items():
                kind = "upload" if "casestudies.uploads.opening" in command else "web"
                self.most[kind] = max(self.most[kind], _most_held(number))


def _most_held(number: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{number}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


@dataclass
class Answer:
    """What came back."""

    status: int
    body: str
    location: str


@dataclass
class Browser:
    """Somebody with cookies, or a program that acts as if."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Look at a page."""
        return self.send("GET", path, None, {})

    def post(self, path: str, data: Any, **headers: str) -> Answer:
        """Send a form."""
        given = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        return self.send("POST", path, urlencode(data, doseq=True).encode(), given)

    def upload(self, path: str, data: dict[str, str], name: str, content: bytes) -> Answer:
        """Send a file with a form."""
        edge = uuid.uuid4().hex
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{data[key]}\r\n' for key in data]
        file = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        head = "".join(parts) + file + "Content-Type: image/jpeg\r\n\r\n"
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        return self.send("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def token(self, path: str) -> str:
        """Give the mark of a form's page that shows where the form is from."""
        page = self.get(path)
        found = TOKEN.search(page.body)
        assert found, (path, page.status)
        return found[1]

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """Send a request; keep the cookies of its answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            if self.cookies:
                headers = headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            text = answer.read().decode(errors="replace")
            return Answer(answer.status, text, answer.headers.get("Location", ""))
        finally:
            connection.close()
