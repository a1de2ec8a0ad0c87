"""The command does here and now what the screens and a worker do, and says the same."""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from het_site.core.models import User
from indicators.models import DataRelease, Indicator, Observation, StagedObservation
from tests.indicators.releases.handing_in import published, tidy

pytestmark = pytest.mark.django_db
Status = DataRelease.Status


@pytest.fixture
def file(tmp_path: Path, counted: Indicator) -> Path:
    path = tmp_path / "figures.csv"
    path.write_bytes(tidy({"indicator": "counted"}, {"indicator": "counted", "year": 2021, "value": "13"}))
    return path


def run(file: Path, **options: Any) -> str:
    said = StringIO()
    call_command("import_data", file, stdout=said, **options)
    return said.getvalue()


def test_it_checks_and_waits_for_a_person(file: Path) -> None:
    assert run(file).splitlines() == [
        "2 figures read.",
        "2 new, 0 changed, 0 unchanged, 0 others stay.",
        "Ready. Publish it in the CMS under Data, or run this again with --publish.",
    ]
    assert DataRelease.objects.get().status == Status.READY
    assert not Observation.objects.exists()


def test_it_publishes_in_somebodys_name(file: Path, officer: User) -> None:
    assert run(file, publish=True, by=officer.email).endswith("Published as release 1.\n")
    release = DataRelease.objects.get()
    assert (release.published_by, release.loaded_by) == (officer, officer)
    assert Observation.objects.count() == 2


def test_a_dry_run_leaves_nothing(file: Path) -> None:
    assert run(file, dry_run=True).endswith("Nothing was kept.\n")
    assert not DataRelease.objects.exists()
    assert not StagedObservation.objects.exists()
    assert list(file.parent.rglob("*.csv")) == [file]


def test_it_sets_a_time_in_the_places_own_zone(file: Path) -> None:
    assert "To be published on 1 July 2099, 09:00." in run(file, publish_at=datetime.fromisoformat("2099-07-01T09:00"))
    assert DataRelease.objects.get().publish_at == datetime.fromisoformat("2099-07-01T08:00+00:00")


def test_it_replaces(file: Path) -> None:
    published({"indicator": "counted", "year": 2010})
    assert "1 to be taken down." in run(file, replace=True)


def test_every_fault_is_told_with_its_row_and_column_and_the_exit_is_1(file: Path) -> None:
    file.write_bytes(
        tidy({"indicator": "counted", "value": "many"}, {"indicator": "counted", "area_code": "E06999999"})
    )
    said = StringIO()
    with pytest.raises(CommandError, match=r"2 faults\. Nothing was changed\.") as error:
        call_command("import_data", file, stdout=said)
    assert error.value.returncode == 1
    first, second = said.getvalue().splitlines()
    assert first.startswith("row 2, column value: ")
    assert "many" in first
    assert second.startswith("row 3, column area_code: ")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"indicator": "nothing"}, "There is no indicator with slug “nothing”."),
        ({"by": "nobody@demo.example"}, "There is no user with email “nobody@demo.example”."),
    ],
)
def test_it_refuses_what_it_does_not_know(file: Path, options: dict[str, str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(file, **options)


def test_it_says_what_it_holds_back(file: Path) -> None:
    file.write_bytes(tidy({"indicator": "counted", "value": "0.3", "count": "3", "denominator": "1000"}))
    assert "1 small numbers are held back, with 0 figures that would give them away." in run(file)


def test_columns_nobody_knows_are_matched_in_the_cms(file: Path) -> None:
    file.write_text("Place,Who knows what,Number\nAnytown,2020,12.5\n")
    with pytest.raises(CommandError, match="Say in the CMS which is what"):
        run(file)
