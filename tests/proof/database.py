"""The embedded database loses nothing that it confirmed, however often and whenever it is killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import environ
import psycopg

from het_site.local.folders import ROOT
from het_site.local.postgres import Server
from het_site.local.processes import first_number

KILLS = 25
STARTS_AT_ONCE = 12


def main() -> None:
    """Kill it while it writes, while it is being made, and start it from many processes at once."""
    with tempfile.TemporaryDirectory(prefix="het-proof-") as folder:
        server = Server(Path(folder) / "postgres")
        try:
            kill_while_it_is_being_made(server)
            start_many_at_once(server)
            kill_while_it_writes(server)
        finally:
            server.wipe()


def kill_while_it_is_being_made(server: Server) -> None:
    """Kill the starting process after ever longer times, until one start comes through."""
    delays = [0.05 * count for count in range(1, 25)]
    killed = 0
    for delay in delays:
        starting = _start_process(server)
        time.sleep(delay)
        killed += starting.poll() is None
        starting.kill()
        starting.wait()
    server.start()
    with _connect(server) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    left = sorted(path.name for path in server.data.parent.iterdir())
    assert not [name for name in left if "damaged" in name], left
    print(f"  {killed} kills while the folder was being made: the next start came through, nothing set aside")
    server.wipe()
    shutil.rmtree(server.data, ignore_errors=True)


def start_many_at_once(server: Server) -> None:
    """Let many processes find no database at the same moment."""
    starting = [_start_process(server) for _ in range(STARTS_AT_ONCE)]
    assert [process.wait(120) for process in starting] == [0] * STARTS_AT_ONCE
    print(f"  {STARTS_AT_ONCE} first starts at once: all came to the one server")


def kill_while_it_writes(server: Server) -> None:
    """Kill its first process at random moments and look for every row whose commit was confirmed."""
    server.start()
    with _connect(server) as connection:
        connection.execute("create table confirmed (number integer primary key)")
    written: list[int] = []
    slowest = 0.0
    for _ in range(KILLS):
        writer = threading.Thread(target=_write_until_it_dies, args=(server, written))
        writer.start()
        time.sleep(random.uniform(0.05, 0.5))  # noqa: S311  a moment, not a secret
        pid = first_number(server.data / "postmaster.pid")
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        began = time.monotonic()
        writer.join()
        server.start()
        slowest = max(slowest, time.monotonic() - began)
        with _connect(server) as connection:
            kept = {row[0] for row in connection.execute("select number from confirmed")}
        missing = set(written) - kept
        assert not missing, f"{len(missing)} confirmed rows were lost"
    print(
        f"  {KILLS} kills while writing: all {len(written)} confirmed rows kept, back within {slowest:.1f} s each time"
    )


def _write_until_it_dies(server: Server, written: list[int]) -> None:
    number = written[-1] + 1000 if written else 0  # the last commit before a kill may have happened unconfirmed
    try:
        with _connect(server) as connection:
            while True:
                number += 1
                connection.execute("insert into confirmed values (%s)", [number])
                written.append(number)
    except psycopg.Error:
        return


def _connect(server: Server) -> psycopg.Connection:
    settings = environ.Env.db_url_config(server.url())
    return psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname=settings["NAME"], autocommit=True
    )


def _start_process(server: Server) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "het_site.local.postgres", "start"],
        cwd=ROOT,
        env={**os.environ, "HET_DATA": str(server.data.parent)},
        stdout=subprocess.DEVNULL,
    )
