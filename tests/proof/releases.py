"""A release that is killed half-way leaves nothing half done: worker and database, while checking and publishing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from het_site.local.folders import ROOT
from het_site.local.postgres import Server
from het_site.local.processes import first_number
from het_site.local.worker import COMMAND, Worker

ROWS = 300_000
PATIENCE = 240


def main() -> None:
    """Do it in a database server of its own, which can be killed without harm."""
    with tempfile.TemporaryDirectory(prefix="het-proof-") as folder:
        server = Server(Path(folder) / "postgres")
        try:
            environment = {"DATABASE_URL": server.start(), "HET_DATA": folder}
            run("show_kills", environment, folder)
        finally:
            server.wipe()


def run(name: str, environment: dict[str, str], *arguments: str) -> None:
    """Run one of the functions below in a process of its own, which knows no other database."""
    code = f"import sys; from tests.proof import releases; releases.{name}(*sys.argv[1:])"
    given = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "het_site.settings.dev"}
    subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, env=given, check=True)


def show_kills(folder: str) -> None:
    """Kill the worker and the database while a file is checked and while it is published, and wait for the end."""
    begin(migrate=True)
    server = Server(Path(folder) / "postgres")
    show_kill("the worker", lambda: os.kill(worker_pid(), signal.SIGKILL))
    show_kill("the database", lambda: kill_and_restart(server))


def show_kill(name: str, kill: Callable[[], None]) -> None:
    """Kill something half-way through a check, and half-way through a publication."""
    release = hand_in(rows=ROWS, name=name)
    with supervised():
        wait_until(lambda: of(release).rows_done > 0)
        live = figures()[0]
        kill()
        assert figures() == (live, 0), "some of the file was kept"
        took = wait_until(lambda: of(release).status == "ready")
        assert figures() == (live, ROWS)
        print(f"  {name} killed while checking: nothing kept, taken up again and ready after {took:.0f} s", flush=True)
        publish(release)
        wait_until(lambda: "Publishing" in of(release).step)
        kill()
        assert figures() == (live, ROWS), "some of it went live"
        took = wait_until(lambda: of(release).status == "published")
        assert figures() == (live + ROWS, 0)
        print(f"  {name} killed while publishing: nothing went live, taken up again and live after {took:.0f} s")


def show_short(folder: str) -> None:
    """The same in a few seconds for the tests: worker only, and nobody waits for its silence to be noticed."""
    begin()
    release = hand_in(rows=75_000)
    with supervised():
        wait_until(lambda: of(release).rows_done > 0)
        kill_and_notice()
        assert figures() == (0, 0)
        wait_until(lambda: of(release).status == "ready")
        with findings_locked():
            publish(release)
            wait_until(lambda: "what the figures say" in of(release).step)
            kill_and_notice()
            assert figures() == (0, 75_000)
        wait_until(lambda: of(release).status == "published")
    assert figures() == (75_000, 0)


def show_two_officers(folder: str) -> None:
    """Publish two releases of the same figures at the same moment: one is live, the other has to be looked at again."""
    begin()
    from indicators.actions import FiguresChangedError
    from indicators.actions.checking import check_release
    from indicators.actions.publishing import publish_release

    for turn in range(4):
        releases = [hand_in(rows=300, value=10 * turn + which) for which in range(2)]
        for release in releases:
            check_release(release=release)
        started, results = threading.Barrier(2), []

        def go(release: Any, started: threading.Barrier = started, results: list[object] = results) -> None:
            from django.db import connection

            try:
                started.wait()
                results.append(publish_release(release=release, by=None).number)
            except FiguresChangedError as error:
                results.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=go, args=(release,)) for release in releases]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(map(type, results), key=repr) == sorted([int, FiguresChangedError], key=repr), results
        assert figures()[0] == 300
        (won,) = [of(release) for release in releases if of(release).number]
        from indicators.models import Observation

        assert set(Observation.objects.values_list("release_id", flat=True)) == {won.pk}, "the two have crossed"


# What it takes


def begin(*, migrate: bool = False) -> None:
    """Make Django ready, with a town and an indicator."""
    import django

    django.setup()
    if migrate:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    from indicators.models import Indicator
    from tests.factories.indicators import make_area, make_indicator

    make_area("E06000001", name="Anytown")
    assert make_indicator(slug="counted", value_type=Indicator.ValueType.MEAN)


def hand_in(*, rows: int, name: str = "Age", value: float = 1) -> Any:
    """Hand a file of one town's figures in: forty years, and ever more ages."""
    from django.core.files.base import ContentFile

    from indicators.actions import receive_file

    header = b"indicator,area_code,period_from,period_to,period_kind,period_label,sex,age,value,source,licence"
    lines = [header]
    for row in range(rows):
        year = 1980 + row % 40
        start, end = date(year, 1, 1), date(year, 12, 31)
        cells = (
            "counted",
            "E06000001",
            start,
            end,
            "calendar_year",
            year,
            "persons",
            f"{name} {row // 40}",
            value + row,
        )
        lines.append(",".join([*map(str, cells), "Office for Examples", "OGL"]).encode())
    return receive_file(file=ContentFile(b"\n".join(lines), name="figures.csv"), by=None)


def publish(release: Any) -> None:
    """Ask for a release to be published."""
    from indicators.actions import start_publishing

    start_publishing(release=of(release), by=None)


def of(release: Any) -> Any:
    """Give a release as everybody sees it now; while the database is away, as it was last seen."""
    from django.db import Error, connection

    try:
        release.refresh_from_db()
    except Error:
        connection.close()
    return release


def figures() -> tuple[int, int]:
    """Count what is live and what came in, as everybody sees it."""
    from indicators.models import Observation, StagedObservation

    return Observation.objects.count(), StagedObservation.objects.count()


@contextmanager
def supervised() -> Iterator[None]:
    """Keep a worker running, as `make run` and a server's supervisor do."""
    worker, stopped = Worker(COMMAND, follows_code=False), threading.Event()
    worker.start()

    def watch() -> None:
        while not stopped.wait(0.2):
            worker.revive()

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        stopped.set()
        watching.join()
        worker.stop()


def worker_pid() -> int:
    """Find the worker process that works for this one."""
    lines = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    parents = {int(line.split()[0]): (int(line.split()[1]), line) for line in lines.splitlines()[1:]}
    for pid, (parent, line) in parents.items():
        is_worker = "manage.py run_worker" in line and "lifeline" not in line
        if is_worker and parents.get(parent, (0, ""))[0] == os.getpid():
            return pid
    raise LookupError("There is no worker.")


def kill_and_notice() -> None:
    """Kill the worker; put its last sign of life far back instead of waiting, and run what runs every minute."""
    from django.db import connection
    from procrastinate.contrib.django import app

    os.kill(worker_pid(), signal.SIGKILL)
    time.sleep(0.3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    app.configure_task("core.take_up_stalled_jobs").defer(timestamp=0)


@contextmanager
def findings_locked() -> Iterator[None]:
    """Let a publication come as far as its last step and wait there."""
    from django.db import connection, connections

    other = connections.create_connection(connection.alias)
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE indicators_finding IN SHARE MODE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def kill_and_restart(server: Server) -> None:
    """Kill the database server's first process and start it again, as `make run` does."""
    from django.db import connection

    number = first_number(server.data / "postmaster.pid")
    assert number
    os.kill(number, signal.SIGKILL)
    server.start()
    connection.close()


def wait_until(condition: Callable[[], bool]) -> float:
    """Wait; gives the seconds it took."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError("Waited in vain.")
        time.sleep(0.02)
    return time.monotonic() - began
