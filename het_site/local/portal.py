"""Starts the parts of the portal in order, keeps them running and stops what it started. Refuses a taken port first."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import FrameType

from het_site.local import assets, dotenv, lifeline, port, postgres, prepare, steps
from het_site.local.folders import data_folder
from het_site.local.processes import exists, first_number
from het_site.local.steps import StepError, step, tell
from het_site.local.worker import Worker

LEAVING = 3  # seconds for the connections of what was just stopped or killed to end
PATIENCE = 120  # seconds until a web server that does not answer counts as failed


@dataclass(frozen=True)
class Kind:
    """What differs between development and `make serve`."""

    settings: str
    web: tuple[str, ...]
    assets: Callable[[], None]
    watches_sheets: bool
    last_lines: tuple[str, ...]
    worker: tuple[str, ...] = ()


def run(choose: Callable[[], Kind]) -> int:
    """Start everything, say where it answers, and stop what was started when told to or when a part ends."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup's wish
            signal.signal(number, _interrupt)
    steps.begin()
    dotenv.apply()
    kind = choose()
    os.environ["DJANGO_SETTINGS_MODULE"] = kind.settings
    port.refuse_if_taken()
    database = Database()
    web: subprocess.Popen[str] | None = None
    worker = Worker(kind.worker, follows_code=kind.watches_sheets)
    try:
        _get_ready(kind, database)
        with step("Web server and worker started" if kind.worker else "Web server started"):
            web = lifeline.start(list(kind.web))
            worker.start()
            _wait_for_answer(web)
        tell(f"\nReady in {steps.seconds_since_begin():.0f} s: {port.address()}")
        for line in kind.last_lines:
            tell(line)
        _watch(kind, database, web, worker)
        raise StepError("The web server has ended by itself: run the same command again.")
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
        worker.stop()
        if web is not None:
            lifeline.stop(web)
        database.stop()
        tell("Stopped.")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _get_ready(kind: Kind, database: Database) -> None:
    """Build the assets while the database gets ready: they do not need each other."""
    with ThreadPoolExecutor(max_workers=1) as other:
        building = other.submit(kind.assets)
        database.start()
        if not database.is_prepared():
            _prepare(building)
            database.mark_prepared()
        building.result()


def _prepare(building: Future[None]) -> None:
    process = lifeline.start([sys.executable, "-m", "het_site.local.prepare"])
    try:
        while process.poll() is None:
            if building.done():
                building.result()  # a failure there ends the wait here
            time.sleep(0.05)
    finally:
        lifeline.stop(process)
    if process.returncode:
        raise StepError("The database could not be prepared; what happened is told above.")


def _wait_for_answer(web: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if web.poll() is not None:
            raise StepError("The web server did not start; what happened is told above.")
        if _answers():
            return
        time.sleep(0.05)
    raise StepError(f"The web server does not answer at {port.address()}.")


def _answers() -> bool:
    """Tell whether anything answers on the port, asked directly: an environment may send all web requests to a proxy."""
    connection = http.client.HTTPConnection(port.HOST, port.chosen(), timeout=30)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _watch(kind: Kind, database: Database, web: subprocess.Popen[str], worker: Worker) -> None:
    """Return when the web server ends or whoever started us is gone; meanwhile keep all the rest running and current."""
    parent = os.getppid()
    built = assets.newest_change()
    while web.poll() is None:
        time.sleep(0.5)
        if os.getppid() != parent:
            raise KeyboardInterrupt
        database.revive()
        worker.revive()
        if kind.watches_sheets and (changed := assets.newest_change()) != built:
            built = changed
            _rebuild_sheets()


def _rebuild_sheets() -> None:
    try:
        assets.compile_sheets()
        tell("Style sheets built again.")
    except (StepError, OSError) as error:
        tell(str(error))


class Database:
    """The embedded database as one start sees it: whether it is ours to stop. Another DATABASE_URL is left alone."""

    def __init__(self) -> None:
        self._server = postgres.server()
        self._is_embedded = not os.environ.get("DATABASE_URL")
        self._note = data_folder() / "database_started_by"
        self._is_ours = False

    def start(self) -> None:
        """Start it unless it runs, and note that it is ours: also when it was an earlier start's that was killed."""
        if not self._is_embedded:
            return
        with step("Database started") as current:
            starter = first_number(self._note)
            if self._server.is_running():
                current.text = "Database runs already"
                self._is_ours = starter is not None and not exists(starter)
            else:
                self._is_ours = True
            if self._is_ours:
                self._note.parent.mkdir(parents=True, exist_ok=True)
                self._note.write_text(f"{os.getpid()}\n")
            self._server.start()

    def is_prepared(self) -> bool:
        """Tell whether this code has prepared it before; of a foreign database nothing is known."""
        return self._is_embedded and prepare.is_prepared(self._server)

    def mark_prepared(self) -> None:
        """Note that this code has prepared it."""
        if self._is_embedded:
            prepare.mark_prepared(self._server)

    def revive(self) -> None:
        """Start it again when it has been killed."""
        if self._is_embedded and not self._server.is_alive():
            self._server.start()
            tell("The database had stopped and was started again.")

    def stop(self) -> None:
        """Stop it if it is ours and nobody else is using it."""
        if not self._is_ours:
            return
        deadline = time.monotonic() + LEAVING
        while self._server.clients():
            if time.monotonic() > deadline:
                tell("The database stays on: another program is using it.")
                return  # the note stays too: a later start may stop it
            time.sleep(0.1)
        self._server.stop()
        self._note.unlink(missing_ok=True)
