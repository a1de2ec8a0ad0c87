"""`make test`: every check and every test, the browser's included; or, with words given, just the tests they name."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from het_site.local import assets, browser, dotenv, lifeline, lint, steps
from het_site.local.folders import ROOT
from het_site.local.steps import StepError, step, tell


def main(words: list[str]) -> int:
    """Check, get assets and browser ready, then hand over to pytest, whose closing line comes last."""
    steps.begin()
    dotenv.apply()
    if words:
        assets.build(dev=True)
    else:
        with ThreadPoolExecutor(1) as pool:
            prepared = pool.submit(_prepare)
            lint.main()
            prepared.result()
    with step("Browser ready") as current:
        os.environ["CHROME"] = str(browser.find_or_install())
        current.text = f"Browser ready ({os.environ['CHROME']})"
    # A module's tests go to one worker, so that what they share is made once; tests/conftest.py puts them in order.
    options = words or ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    tell(f"Tests begin after {steps.seconds_since_begin():.0f} s")
    return subprocess.run([sys.executable, "-m", "pytest", *options], cwd=ROOT, check=False).returncode


def _prepare() -> None:
    """Make what every worker would else wait for, while code is checked: static files, templates of the databases."""
    assets.build(dev=True)
    assets.collect()
    with step("Databases for tests made"):
        code, said = lifeline.run([sys.executable, "-m", "tests.databases"])
    if code:
        raise StepError(f"The databases for tests could not be made.\n{steps.tail(said)}")


if __name__ == "__main__":
    sys.exit(steps.exit_code_of(lambda: main(sys.argv[1:])))
