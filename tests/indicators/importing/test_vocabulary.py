"""Importing knows no model, so its words are held against the models' here; and it costs a served page nothing."""

from __future__ import annotations

import subprocess
import sys

from het_site.local.folders import ROOT
from indicators.importing import COLUMNS, Format, vocabulary
from indicators.models import DataRelease, Observation


def test_the_words_are_those_of_the_models() -> None:
    assert list(vocabulary.SEXES) == Observation.Sex.values
    assert list(vocabulary.REASONS) == Observation.Reason.values
    assert list(vocabulary.JUDGEMENTS) == Observation.Judgement.values
    assert list(vocabulary.PERIOD_KINDS) == Observation.PeriodKind.values
    assert vocabulary.OTHER_UNITS == (Observation.RELATED_MEASURE, Observation.INEQUALITY)
    assert [one.value for one in Format] == DataRelease.Format.values


def test_every_field_of_a_figure_comes_out_and_texts_fit() -> None:
    fields = {field.name: field for field in Observation._meta.concrete_fields}
    assert {*COLUMNS} - {"line", "area_code"} == {*fields} - {"id", "area", "release"}
    assert {name: fields[name].max_length for name in vocabulary.TEXTS} == vocabulary.TEXTS
    assert {"area" if name == "area_code" else name for name in vocabulary.KEY} == {*Observation.KEY}


def test_a_page_does_not_load_what_only_the_worker_needs() -> None:
    code = (
        "import sys, indicators.importing; sys.exit(bool({'polars', 'python_calamine', 'django'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
