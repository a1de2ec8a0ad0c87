"""`make lint`: every check that reads code without running it, and the two of Django's that guard releases."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from het_site.local import dotenv, postgres, steps
from het_site.local.folders import ROOT
from het_site.local.steps import StepError, step

# What a real deployment would set; the values only have to be sound.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "het_site.settings.base",
    "ALLOWED_HOSTS": "www.example.org",
    "SITE_URL": "https://www.example.org",
    "EMAIL_URL": "smtp+tls://portal:password@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "portal@example.org",
}


def checks() -> dict[str, tuple[list[str], dict[str, str]]]:
    """Return each check's command, and what it adds to the environment, under the name it is told by."""
    # An empty database: what one's own holds is no fault of the code.
    database = {"DATABASE_URL": os.environ.get("DATABASE_URL") or postgres.database_url("postgres")}
    production = PRODUCTION | database | {name: secrets.token_urlsafe(60) for name in ("SECRET_KEY", "ADDRESS_KEY")}
    templates = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("templates/**/*.html"))]
    manage = [sys.executable, "manage.py"]
    return {
        "Rules of code (ruff check)": ([_program("ruff"), "check", "--quiet", "."], {}),
        "Format of code (ruff format)": ([_program("ruff"), "format", "--check", "--quiet", "."], {}),
        "Direction of imports (lint-imports)": ([_program("lint-imports"), "--no-cache"], {}),
        "Format of templates (djade)": ([_program("djade"), "--check", "--target-version", "5.2", *templates], {}),
        "Types (mypy)": ([_program("mypy")], database),
        "Migrations complete (makemigrations)": ([*manage, "makemigrations", "--check", "--dry-run"], database),
        "Safe to deploy (check --deploy)": ([*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
    }


def main() -> int:
    """Run all checks, two at a time, and fail when any of them does."""
    dotenv.apply()
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = {name: pool.submit(_check, name, *what) for name, what in checks().items()}
        for name, result in running.items():
            if said := result.result():
                failed.append(f"\n{name} failed:\n{said}")
    if failed:
        raise StepError("\n".join(failed))
    return 0


def _check(name: str, command: list[str], environment: dict[str, str]) -> str:
    """Return nothing when the check passes, else what it said."""
    with step(name) as current:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            current.text = f"{name}: FAILED"
    return done.stdout.strip() or f"exit code {done.returncode}" if done.returncode else ""


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


if __name__ == "__main__":
    sys.exit(steps.exit_code_of(main))
