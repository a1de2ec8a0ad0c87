"""Whoever is killed, and whenever, readers get one copy each: counted from what a mail server wrote down. Also `make kill-test`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import environ

from het_site.local import programs
from het_site.local.folders import ROOT
from het_site.local.postgres import Server
from het_site.local.processes import first_number
from het_site.local.worker import COMMAND
from tests import mail_server
from tests.mail_server import MailServer

TIMES = 5
RANDOM_KILLS = 100
READERS, MANY = 25, 300
PATIENCE = 240


def main() -> None:
    """Do it with a database server and a mail server of its own."""
    with tempfile.TemporaryDirectory(prefix="het-proof-") as folder, mail_server.running(Path(folder)) as mail:
        server = Server(Path(folder) / "postgres")
        try:
            url = server.start()
            for name in ("show_kills", "show_database_restarts", "show_workers", "show_restored"):
                run(name, url, folder, mail)
        finally:
            server.wipe()


def run(name: str, url: str, folder: str, mail: MailServer) -> None:
    """Run one of the functions below in a process of its own, which knows no other database and no other mail server."""
    given = {
        "DATABASE_URL": url,
        "HET_DATA": folder,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "DJANGO_SETTINGS_MODULE": "het_site.settings.dev",
    }
    code = f"import sys; from tests.proof import sending; sending.{name}(*sys.argv[1:])"
    command = [sys.executable, "-c", code, folder, str(mail.port), str(mail.file)]
    subprocess.run(command, cwd=ROOT, env=os.environ | given, check=True)


def show_kills(folder: str, port: str, file: str) -> None:
    """Kill a worker at every step five times and at a hundred random moments; let several begin at once."""
    from newsletter.sending import steps

    runs = begin(port, file, readers=READERS, migrate=True)
    from tests.newsletter.sending import killing

    for step in steps.ALL:
        for turn in range(TIMES):
            runs.kill_at(step, nth=1 + 4 * turn if step in killing.STEPS_OF_EACH_COPY else 1)
    assert set(runs.tally.steps) == set(steps.ALL)
    tell(f"killed {TIMES} times at each of {len(steps.ALL)} steps", runs)

    at_steps = runs.tally.kills
    while runs.tally.kills < at_steps + RANDOM_KILLS:
        runs.kill_whenever(workers=runs.chance.choice([1, 1, 2, 3]))
    tell(f"killed {RANDOM_KILLS} times more at random moments, alone and beside others", runs)

    for _ in range(20):
        runs.together(4)
    tell("four schedulers and workers at once", runs)


def show_database_restarts(folder: str, port: str, file: str) -> None:
    """Kill PostgreSQL while a worker sends, and start it again: the worker lives on, and knows what it has sent."""
    runs = begin(port, file)
    from tests.newsletter.sending import killing

    server = Server(Path(folder) / "postgres")
    lived = 0
    for turn in range(TIMES * 2):
        edition = runs.edition()
        killing.plan_once(edition)
        pid = killing.fork(lambda edition=edition: killing.serve(edition))  # type: ignore[misc]  # bound now
        time.sleep(runs.chance.uniform(0.05, 0.4))
        postmaster = first_number(server.data / "postmaster.pid")
        assert postmaster is not None
        os.kill(postmaster, signal.SIGKILL if turn % 2 else signal.SIGINT)
        time.sleep(0.3)
        server.start()
        lived += killing.status_of(pid) == 0
        runs.finish(edition, kills=1)
    tell(f"PostgreSQL killed or restarted, {lived} of {runs.tally.runs} workers lived on", runs)


def show_workers(folder: str, port: str, file: str) -> None:
    """Send to more readers with two workers as a server runs them; kill one, and start another in its place."""
    runs = begin(port, file, readers=MANY)
    from newsletter.models import Delivery, Sending
    from tests.newsletter.sending import killing

    edition = runs.edition()
    workers = [subprocess.Popen(COMMAND, cwd=ROOT) for _ in range(2)]
    try:
        wait_until(lambda: alive() == 2)
        killing.plan_once(edition)
        sending = Sending.objects.get(edition=edition)
        wait_until(lambda: sending.deliveries.filter(state="accepted").count() > MANY // 4)
        workers[0].kill()
        workers[0].wait()
        workers.append(subprocess.Popen(COMMAND, cwd=ROOT))
        wait_until(lambda: not sending.deliveries.filter(state="pending", lease_until=None).exists())
        killing.time_passes()
        wait_until(lambda: is_finished(sending, killing.come_round))
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    names = set(Delivery.objects.exclude(worker="").values_list("worker", flat=True))
    pids = {name.split(":")[1] for name in names}
    runs.tally.runs, runs.tally.kills = 1, 1
    runs.count(edition, kills=1)
    assert len(pids) >= 2, "only one worker took a share"
    tell(f"{len(pids)} workers of the portal shared it", runs)


def show_restored(folder: str, port: str, file: str) -> None:
    """Dump the database while an edition is sent, let it finish, and restore the dump: nothing is sent from it until armed."""
    runs = begin(port, file)
    from tests.newsletter.sending import killing

    server = Server(Path(folder) / "postgres")
    dump = Path(folder) / "dump"
    edition = runs.edition()
    pid = killing.fork(lambda: killing.serve(edition, stop_at=("recorded", 5)))
    assert killing.status_of(pid) == -signal.SIGKILL
    program("pg_dump", "-Fc", "-f", str(dump), server, "health_equity_town")
    runs.finish(edition, kills=1)
    program("createdb", "restored", server)
    program("pg_restore", "-d", "restored", str(dump), server)
    mail = MailServer(int(port), Path(file))
    run("show_disarmed", server.url("restored"), folder, mail)


def show_disarmed(folder: str, port: str, file: str) -> None:
    """In the restored database: what waits is not sent, by two workers nor by the clock; a person has to arm it."""
    runs = begin(port, file)
    from newsletter.models import Arming, EditionPage, Sending, SendingEvent
    from newsletter.sending import arming, lanes
    from newsletter.sending.run import send_some
    from tests.newsletter.sending import killing

    killing.time_passes()
    sending = Sending.objects.get()
    before = len(runs.server.received())
    waiting = sending.deliveries.filter(state="pending").count()
    assert sending.state == "running"
    assert waiting > 10, waiting
    for _ in range(2):
        assert killing.status_of(killing.fork(lambda: killing.serve(EditionPage.objects.get()))) == 0
    lanes.look_after()
    assert send_some(seconds=5) is None
    assert len(runs.server.received()) == before, "something was sent from a restored database"
    assert not Arming.objects.get().is_armed
    assert SendingEvent.objects.filter(kind="disarmed").count() == 1
    arming.arm(by=None, note="Somebody looked.")
    send_some(seconds=20)
    sent = len(runs.server.received()) - before
    assert sent > 0
    print(
        f"  restored from a dump: {waiting} were waiting in it and 0 were sent; once armed it sends again", flush=True
    )


# What it takes


def begin(port: str, file: str, *, readers: int = 0, migrate: bool = False) -> Any:
    """Make Django ready, with readers."""
    import django

    django.setup()
    if migrate:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    from tests.newsletter.sending import killing

    killing.begin(readers=readers, treated=migrate)
    return killing.Runs(MailServer(int(port), Path(file)), readers=readers)


def tell(what: str, runs: Any) -> None:
    """Print what was shown so far."""
    print(f"  {what}: {runs.tally}", flush=True)


def program(name: str, *given: Any) -> None:
    """Run one of PostgreSQL's own programs; the server stands last, or before the database's name."""
    server = next(value for value in given if isinstance(value, Server))
    known = environ.Env.db_url_config(server.url())
    address = ["-h", known["HOST"], "-p", str(known["PORT"]), "-U", known["USER"]]
    words = [str(value) for value in given if not isinstance(value, Server)]
    subprocess.run([str(programs.folder() / name), *address, *words], env=programs.environment(), check=True)


def alive() -> int:
    """Count the workers that say that they are there."""
    from procrastinate.contrib.django.models import ProcrastinateWorker

    return ProcrastinateWorker.objects.count()


def is_finished(sending: Any, come_round: Callable[[Any], None]) -> bool:
    """Tell whether everything was sent; who is to be tried later is tried now."""
    sending.refresh_from_db()
    come_round(sending.edition)
    return bool(sending.state == "finished")


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for something to be so."""
    end = time.monotonic() + PATIENCE
    waiting = threading.Event()
    while not is_so():
        assert time.monotonic() < end, "waited for too long"
        waiting.wait(0.1)
