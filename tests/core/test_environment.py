"""Settings read the environment: each fault gets one plain sentence, all at once, and a good one starts without a word."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from het_site.local.folders import ROOT
from het_site.settings.environment import Environment

GOOD = {
    "SECRET_KEY": "dR2-7hKq_93nVxLw0TzBpYcJmEaSgUoF5iXW8vNHtQ6yCjPkrD",
    "ADDRESS_KEY": "wX8-0pLz_51bQdTs7HnRkGvMeYcJfUoA2iBN4hKyPtV9gDmWqE",
    "ALLOWED_HOSTS": "www.example.org, example.org",
    "SITE_URL": "https://www.example.org",
    "DATABASE_URL": "postgres://portal:secret@db.example.org:5432/portal",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "portal@example.org",
    "SITE_IS_PUBLIC": "true",
    "BEHIND_PROXY": "true",
}

BAD = [
    ("SECRET_KEY", "", "SECRET_KEY is not set"),
    ("SECRET_KEY", "short", "SECRET_KEY is too easy to guess"),
    ("SECRET_KEY", "ab" * 40, "SECRET_KEY is too easy to guess"),
    ("SECRET_KEY", "django-insecure-dR2-7hKq_93nVxLw0TzBpYcJmEaSgUoF5iXW8vNH", "SECRET_KEY is too easy to guess"),
    ("ADDRESS_KEY", "", "ADDRESS_KEY is not set"),
    ("ADDRESS_KEY", "short", "ADDRESS_KEY is too easy to guess"),
    ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS is not set"),
    ("ALLOWED_HOSTS", " , ", "ALLOWED_HOSTS is not set"),
    ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name the hosts"),
    ("ALLOWED_HOSTS", "https://www.example.org", "ALLOWED_HOSTS must name the hosts"),
    ("ALLOWED_HOSTS", "other.example.org", "ALLOWED_HOSTS must hold www.example.org"),
    ("SITE_URL", "", "SITE_URL is not set"),
    ("SITE_URL", "www.example.org", "SITE_URL must be a full address"),
    ("SITE_URL", "ftp://www.example.org", "SITE_URL must be a full address"),
    ("SITE_URL", "https://", "SITE_URL must be a full address"),
    ("SITE_URL", "https://[www.example.org", "SITE_URL must be a full address"),
    ("SITE_URL", "https://www.example.org:port", "SITE_URL must be a full address"),
    ("SITE_URL", "https://www.example.org/portal", "SITE_URL must be a full address"),
    ("SITE_URL", "https://user:secret@www.example.org", "SITE_URL must be a full address"),
    ("DATABASE_URL", "", "DATABASE_URL is not set"),
    ("DATABASE_URL", "sqlite:///db.sqlite3", "DATABASE_URL must be a PostgreSQL address"),
    ("DATABASE_URL", "mysql://user:hunter2@host/name", "DATABASE_URL must be a PostgreSQL address"),
    ("DATABASE_URL", "postgres://", "DATABASE_URL must be a PostgreSQL address"),
    ("DATABASE_URL", "postgres://user:hunter2@host:port/name", "DATABASE_URL must be a PostgreSQL address"),
    ("DATABASE_URL", "nonsense", "DATABASE_URL must be a PostgreSQL address"),
    ("EMAIL_URL", "", "EMAIL_URL is not set"),
    ("EMAIL_URL", "nonsense", "EMAIL_URL must be an address"),
    ("EMAIL_URL", "gopher://mail.example.org", "EMAIL_URL must be an address"),
    ("EMAIL_URL", "smtp://user:hunter2@mail.example.org:port", "EMAIL_URL must be an address"),
    ("DEFAULT_FROM_EMAIL", "", "DEFAULT_FROM_EMAIL is not set"),
    ("DEFAULT_FROM_EMAIL", "portal", "DEFAULT_FROM_EMAIL must be an email address"),
    ("SITE_IS_PUBLIC", "perhaps", "SITE_IS_PUBLIC must be true or false"),
    ("BEHIND_PROXY", "2", "BEHIND_PROXY must be true or false"),
    ("SERVE_MEDIA", "oui", "SERVE_MEDIA must be true or false"),
]


def start(
    *command: str, settings: str = "het_site.settings.base", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run Python with these settings alone, and warnings as errors."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "HET_DATA", "LANG") if name in os.environ}
    environment = kept | {"DJANGO_SETTINGS_MODULE": settings} | environment
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def faults(done: subprocess.CompletedProcess[str]) -> list[str]:
    """List the sentences of a start that stopped; fail if it was told as a traceback or not at all."""
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    heading, *sentences = done.stderr.strip().splitlines()
    assert heading == "The settings have faults:"
    return [sentence.removeprefix("- ") for sentence in sentences]


def test_good_settings_are_safe_to_deploy() -> None:
    done = start("-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING", **GOOD)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


@pytest.mark.parametrize(("name", "value", "sentence"), BAD)
def test_each_bad_setting_stops_the_start_with_its_sentence(name: str, value: str, sentence: str) -> None:
    (said,) = faults(start("manage.py", "check", **GOOD | {name: value}))
    assert said.startswith(sentence)
    assert said.endswith(".")
    assert "hunter2" not in said


def test_all_faults_come_at_once() -> None:
    said = faults(start("manage.py", "check", **GOOD | {"SECRET_KEY": "x", "SITE_URL": "", "BEHIND_PROXY": "maybe"}))
    assert [sentence.split()[0] for sentence in said] == ["SECRET_KEY", "SITE_URL", "BEHIND_PROXY"]


def test_an_empty_environment_names_everything_that_is_needed() -> None:
    said = faults(start("manage.py", "check"))
    needed = [
        "SECRET_KEY",
        "ADDRESS_KEY",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "DATABASE_URL",
        "EMAIL_URL",
        "DEFAULT_FROM_EMAIL",
    ]
    assert sorted(sentence.split()[0] for sentence in said) == sorted(needed)


@pytest.mark.parametrize("option", [["--settings=het_site.settings.base"], ["--settings", "het_site.settings.base"]])
def test_the_option_for_settings_is_heeded(option: list[str]) -> None:
    assert faults(start("manage.py", "check", *option, settings="het_site.settings.dev"))


def test_the_web_server_says_the_same() -> None:
    assert faults(start("-c", "import het_site.wsgi")) == faults(start("manage.py", "check"))


def test_the_web_server_starts_with_good_settings(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    done = start("-W", "error", "-c", "import het_site.wsgi", **GOOD, HET_DATA=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


def test_https_demands_hold_in_production() -> None:
    code = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.DEBUG)"
    assert start("-c", code, **GOOD).stdout.split() == ["True", "True", "False"]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a way to read settings from made-up values alone."""

    def read(values: Mapping[str, str]) -> Environment:
        env = Environment(root=Path("/srv/portal"))
        monkeypatch.setattr(env._env, "ENVIRON", dict(values))
        return env

    return read


