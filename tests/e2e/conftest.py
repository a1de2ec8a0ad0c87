"""The demo site and a browser for every journey."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from het_site.local import assets, browser
from het_site.local.folders import ROOT
from tests.e2e.people import Desk, sign_in
from tests.e2e.site import running_site
from tests.e2e.watching import Watch

#: two browsers, their sites and their workers share two cores: what takes this long (milliseconds) does not come at all
expect.set_options(timeout=20_000)

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


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[Desk]:
    """Seat people of the demo accounts, each at a browser of their own; nobody's browser may complain."""
    contexts, watches = [], []

    def sit(name: str) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page, site=site))
        if name:
            sign_in(page, name, site=site)
        return page

    yield sit
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []
