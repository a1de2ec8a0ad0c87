"""Brings the database to where the web server can start: migrations, content, demo accounts. One process does all, since
starting Django costs more than most of the steps. Knows the commands' names, not what they do.
"""

from __future__ import annotations

import io
import os
import sys

from het_site.local import fingerprints, steps
from het_site.local.folders import ROOT, in_every_app
from het_site.local.postgres import DATABASE, Server
from het_site.local.steps import StepError, step

ALONE = 0x4845542D  # any number: two starts at once take turns


def main() -> int:
    """Migrate, load the content into an empty database and make the demo accounts where settings allow them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "het_site.settings.dev")
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import OperationalError, connection

    with step("Portal code loaded"):
        django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise StepError(f"The database does not answer: {str(error).strip()}") from None
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [ALONE])
    with step("Migrations applied") as current:
        if not waiting_migrations():
            current.text = "Migrations unchanged"
        else:
            call_command("migrate", interactive=False, verbosity=0)
    with step("Content ready"), io.StringIO() as said:
        call_command("load_content", if_empty=True, stdout=said)
    if settings.DEMO_ACCOUNTS:
        with step("Demo accounts ready"), io.StringIO() as said:
            call_command("make_demo_accounts", stdout=said)
    return 0


def is_prepared(server: Server) -> bool:
    """Tell, without starting Django, whether this very code has prepared this very database before."""
    note = server.ask(
        "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"
    )
    return bool(note) and note == _state(server)


def mark_prepared(server: Server) -> None:
    """Note in the database that this code has prepared it; a wiped or restored database does not carry the note."""
    server.ask(f"comment on database {DATABASE} is '{_state(server)}'")


def _state(server: Server) -> str:
    """Return what a prepared state depends on: the code's migrations, those applied, and which accounts are wanted."""
    applied = server.ask("select count(*), max(id) from django_migrations")
    wanted = (os.environ.get("DJANGO_SETTINGS_MODULE", ""), os.environ.get("DEMO_PASSWORD", ""))
    return fingerprints.fingerprint([*in_every_app("migrations"), ROOT / "uv.lock"], applied, *wanted)


def waiting_migrations() -> int:
    """Count the migrations that the database has not seen yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


if __name__ == "__main__":
    sys.exit(steps.exit_code_of(main))
