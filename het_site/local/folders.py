"""Where the portal keeps things on one machine: the checkout and its data folder. Creates nothing."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def in_every_app(name: str) -> list[Path]:
    """Return the folders of this name that our apps have, without a walk through installed packages.

    Hidden folders are no apps: the data folder keeps the collected static files under the same name.
    """
    return sorted([*ROOT.glob(f"[!.]*/{name}"), *ROOT.glob(f"het_site/*/{name}")])


def data_folder() -> Path:
    """Return the folder for everything this installation makes: HET_DATA, else .het beside manage.py.

    A relative HET_DATA counts from the checkout, so that every command finds the same folder.
    """
    return (ROOT / (os.environ.get("HET_DATA") or ".het")).resolve()
