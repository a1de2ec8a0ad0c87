"""Databases for tests, copied from templates that are built once for each state of the code and the content.

Migrating takes seconds, loading the content more; copying a template takes half a second. Nothing here is imported
by the portal.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from het_site.local.folders import ROOT, data_folder

MIGRATIONS = (
    "*/migrations/*.py",
    "het_site/*/migrations/*.py",
    "uv.lock",
    "het_site/home/roles.py",
    "het_site/core/cms/*.py",
)
CONTENT = ("fixtures/**/*", "indicators/**/*.py", "priorities/**/*.py", "casestudies/**/*.py", "newsletter/**/*.py")
CODE = ("het_site/core/**/*.py", "het_site/home/**/*.py")


def fingerprint(patterns: Iterable[str]) -> str:
    """Give a short mark of the files that the patterns find and of what is in them."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def with_name(url: str, name: str) -> str:
    """Give a database's address with another name for the database."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path.rsplit("/", 1)[0] + f"/{name}"))


def _connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    from environ import Env

    config = Env.db_url_config(with_name(url, "postgres"))
    return psycopg.connect(
        host=config["HOST"] or None,
        port=config["PORT"] or None,
        user=config["USER"] or None,
        password=config["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    data_folder().mkdir(parents=True, exist_ok=True)
    with (data_folder() / "test-databases.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def exists(url: str, name: str) -> bool:
    """Tell whether the server has a database of this name."""
    with _connect(url) as connection:
        return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def drop(url: str, name: str) -> None:
    """Delete a database, whoever is connected to it."""
    with _connect(url) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def disconnect(url: str, name: str) -> None:
    """End every connection to a database."""
    with _connect(url) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


def copy(url: str, *, template: str, name: str) -> str:
    """Make a fresh database from a template, replacing one of that name; gives its address."""
    drop(url, name)
    with _connect(url) as connection:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        connection.execute(statement)
    return with_name(url, name)


def _manage(url: str, *arguments: str) -> None:
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "het_site.settings.test"}
    command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")


def _template(url: str, name: str, prefix: str, *commands: tuple[str, ...], start: str | None = None) -> str:
    with _one_at_a_time():
        if not exists(url, name):
            with _connect(url) as connection:
                rows = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
                for (stale,) in rows.fetchall():
                    drop(url, str(stale))
            building = f"{prefix}building"
            copy(url, template=start or "template0", name=building)
            for command in commands:
                _manage(with_name(url, building), *command)
            with _connect(url) as connection:
                statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                connection.execute(statement.format(sql.Identifier(building), sql.Identifier(name)))
    return name


def migrated_template(url: str) -> str:
    """Give the name of a template with every migration applied and no content."""
    return _template(url, f"het_migrated_{fingerprint(MIGRATIONS)}", "het_migrated_", ("migrate", "--verbosity=0"))


def demo_template(url: str) -> str:
    """Give the name of a template that holds the demo site: content, figures and demo accounts."""
    return _template(
        url,
        f"het_demo_{fingerprint((*MIGRATIONS, *CONTENT, *CODE))}",
        "het_demo_",
        ("load_content",),
        ("make_demo_accounts", "--settings=het_site.settings.dev"),  # with passwords that the running site can check
        start=migrated_template(url),
    )


if __name__ == "__main__":  # so that every worker finds the templates made
    from het_site.local.environment import fill_in

    fill_in()
    demo_template(os.environ["DATABASE_URL"])
