"""`make wipe`: deletes the local database and uploaded files, so that the next start begins with the content files."""

from __future__ import annotations

import shutil
import sys

from het_site.local import dotenv, postgres, steps
from het_site.local.folders import data_folder
from het_site.local.steps import StepError, tell


def main(words: list[str]) -> int:
    """Ask first, unless told --yes."""
    dotenv.apply()
    places = [postgres.server().data, data_folder() / "media"]
    if "--yes" not in words:
        print("This deletes everything written in the local portal:", *places, sep="\n  ")
        if not sys.stdin.isatty() or input("Type yes to go on: ").strip() != "yes":
            raise StepError("Nothing was deleted.")
    postgres.wipe()
    shutil.rmtree(places[1], ignore_errors=True)
    tell("Deleted.")
    return 0


if __name__ == "__main__":
    sys.exit(steps.exit_code_of(lambda: main(sys.argv[1:])))
