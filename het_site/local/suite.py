"""`make test`: every check and every test, the browser's included; or, with words given, just the tests they name."""

from __future__ import annotations

import os
import subprocess
import sys

from het_site.local import assets, browser, dotenv, lint, steps
from het_site.local.folders import ROOT
from het_site.local.steps import step, tell


def main(words: list[str]) -> int:
    """Check, get assets and browser ready, then hand over to pytest, whose closing line comes last."""
    steps.begin()
    dotenv.apply()
    if not words:
        lint.main()
    assets.build(dev=True)
    with step("Browser ready") as current:
        os.environ["CHROME"] = str(browser.find_or_install())
        current.text = f"Browser ready ({os.environ['CHROME']})"
    # Tests that share a site of their own go to the same worker.
    options = words or ["-n", "auto", "--dist", "loadgroup"]
    tell(f"Tests begin after {steps.seconds_since_begin():.0f} s")
    return subprocess.run([sys.executable, "-m", "pytest", *options], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(steps.exit_code_of(lambda: main(sys.argv[1:])))
