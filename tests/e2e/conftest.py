"""The demo site and a browser for every journey."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from het_site.local import assets, browser
from het_site.local.folders import ROOT
from tests.e2e.site import running_site

LAUNCH_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the machine's own browser, as root without a sandbox, quiet towards the network."""
    flags = [*LAUNCH_FLAGS, "--no-sandbox"]
    return {**browser_type_launch_args, "executable_path": str(browser.find_or_install()), "args": flags}


@pytest.fixture(scope="session")
def built() -> None:
    """Have style sheets and static files as production serves them."""
    assets.build()
    assets.collect()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str, built: None) -> Iterator[str]:
    """Give the address of the demo site, one for each worker."""
    with running_site(name=f"het_e2e_{worker_id}", folder=tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def axe_source() -> str:
    """Give axe's own source, as installed from the lock file."""
    return (Path(ROOT) / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
