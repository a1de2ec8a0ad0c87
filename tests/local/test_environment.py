"""Settings from outside: every one is explained in .env.example, and one's own machine fills in what is missing."""

from __future__ import annotations

import itertools
import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from het_site.local import dotenv, environment, port
from het_site.local.folders import ROOT, data_folder
from het_site.local.steps import StepError

# Read by the programs we start, or handed from one of our processes to the next; nobody has to set them.
NOT_SETTINGS = {
    "DJANGO_SETTINGS_MODULE",
    "HET_STARTED_AT",
    "PATH",
    "PLAYWRIGHT_BROWSERS_PATH",
    "UV_PROJECT_ENVIRONMENT",
}


def names_read() -> set[str]:
    """Return every name that our code asks the environment for."""
    asked = r"""(?:environ(?:\.get\(|\.setdefault\(|\[)|\benv\.\w+\()\s*"([A-Z][A-Z_]+)\""""
    code = [*(ROOT / "het_site").rglob("*.py"), ROOT / "manage.py"]
    return {name for path in code for name in re.findall(asked, path.read_text())} - NOT_SETTINGS


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    assert names_read() == set(dotenv.parse((ROOT / ".env.example").read_text()))


def test_every_setting_in_the_example_is_explained() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    for before, line in itertools.pairwise(lines):
        if re.match(r"[A-Z_]+=", line):
            assert before.startswith("# "), f"{line} has no comment"


def test_the_example_gives_away_no_secret() -> None:
    example = dotenv.parse((ROOT / ".env.example").read_text())
    assert not any(
        example[name] for name in ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "ADDRESS_KEY", "DATABASE_URL", "EMAIL_URL")
    )


def test_a_dotenv_file_is_read_as_people_write_it() -> None:
    text = """
    # A comment=1
    PORT=8001
    export NAME = "Two words # kept"   # dropped
    URL='postgres://a:b@c/d'
    EMPTY=
    PLAIN=one # dropped
    not a setting
    """
    assert dotenv.parse(text) == {
        "PORT": "8001",
        "NAME": "Two words # kept",
        "URL": "postgres://a:b@c/d",
        "EMPTY": "",
        "PLAIN": "one",
    }


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONE", "from outside")
    monkeypatch.setenv("TWO", "x")
    monkeypatch.delenv("TWO")
    monkeypatch.delenv("THREE", raising=False)
    (tmp_path / ".env").write_text("ONE=from the file\nTWO=from the file\nTHREE=\n")
    dotenv.apply(tmp_path / ".env")
    assert os.environ["ONE"] == "from outside"
    assert os.environ["TWO"] == "from the file"
    assert "THREE" not in os.environ


@pytest.mark.parametrize("wrong", ["abc", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none_stops_with_a_sentence(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", wrong)
    with pytest.raises(StepError, match="a port is a number from 1 to 65535"):
        port.chosen()


def test_the_port_is_8000_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert port.address() == "http://127.0.0.1:8000/"
    monkeypatch.setenv("PORT", "8123")
    assert port.address() == "http://127.0.0.1:8123/"


def test_a_relative_data_folder_counts_from_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HET_DATA", "elsewhere")
    assert data_folder() == ROOT / "elsewhere"
    monkeypatch.setenv("HET_DATA", "")
    assert data_folder() == ROOT / ".het"


def test_this_machines_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HET_DATA", str(tmp_path / "data"))
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: environment.local_secret(), range(16)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]


def test_the_running_commit_is_what_git_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git = tmp_path / "git"
    git.write_text('#!/bin/sh\n[ "$*" = "rev-parse HEAD" ] && echo abc123\n')
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert environment.running_commit() == "abc123"
    git.write_text("#!/bin/sh\nexit 128\n")
    assert environment.running_commit() == ""


def test_without_git_the_running_commit_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert environment.running_commit() == ""
