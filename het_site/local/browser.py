"""Finds a Chrome or Chromium for the browser tests, or installs one; stops loudly when there is none to be had."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from het_site.local import steps
from het_site.local.folders import ROOT
from het_site.local.steps import StepError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find() -> Path | None:
    """Return a browser that runs: CHROME's, one on PATH, an application, or the one that Playwright installed."""
    if chosen := os.environ.get("CHROME"):
        if not _runs(Path(chosen)):
            raise StepError(f"CHROME is {chosen}, but that is no browser that runs here.")
        return Path(chosen)
    places = [Path(found) for name in NAMES if (found := shutil.which(name))]
    places += [Path(application) for application in APPLICATIONS]
    return next((place for place in [*places, *_playwrights_own()] if _runs(place)), None)


def find_or_install() -> Path:
    """Return a browser that runs, installed by Debian's packages as root or else by Playwright; fail when neither can."""
    if found := find():
        return found
    said = []
    if os.geteuid() == 0 and shutil.which("apt-get"):
        said.append(_try(["apt-get", "update", "-qq"]))
        said.append(_try(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]))
    if not (found := find()):
        said.append(_try([sys.executable, "-m", "playwright", "install", "chromium"]))
        found = find()
    if not found:
        raise StepError(
            "The browser tests need Chrome or Chromium; none was found and none could be installed. "
            "Install one, or set CHROME to its program.\n" + "\n".join(filter(None, said))
        )
    return found


def browsers_folder() -> None:
    """Keep what Playwright installs inside this folder, unless the environment says where it goes."""
    os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(ROOT / ".het" / "browsers"))


def _playwrights_own() -> list[Path]:
    browsers_folder()
    home = Path(os.environ["PLAYWRIGHT_BROWSERS_PATH"])
    patterns = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
    return sorted((path for pattern in patterns for path in home.glob(pattern)), reverse=True)


def _runs(program: Path) -> bool:
    """Tell whether it starts: on some systems the name is only a note that says how to install it."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and "chrom" in done.stdout.lower()


def _try(command: list[str]) -> str:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            check=False,
        )
    except OSError as error:
        return str(error)
    return "" if done.returncode == 0 else f"{' '.join(command)}: {steps.tail(done.stdout, 5)}"


if __name__ == "__main__":
    sys.exit(steps.exit_code_of(lambda: print(find_or_install()) or 0))
