"""The PostgreSQL server that the portal runs for itself when no DATABASE_URL is given: one per data folder,
shared by every process, reachable only through a socket that belongs to us. Knows nothing of Django; never
deletes data unasked.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shlex
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from het_site.local import folders, programs
from het_site.local.processes import exists, first_number, works_in
from het_site.local.programs import PostgresError
from het_site.local.unprivileged import Way, way

DATABASE = "health_equity_town"
SUPERUSER = "postgres"
PORT = "5432"  # only names the socket file: the server listens on no network address
LONGEST_SOCKET_FOLDER = 88  # macOS allows 103 bytes for the whole socket path, Linux 107
PATIENCE = 120  # seconds for a crash recovery, or for the last processes of a killed server to leave
LOCALES = ("C.UTF-8", "en_GB.UTF-8", "en_US.UTF-8", "C")  # the first that the machine has
TRANSIENT = ("pre-existing shared memory block", "lock file", "could not bind")


@dataclass(frozen=True)
class Server:
    """One database cluster in one folder; `durable=False` is for tests: faster, but a power cut harms it."""

    data: Path
    durable: bool = True

    @property
    def log(self) -> Path:
        """The server's own log file."""
        return self.data / "server.log"

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket: the data folder, or a private one under /tmp when its path is too long.

        Always /tmp and not TMPDIR, so that processes with different environments meet.
        """
        path = str(self.data)
        if len(os.fsencode(path)) <= LONGEST_SOCKET_FOLDER and "," not in path:
            return self.data
        return Path("/tmp") / f"het-{os.getuid()}-{hashlib.sha256(os.fsencode(path)).hexdigest()[:12]}"  # noqa: S108  checked to be ours and private in _make_socket_folder

    def url(self, name: str = DATABASE) -> str:
        """Return the address of a database as django-environ reads it, whether or not the server runs."""
        return f"postgres://{SUPERUSER}@:{PORT}/{quote(str(self.socket_folder))}/{name}"

    def is_running(self) -> bool:
        """Ask the server whether it accepts connections: after a kill, a process number proves nothing."""
        return self._client("pg_isready", "-q").returncode == 0

    def is_alive(self) -> bool:
        """Tell whether the server's first process lives, without asking it: cheap enough to repeat."""
        return self._postmaster() is not None

    def start(self, name: str = DATABASE) -> str:
        """Make sure that the server runs and the database exists; return its address.

        Many processes may call this at once.
        """
        if not self._has_database(name):
            self.data.parent.mkdir(parents=True, exist_ok=True)
            with self._lock():
                if not self.is_running():
                    self._make_data_folder()
                    self._launch()
                if not self._has_database(name):
                    made = self._client("createdb", name)
                    if made.returncode:
                        raise PostgresError(f"The database {name} could not be made: {made.stdout.strip()}")
        return self.url(name)

    def stop(self) -> None:
        """Stop the server if it runs; clients are disconnected and their open transactions rolled back."""
        if not self.data.exists():
            return
        with self._lock():
            self._stop()

    def wipe(self) -> None:
        """Stop the server and delete the cluster with everything in it."""
        if not self.data.exists():
            return
        with self._lock():
            self._stop()
            doomed = self._staging_folder("wiped")
            self.data.rename(doomed)  # so that a kill half way leaves no half cluster behind
            shutil.rmtree(doomed)

    def clients(self) -> int:
        """Count the connections that other processes hold; 0 when the server does not run."""
        sql = "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
        return int(self.ask(sql, "postgres") or 0)

    def ask(self, sql: str, name: str = DATABASE) -> str:
        """Return a query's answer as plain text; nothing when the server or what is asked for is not there."""
        answer = self._client("psql", "-XAtqc", sql, name)
        return answer.stdout.strip() if answer.returncode == 0 else ""

    # --- making the data folder -------------------------------------------------------------------

    def _make_data_folder(self) -> None:
        for leftover in self.data.parent.glob(f"{self.data.name}.new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        if self._is_whole():
            self._check_version()
        else:
            self._set_damaged_aside()
            self._initialise()
        self._own(self.data)
        self.data.chmod(0o700)  # a copied folder often has looser permissions, which PostgreSQL refuses

    def _is_whole(self) -> bool:
        control = self.data / "global" / "pg_control"
        return (self.data / "PG_VERSION").exists() and control.exists() and control.stat().st_size > 0

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != str(programs.version()):
            raise PostgresError(
                f"The database in {self.data} was made by PostgreSQL {made_by} and cannot be read by the "
                f"PostgreSQL {programs.version()} in {programs.folder()}: set PGBIN to the programs of "
                f"version {made_by}, or move the folder away to begin with an empty database."
            )

    def _set_damaged_aside(self) -> None:
        if not self.data.exists():
            return
        if not any(self.data.iterdir()):
            self.data.rmdir()
            return
        aside = self.data.with_name(f"{self.data.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}")
        self.data.rename(aside)
        print(f"{self.data} was not a complete database; it is now {aside.name}.", file=sys.stderr)

    def _initialise(self) -> None:
        staging = self._staging_folder("initdb")
        said = ""
        for locale in LOCALES:
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir(mode=0o700)
            self._own(staging)
            options = [
                "-U",
                SUPERUSER,
                "-E",
                "UTF8",
                f"--locale={locale}",
                "--auth-local=trust",
                "--auth-host=reject",
            ]
            if programs.version() >= 17:  # sorts alike on every machine
                options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if not self.durable:
                options += ["--no-sync", "--wal-segsize=1"]
            result = self._program("initdb", "-D", str(staging), *options)
            if result.returncode == 0:
                staging.rename(self.data)
                return
            said = result.stdout
            if "locale" not in said:
                break
        shutil.rmtree(staging, ignore_errors=True)
        raise PostgresError(f"The database folder {self.data} could not be made.\n{said.strip()}")

    def _staging_folder(self, purpose: str) -> Path:
        return self.data.with_name(f"{self.data.name}.new-{purpose}-{os.getpid()}-{time.monotonic_ns()}")

    def _own(self, folder: Path) -> None:
        """Give a folder to the account that the server runs as, ours or an ordinary one."""
        uid, gid = self._way.uid, self._way.gid
        if uid is None or gid is None:
            uid, gid = os.geteuid(), os.getegid()
        if folder.stat().st_uid == uid:
            return
        if os.geteuid() != 0:
            raise PostgresError(
                f"{folder} belongs to another user of this machine; set HET_DATA to a folder of your own."
            )
        for path in (folder, *folder.rglob("*")):
            os.chown(path, uid, gid, follow_symlinks=False)

    def _make_socket_folder(self) -> None:
        folder = self.socket_folder
        if folder == self.data:
            return
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), self._way.uid}:
            raise PostgresError(f"{folder} belongs to someone else; remove it, or set HET_DATA to a shorter path.")
        folder.chmod(0o700)
        self._own(folder)

    # --- starting and stopping --------------------------------------------------------------------

    def _launch(self) -> None:
        self._make_socket_folder()
        deadline = time.monotonic() + PATIENCE
        while not self.is_running():
            if time.monotonic() > deadline:
                raise PostgresError(f"The database server in {self.data} does not answer; see {self.log}.")
            if self._postmaster() is None:
                self._try_to_start()
            elif self._has_lost_its_socket():
                self._program("pg_ctl", "-D", str(self.data), "-m", "fast", "stop")
            else:
                time.sleep(0.2)  # it is starting, recovering or stopping

    def _try_to_start(self) -> None:
        self._forget_stale_numbers()
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        before = self.log.stat().st_size if self.log.exists() else 0
        socket_folder = str(self.socket_folder).replace('"', '""')
        settings = {"listen_addresses": "", "unix_socket_directories": f'"{socket_folder}"', "port": PORT}
        if not self.durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        options = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in settings.items())
        result = self._program(
            "pg_ctl",
            "-D",
            str(self.data),
            "-w",
            "-t",
            str(PATIENCE),
            "-l",
            str(self.log),
            "-o",
            options,
            "start",
        )
        if result.returncode:
            said = self.log.read_bytes()[before:].decode(errors="replace") if self.log.exists() else result.stdout
            if not any(words in said for words in TRANSIENT):
                raise PostgresError(f"The database server in {self.data} did not start.\n{said[-2000:].strip()}")
            time.sleep(0.3)

    def _stop(self) -> None:
        for how in ("fast", "immediate"):
            if self._postmaster() is None:
                return
            self._program("pg_ctl", "-D", str(self.data), "-m", how, "-w", "-t", "30", "stop")
        if self._postmaster() is not None:
            raise PostgresError(f"The database server in {self.data} does not stop; see {self.log}.")

    def _postmaster(self) -> int | None:
        """Return the number of the process that serves this folder; a stale or reused number gives None."""
        pid = first_number(self.data / "postmaster.pid")
        return pid if pid and works_in(pid, self.data) else None

    def _has_lost_its_socket(self) -> bool:
        with contextlib.suppress(OSError):
            state = (self.data / "postmaster.pid").read_text().split("\n")
            return (
                len(state) > 7
                and state[7].strip() == "ready"
                and not (self.socket_folder / f".s.PGSQL.{PORT}").exists()
            )
        return False

    def _forget_stale_numbers(self) -> None:
        """Remove lock files whose number another program now has: PostgreSQL would take that for itself."""
        for path in (self.data / "postmaster.pid", self.socket_folder / f".s.PGSQL.{PORT}.lock"):
            if path.exists():
                pid = first_number(path)
                if pid is None or exists(pid):
                    path.unlink(missing_ok=True)

    # --- running programs -------------------------------------------------------------------------

    @property
    def _way(self) -> Way:
        found = way(programs.folder() / "postgres", self.data.parent)
        if found is None:
            raise PostgresError(
                "PostgreSQL does not run as root, this machine forbids user namespaces, and an ordinary "
                f"account cannot reach {programs.folder()} and {self.data.parent}: "
                "run this as an ordinary user, or set DATABASE_URL."
            )
        return found

    def _program(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._way.run([str(programs.folder() / name), *arguments], env=programs.environment())

    def _client(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        address = ["-h", str(self.socket_folder), "-p", PORT, "-U", SUPERUSER]
        return Way().run([str(programs.folder() / name), *address, *arguments], env=programs.environment())

    def _has_database(self, name: str) -> bool:
        if not (self.socket_folder / f".s.PGSQL.{PORT}").exists():
            return False
        return name in self.ask("select datname from pg_database", "postgres").splitlines()

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """Let one process at a time start or stop the server; the kernel frees a killed process's lock."""
        with self.data.with_name(f"{self.data.name}.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def server() -> Server:
    """Return the server of this installation's data folder."""
    return Server(folders.data_folder() / "postgres")


def database_url(name: str = DATABASE) -> str:
    """Start the server if needed, make the database on first use, and return its address."""
    return server().start(name)


def start() -> str:
    """Start the server if needed and return the address of the portal's database."""
    return server().start()


def stop() -> None:
    """Stop the server if it runs."""
    server().stop()


def is_running() -> bool:
    """Tell whether the server accepts connections."""
    return server().is_running()


def wipe() -> None:
    """Stop the server and delete every database in it."""
    server().wipe()


def main(arguments: list[str]) -> int:
    """Answer the command line: start, stop, status, url or wipe."""
    command = arguments[0] if len(arguments) == 1 else ""
    try:
        if command == "start":
            print(start())
        elif command == "stop":
            stop()
        elif command == "status":
            print("running" if is_running() else "stopped")
        elif command == "url":
            print(server().url())
        elif command == "wipe":
            wipe()
        else:
            print("usage: python -m het_site.local.postgres start|stop|status|url|wipe", file=sys.stderr)
            return 2
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
