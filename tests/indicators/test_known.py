"""What a file is checked against: which indicators it may name, and what their years are."""

from __future__ import annotations

import subprocess
import sys

import pytest

from het_site.local.folders import ROOT
from indicators.known import known_now
from indicators.models import Area, Observation
from tests.factories.indicators import choose_places, make_area, make_indicator, make_observation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("reference", "number"),
    [
        ("Fingertips 21001", "21001"),
        ("Fingertips 90366 (being superseded by 93283); slope index 92901", "90366"),
        ("DfE LAIT 382; Fingertips 93203", "93203"),
        ("related: Fingertips 92196", ""),
        ("same topic: Fingertips 93700, not confirmed", ""),
        ("Fingertips 92443 for single years", ""),
        ("", ""),
    ],
)
def test_only_the_same_measure_goes_by_its_fingertips_number(reference: str, number: str) -> None:
    make_indicator(source_id=reference)
    (rules,) = known_now().indicators
    assert rules.fingertips_id == number


def test_a_retired_indicator_is_known_only_where_it_is_chosen() -> None:
    retired = make_indicator(is_retired=True, retired_because="It is over.")
    assert known_now().indicators == ()
    assert [rules.slug for rules in known_now(chosen=retired).indicators] == [retired.slug]


def test_years_are_what_they_were_before() -> None:
    school, other = make_indicator(), make_indicator()
    make_observation(school, make_area(), period_kind=Observation.PeriodKind.ACADEMIC_YEAR)
    kinds = {rules.slug: rules.year_kind for rules in known_now().indicators}
    assert kinds == {school.slug: "academic_year", other.slug: "financial_year"}


def test_the_country_is_the_one_that_is_chosen() -> None:
    assert known_now().country == ""
    make_area("E92000001", area_type=Area.Type.COUNTRY)
    scotland = make_area("S92000003", area_type=Area.Type.COUNTRY)
    assert known_now().country == "E92000001"
    choose_places(make_area(), country=scotland)
    assert known_now().country == "S92000003"


def test_no_web_process_holds_what_the_worker_needs() -> None:
    code = (
        "import sys, django; django.setup(); import het_site.urls, wagtail.admin.urls; "
        "print({'polars', 'scipy', 'numpy', 'python_calamine', 'plotly', 'resvg_py', 'fontTools'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "set()\n", done.stderr
