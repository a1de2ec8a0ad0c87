"""The settings that one's own machine fills in where the environment says nothing. Never used in production."""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import tempfile

from het_site.local import dotenv, postgres
from het_site.local.folders import ROOT, data_folder


def local_secret() -> str:
    """Give this machine's own secret key, made at first use and readable by its owner alone."""
    path = data_folder() / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Linked whole: a kill half way, or a second process at once, must not leave or read half a key.
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".secret_key-") as file:
            file.write(secrets.token_urlsafe(60))
            file.flush()
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text()


def running_commit() -> str:
    """Give the commit that is checked out, as `/healthz` tells it; empty outside a clone or where there is no git."""
    try:
        asked = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""


def fill_in() -> None:
    """Set what production would demand and a machine of one's own can do without being asked."""
    dotenv.apply()
    port = os.environ.get("PORT") or "8000"
    defaults = {
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": "consolemail://",
        "DEFAULT_FROM_EMAIL": "portal@demo.example",
        "SERVE_MEDIA": "true",
        "SECOND_FACTOR": "false",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    if not os.environ.get("HET_COMMIT"):
        os.environ["HET_COMMIT"] = running_commit()
    for name in ("SECRET_KEY", "ADDRESS_KEY"):
        if not os.environ.get(name):
            os.environ[name] = local_secret()
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = postgres.database_url()
