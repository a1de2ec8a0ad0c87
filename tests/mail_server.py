"""A mail server for tests: in a process of its own, it writes down what it received before it says that it has it.

An address says how it is treated: later-…, refused-…, not-known-…, dropped-…, hangs-up-…, slow-… (`TREATMENTS`). What it wrote
down is the proof of what readers got; the code that sends has no part in it.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from het_site.local.folders import ROOT

TREATMENTS = {
    "later": "refused for now (451) at the first try, taken afterwards",
    "refused": "refused for good (554) after it was handed over",
    "not-known": "no such mailbox (550 5.1.1)",
    "dropped": "taken, then the line is dropped before the server says so",
    "hangs-up": "the line is dropped before anything is handed over, at the first try",
    "slow": "taken after half a second",
}


@dataclass(frozen=True)
class Received:
    """A message that the server has taken."""

    to: str
    message_id: str
    data: bytes


@dataclass(frozen=True)
class MailServer:
    """A running server: its port, and the file that it writes."""

    port: int
    file: Path

    def received(self) -> list[Received]:
        """Read back what was received, in order."""
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        rows = [json.loads(line) for line in lines]
        return [Received(row["to"], row["id"], row.get("data", "").encode("latin-1")) for row in rows]

    def copies(self) -> Counter[str]:
        """Count how often each address has got something."""
        return Counter(row.to for row in self.received())


@contextmanager
def running(folder: Path, *, keeps: bool = False, is_sink: bool = False) -> Iterator[MailServer]:
    """Run a server; `keeps` whole messages, or is a sink that writes nothing down and is as fast as can be."""
    file = folder / "received.jsonl"
    command = [sys.executable, "-m", "tests.mail_server", str(file)]
    command += ["--keep"] * keeps + ["--sink"] * is_sink
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield MailServer(port=int(process.stdout.readline()), file=file)
    finally:
        process.kill()
        process.communicate()


class Session(socketserver.StreamRequestHandler):
    """One line to a client."""

    server: Server
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Answer commands until the client, or a treatment, ends it."""
        with suppress(OSError):
            self._say("220 ready")
            self._to = ""
            while line := self.rfile.readline(10_000):
                if self._answer(line.strip().decode("latin-1")):
                    return

    def _answer(self, line: str) -> bool:
        word = line[:4].upper()
        if word == "EHLO":
            self._say("250-mail.demo.example\r\n250 8BITMIME")
        elif word == "RCPT":
            self._to = line.partition("<")[2].partition(">")[0]
            self._say("550 5.1.1 no such mailbox here" if self._is("not-known") else "250 ok")
        elif word == "DATA":
            return self._take()
        elif word == "QUIT":
            self._say("221 bye")
            return True
        else:
            self._say("250 ok")
        return False

    def _take(self) -> bool:
        if self._is("hangs-up") and self.server.is_first(self._to):
            return True
        self._say("354 go on")
        data = bytearray()
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return True  # the client is gone: what has no end was never sent
            data += line[1:] if line.startswith(b"..") else line
        if self._is("later") and self.server.is_first(self._to):
            self._say(f"451 {self._to} later")
        elif self._is("refused"):
            self._say("554 not wanted")
        else:
            if self._is("slow"):
                time.sleep(0.5)
            self.server.write(self._to, bytes(data))
            if self._is("dropped"):
                return True
            self._say(f"250 taken for {self._to}")
        return False

    def _is(self, treatment: str) -> bool:
        return self._to.startswith(f"{treatment}-")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Sink(Session):
    """Takes everything and writes nothing down."""

    def _take(self) -> bool:
        self._say("354 go on")
        end = b""
        while end != b"\r\n.\r\n":
            read = self.rfile.read1(1 << 18)
            if not read:
                return True
            end = (end + read[-5:])[-5:]
        self._say("250 taken")
        return False


class Server(socketserver.ThreadingTCPServer):
    """Any number of lines at once."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self, file: Path, *, keeps: bool, is_sink: bool) -> None:
        super().__init__(("127.0.0.1", 0), Sink if is_sink else Session)
        self._lock, self._keeps, self._seen = threading.Lock(), keeps, set[str]()
        self._file = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY)

    def is_first(self, to: str) -> bool:
        """Tell whether this address is tried for the first time."""
        with self._lock:
            is_first = to not in self._seen
            self._seen.add(to)
            return is_first

    def write(self, to: str, data: bytes) -> None:
        """Write a message down, for good."""
        head = data.partition(b"\r\n\r\n")[0].decode("latin-1")
        ids = [line.partition(":")[2].strip() for line in head.split("\r\n") if line.lower().startswith("message-id:")]
        row: dict[str, Any] = {"to": to, "id": ids[0] if ids else ""}
        row |= {"data": data.decode("latin-1")} if self._keeps else {}
        with self._lock:
            os.write(self._file, json.dumps(row).encode() + b"\n")
            os.fsync(self._file)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no fault of the server's."""


def main() -> None:
    """Serve until whoever started this is gone."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--sink", action="store_true")
    given = parser.parse_args()
    socket.setdefaulttimeout(None)
    with Server(given.file, keeps=given.keep, is_sink=given.sink) as server:
        print(server.server_address[1], flush=True)  # noqa: T201  (how the one who started it learns the port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()


if __name__ == "__main__":
    main()
