"""The reviewed definitions: one to a file, numbered without a gap, sourced, and easy to read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.content.files import FIXTURES, load
from tests.content.reading import grade

FILES = sorted((FIXTURES / "indicators").glob("*.yaml"))
PROSE = ("meaning", "method", "caveats", "proxy_for", "trend_note", "comparison_note")
HIGHEST_GRADE = 8.0
#: names of publishers, programmes and places, which a reader need not sound out
NAMES = {
    "ONS", "OHID", "DfE", "NEET", "MMR", "GCSE", "Reception", "Fingertips", "Health Index", "Universal Credit",
    "Jobseeker’s Allowance", "Living Wage Foundation", "Luton", "England", "East of England", "Chinese", "Marmot",
}  # fmt: skip


def read(file: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(file.read_text(encoding="utf-8")))


def test_there_are_28_and_their_numbers_have_no_gap() -> None:
    assert sorted(read(file)["number"] for file in FILES) == list(range(1, 29))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_definition_reads_at_grade_eight_or_below(file: Path) -> None:
    definition = read(file)
    assert grade([definition[name] for name in PROSE if definition.get(name)], NAMES) <= HIGHEST_GRADE


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_definition_says_where_its_figures_come_from(file: Path) -> None:
    definition = read(file)
    has_figures = (FIXTURES / "observations" / f"{file.stem}.csv").exists()
    assert definition["theme"] in {theme["slug"] for theme in load("themes.yaml")}
    assert definition["source_name"]
    assert definition["source_url"].startswith("https://") or not has_figures
    assert definition["licence"] or not has_figures
    assert definition["trend_note"]
    assert definition["comparison_note"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nobody_is_named_as_checker_who_has_not_checked(file: Path) -> None:
    definition = read(file)
    assert bool(definition["checker"]) == bool(definition["reviewed_on"])
