"""Lighthouse as on a phone, on the kinds of page that readers meet most; with what home and an indicator weigh."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from het_site.local import assets, browser
from het_site.local.environment import fill_in
from het_site.local.folders import ROOT
from tests.e2e.conftest import LAUNCH_FLAGS
from tests.e2e.site import running_site

PAGES = {
    "home": "/",
    "principle": "/principles/best-start/",
    "indicator": "/indicators/healthy-life-expectancy/",
    "explorer": "/indicators/",
    "ward": "/places/E05014737/",
    "case study": "/case-studies/citizens-advice-outreach/",
}
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
#: how heavy a page and its scripts may be, in bytes; charts that can be explored come later, when a reader moves
WEIGHTS = {"home": (120 * 1024, 15 * 1024), "indicator": (150 * 1024, 20 * 1024)}
#: the browser sometimes loses the start of a page; that says nothing about the page
TRIES = 3


def main() -> None:
    """Run Lighthouse on each page of the demo site, print its scores and fail if one is below its goal."""
    fill_in()
    assets.build(dev=True)
    assets.collect()
    below = []
    with tempfile.TemporaryDirectory() as folder, running_site(name="het_lighthouse", folder=Path(folder)) as site:
        for name, path in PAGES.items():
            report = lighthouse(f"{site}{path}", Path(folder) / "report.json")
            scores = {goal: round(100 * report["categories"][goal]["score"]) for goal in GOALS}
            total, scripts = weights(report)
            print(f"{name:<12}{scores}  {total / 1024:.1f} KB, scripts {scripts / 1024:.1f} KB")
            below += [f"{name}: {goal} {scores[goal]}" for goal, least in GOALS.items() if scores[goal] < least]
            most, most_scripts = WEIGHTS.get(name, (total, scripts))
            if total > most or scripts > most_scripts:
                below.append(f"{name} weighs {total} bytes, scripts {scripts}")
    assert not below, below


def lighthouse(address: str, output: Path) -> dict[str, Any]:
    """Give Lighthouse's report on one address, with its own settings for a phone."""
    flags = " ".join(["--headless", *LAUNCH_FLAGS, "--no-sandbox"])
    command = [
        ROOT / "node_modules" / ".bin" / "lighthouse",
        address,
        "--quiet",
        "--output=json",
        f"--output-path={output}",
    ]
    chosen = [f"--only-categories={','.join(GOALS)}", f"--chrome-flags={flags}"]
    environment = os.environ | {"CHROME_PATH": str(browser.find_or_install())}
    for left in reversed(range(TRIES)):
        done = subprocess.run([*command, *chosen], env=environment, check=not left, timeout=300)
        if done.returncode == 0:
            break
    report: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return report


def weights(report: dict[str, Any]) -> tuple[int, int]:
    """Give the bytes transferred, of everything and of scripts alone."""
    items = report["audits"]["network-requests"]["details"]["items"]
    total = sum(item.get("transferSize", 0) for item in items)
    return total, sum(item.get("transferSize", 0) for item in items if item.get("resourceType") == "Script")