@pytest.mark.parametrize(("text", "answer"), [("", True), ("TRUE", True), (" on ", True), ("0", False), ("No", False)])
def test_flags(environment: Any, text: str, *, answer: bool) -> None:
    env = environment({"FLAG": text})
    assert env.flag("FLAG", default=True) is answer
    env.stop_if_faulty()


@pytest.mark.parametrize(("text", "answer"), [("", ""), (" One ", "one"), ("two", "two")])
def test_choices(environment: Any, text: str, answer: str) -> None:
    env = environment({"WHICH": text})
    assert env.choice("WHICH", choices=("one", "two")) == answer
    env.stop_if_faulty()


def test_what_is_no_choice_is_a_fault(environment: Any) -> None:
    env = environment({"WHICH": "three"})
    assert env.choice("WHICH", choices=("one", "two")) == ""
    with pytest.raises(ImproperlyConfigured, match="WHICH must be empty or one of one, two, not “three”"):
        env.stop_if_faulty()


def test_words_and_folders(environment: Any) -> None:
    env = environment({"HOSTS": " a.example, ,b.example ", "NEAR": "data", "FAR": "/var/data"})
    assert env.words("HOSTS") == ["a.example", "b.example"]
    assert env.words("NONE") == []
    assert env.folder("NEAR", default=Path("/x")) == Path("/srv/portal/data")
    assert env.folder("FAR", default=Path("/x")) == Path("/var/data")
    assert env.folder("NONE", default=Path("/x")) == Path("/x")
    env.stop_if_faulty()


def test_a_socket_stands_for_a_host(environment: Any) -> None:
    config = environment({"DB": "postgres://postgres@:5432/%2Fsrv%2Fsocket/portal"}).database("DB")
    assert (config["HOST"], config["NAME"]) == ("/srv/socket", "portal")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_no_value_breaks_the_reading(value: str) -> None:
    env = Environment(root=Path("/srv/portal"))
    env._env.ENVIRON = {"X": value}
    for read in (env.secret, env.hosts, env.words, env.database, env.email, env.address):
        read("X")
    env.site("X", hosts=["www.example.org"])
    env.flag("X", default=False)
    env.text("Y", required=True)
    with pytest.raises(ImproperlyConfigured, match=r"^The settings have faults:\n- [\s\S]*Y is not set: .*\.$"):
        env.stop_if_faulty()
