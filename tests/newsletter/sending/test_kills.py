"""Workers are killed at every step, and readers get one copy each: the short form of `make kill-test`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from het_site.local.folders import ROOT
from tests import databases, mail_server
from tests.mail_server import MailServer
from tests.newsletter.sending import killing


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[MailServer, dict[str, str]]]:
    """Give a mail server, and the settings of a database and a folder of the test's own."""
    own, name = os.environ["DATABASE_URL"], f"het_killed_{os.getpid()}"
    url = databases.copy(own, template=databases.migrated_template(own), name=name)
    with mail_server.running(tmp_path) as server:
        yield (
            server,
            {
                "DATABASE_URL": url,
                "HET_DATA": str(tmp_path),
                "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
                "DJANGO_SETTINGS_MODULE": "het_site.settings.dev",
                "SECRET_KEY": "only for tests, and long enough: 0123456789 abcdef",
                "ADDRESS_KEY": "only for tests, and long enough: 0123456789 abcdef",
            },
        )
    databases.drop(own, name)


def test_killed_at_every_step_everybody_gets_one_copy(elsewhere: tuple[MailServer, dict[str, str]]) -> None:
    server, environment = elsewhere
    code = "import sys; from tests.newsletter.sending import test_kills; test_kills.kill(*sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(server.port), str(server.file)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 twice, 0 missing" in done.stdout


def kill(port: str, file: str) -> None:
    """Kill once at every step, and some at any moment; let two begin at once, and the database drop all lines."""
    from newsletter.sending import steps

    killing.begin(readers=8)
    runs = killing.Runs(MailServer(int(port), Path(file)), readers=8)
    runs.together(2)
    for step in steps.ALL:
        runs.kill_at(step, nth=runs.chance.randint(1, 6) if step in killing.STEPS_OF_EACH_COPY else 1)
    for _ in range(5):
        runs.kill_whenever(workers=2)
    print(runs.tally)  # noqa: T201  (what the test reads)
