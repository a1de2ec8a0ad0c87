"""`make run`: the portal for development, with demo accounts and a web server that follows changes to the code."""

from __future__ import annotations

import os
import sys

from het_site.local import assets, portal, steps, worker

ACCOUNTS = ("admin", "editor", "moderator", "data", "newsletter", "partner")


def kind() -> portal.Kind:
    """Return how development runs."""
    password = os.environ.get("DEMO_PASSWORD") or "health-equity-town"
    return portal.Kind(
        settings="het_site.settings.dev",
        web=(sys.executable, "-m", "het_site.local.web"),
        assets=assets.build,
        watches_sheets=True,
        worker=worker.COMMAND,
        last_lines=(f"Sign in at /cms/ as {', '.join(ACCOUNTS)} @demo.example, password {password}. Ctrl-C stops.",),
    )


if __name__ == "__main__":
    sys.exit(steps.exit_code_of(lambda: portal.run(kind)))
