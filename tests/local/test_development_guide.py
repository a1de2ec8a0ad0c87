"""The development guide names only commands that exist, and every task of the Makefile."""

from __future__ import annotations

import importlib.util
import re

from het_site.local.folders import ROOT

GUIDE = (ROOT / "docs" / "development.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_it_names_every_task_and_no_other() -> None:
    tasks = set(re.findall(r"^(\w+):.*## ", MAKEFILE, re.MULTILINE)) - {"help"}
    assert set(re.findall(r"\bmake (\w+)`", GUIDE)) | {"run", "test"} == tasks


def test_its_programs_and_files_are_there() -> None:
    for module in set(re.findall(r"python -m ([\w.]+)", GUIDE)):
        assert importlib.util.find_spec(module), module
    for path in re.findall(r"\]\(\.\./([^)]+)\)", GUIDE):
        assert (ROOT / path).exists(), path


def test_what_it_quotes_is_what_the_programs_say() -> None:
    said = MAKEFILE + "".join(path.read_text(encoding="utf-8") for path in (ROOT / "het_site" / "local").glob("*.py"))
    for quoted in re.findall("“([^”]+)”", GUIDE):
        without_numbers = re.split(r" \d+(?= |$)", quoted)
        assert all(part.strip() in said for part in without_numbers), quoted
