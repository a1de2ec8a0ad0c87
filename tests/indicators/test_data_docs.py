"""docs/data.md names every column, reason and period that the loader knows, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from indicators.importing.columns.words import MARKS, SHORTHAND
from indicators.importing.layouts.formats import ALIASES
from indicators.importing.vocabulary import TABLE_COLUMNS
from indicators.models import Indicator, Observation

TEXT = (Path(__file__).parents[2] / "docs" / "data.md").read_text()
NAMED = set(re.findall(r"`([a-z0-9_]+)`", TEXT))


def test_every_column_is_documented() -> None:
    table = TEXT.split("## Figures")[1].split("## How")[0]
    columns = {
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert columns == set(TABLE_COLUMNS)


def test_every_word_a_cell_may_hold_is_documented() -> None:
    words = {*Observation.PeriodKind.values, *Observation.Reason.values, *Observation.Sex.values}
    words |= {*Observation.Judgement.values, *Indicator.Comparison.values}
    assert words <= NAMED


def test_every_commit_that_figures_name_is_listed() -> None:
    fixtures = Path(__file__).parents[2] / "fixtures" / "observations"
    commits = {found for file in fixtures.glob("*.csv") for found in re.findall(r"@([0-9a-f]{7})", file.read_text())}
    assert commits
    assert all(commit in TEXT for commit in commits)


def test_every_other_name_of_a_column_is_documented() -> None:
    text = TEXT.split("## How a file")[1].split("### A Fingertips")[0]
    others = {name for names in ALIASES.values() for name in names}
    upper = {name for name in others if name.startswith(("upper", "uci"))}
    assert others - upper <= set(re.findall(r"`([a-z0-9_]+)`", text))
    assert {name.replace("upper", "lower").replace("uci", "lci") for name in upper} <= others


def test_all_shorthand_is_documented() -> None:
    named = set(re.findall(r"\[([a-z]+)\]", TEXT))
    assert named == {*SHORTHAND, *MARKS}
