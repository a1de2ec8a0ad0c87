"""Loading a set: all or nothing, twice the same as once, and never over what an editor wrote."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from het_site.core.faults import FaultyFilesError
from het_site.core.models import Theme, User
from indicators.actions import Loaded, load_content_set
from indicators.models import Area, Commentary, DataRelease, Indicator, Observation, Target
from tests.factories.indicators import make_observation, make_theme
from tests.indicators.files import definition_yaml, observations_csv
from tests.indicators.test_loading import AREA_HEADER

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme() -> Theme:
    return make_theme(slug="best-start")


@pytest.fixture
def folder(tmp_path: Path, theme: Theme) -> Path:
    """A small set: two areas, two definitions, one table of two figures."""
    (tmp_path / "areas.csv").write_text(
        f"{AREA_HEADER}\nE92000001,Country,country,,,,,,,,,,\n"
        "E06000001,Town,local_authority,,E92000001,,,500,A census,30.5,An index,1,2\n"
    )
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators/counted.yaml").write_bytes(definition_yaml())
    (tmp_path / "indicators/uncounted.yaml").write_bytes(definition_yaml(number=2, title="Uncounted"))
    (tmp_path / "observations").mkdir()
    (tmp_path / "observations/counted.csv").write_bytes(observations_csv({}, {"area_code": "E92000001", "value": "9"}))
    return tmp_path


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(FaultyFilesError) as raised:
        load_content_set(folder=folder)
    return [str(fault) for fault in raised.value.faults]


def assert_nothing_loaded() -> None:
    for model in (Area, Indicator, Observation, DataRelease):
        assert not model.objects.exists()


def test_a_set_is_loaded_with_its_release(folder: Path) -> None:
    by = User.objects.create_superuser("admin@demo.example")
    assert load_content_set(folder=folder, by=by) == Loaded(areas=2, indicators=2, observations=2)
    town = Area.objects.get(code="E06000001")
    assert (town.parent.name, town.population, town.hex_r) == ("Country", 500, 2)  # type: ignore[union-attr]  # it has one
    indicator = Indicator.objects.get(slug="counted")
    assert (indicator.live, indicator.revisions.count(), indicator.theme.slug) == (True, 1, "best-start")
    release = DataRelease.objects.get()
    assert (release.file_name, release.row_count, release.loaded_by) == ("observations/counted.csv", 2, by)
    assert Observation.objects.get(area=town).value == 12.5


def test_the_same_set_again_changes_nothing(folder: Path) -> None:
    load_content_set(folder=folder)
    before = (
        list(Observation.objects.values_list("pk", "release")),
        list(Indicator.objects.values_list("latest_revision")),
    )
    assert load_content_set(folder=folder) == Loaded()
    after = (
        list(Observation.objects.values_list("pk", "release")),
        list(Indicator.objects.values_list("latest_revision")),
    )
    assert after == before


def test_a_changed_table_replaces_what_came_from_it_before(folder: Path) -> None:
    load_content_set(folder=folder)
    (folder / "observations/counted.csv").write_bytes(observations_csv({"value": "13"}))
    assert load_content_set(folder=folder) == Loaded(observations=1)
    assert list(Observation.objects.values_list("value", flat=True)) == [13.0]
    assert list(DataRelease.objects.published().values_list("row_count", flat=True)) == [1, 2]


def test_a_figure_that_came_in_another_way_is_left_as_it_is(folder: Path) -> None:
    load_content_set(folder=folder)
    Observation.objects.all().delete()
    kept = make_observation(
        Indicator.objects.get(slug="counted"), Area.objects.get(code="E06000001"), 2020, 44.0, licence="OGL v3.0"
    )
    (folder / "observations/counted.csv").write_bytes(observations_csv({"value": "13"}, {"value": "14", "sex": "male"}))
    load_content_set(folder=folder)
    kept.refresh_from_db()
    assert kept.value == 44.0
    assert sorted(Observation.objects.values_list("value", flat=True)) == [14.0, 44.0]


def test_a_changed_definition_is_mended_but_not_over_an_editors_words(folder: Path) -> None:
    load_content_set(folder=folder)
    edited = Indicator.objects.get(slug="uncounted")
    edited.title = "As the editor calls it"
    edited.save_revision().publish()
    for slug, number in (("counted", 1), ("uncounted", 2)):
        (folder / f"indicators/{slug}.yaml").write_bytes(definition_yaml(number=number, title="A new title"))
    assert load_content_set(folder=folder) == Loaded(indicators=1)
    assert list(Indicator.objects.values_list("title", flat=True)) == ["A new title", "As the editor calls it"]


def test_an_editors_draft_keeps_the_loader_away(folder: Path) -> None:
    load_content_set(folder=folder)
    drafted = Indicator.objects.get(slug="counted")
    drafted.title = "Not published yet"
    drafted.save_revision()
    (folder / "indicators/counted.yaml").write_bytes(definition_yaml(title="A new title"))
    assert load_content_set(folder=folder) == Loaded()


TARGET = {"value": 8, "due_on": date(2030, 12, 31), "set_by": "The board", "source": "The plan, 2024"}


def write(folder: Path, **changes: object) -> None:
    (folder / "indicators/counted.yaml").write_bytes(definition_yaml(**changes))


def test_targets_and_baseline_come_with_the_definition(folder: Path) -> None:
    write(folder, targets=[TARGET, TARGET | {"value": 6.5, "due_on": date(2035, 12, 31)}], baseline_period="2020")
    load_content_set(folder=folder)
    indicator = Indicator.objects.get(slug="counted")
    assert list(indicator.targets.values_list("value", "set_by")) == [(8.0, "The board"), (6.5, "The board")]
    assert indicator.baseline_period == "2020"
    assert indicator.get_latest_revision_as_object().targets.count() == 2
    before = list(Target.objects.values_list("pk", flat=True))
    assert load_content_set(folder=folder) == Loaded()
    assert list(Target.objects.values_list("pk", flat=True)) == before


def test_a_changed_target_is_mended_but_not_over_an_editors(folder: Path) -> None:
    write(folder, targets=[TARGET])
    load_content_set(folder=folder)
    write(folder, targets=[TARGET | {"value": 7}])
    assert load_content_set(folder=folder) == Loaded(indicators=1)
    assert Target.objects.get().value == 7
    indicator = Indicator.objects.get(slug="counted")
    indicator.targets = [Target(**(TARGET | {"value": 5}))]
    indicator.save_revision().publish()
    write(folder, targets=[TARGET | {"value": 9}], title="A new title")
    assert load_content_set(folder=folder) == Loaded()
    assert Target.objects.get().value == 5


def test_a_target_that_an_editor_added_keeps_the_loader_away(folder: Path) -> None:
    load_content_set(folder=folder)
    indicator = Indicator.objects.get(slug="counted")
    indicator.targets = [Target(**TARGET)]
    indicator.save_revision().publish()
    write(folder, title="A new title")
    assert load_content_set(folder=folder) == Loaded()
    assert Target.objects.count() == 1


def test_commentary_is_the_officers_and_stays_when_a_definition_is_mended(folder: Path) -> None:
    load_content_set(folder=folder)
    indicator = Indicator.objects.get(slug="counted")
    indicator.commentary = [Commentary(text="Fewer came.", author="A. Officer", role="Analyst")]
    indicator.save_revision().publish()
    write(folder, title="A new title")
    assert load_content_set(folder=folder) == Loaded(indicators=1)
    assert Indicator.objects.get(slug="counted").commentary.get().text == "Fewer came."


@pytest.mark.parametrize(
    ("targets", "reason"),
    [
        ("soon", "this is not a list of targets."),
        (["soon"], "target 1: it must be names with values."),
        ([TARGET, TARGET | {"colour": "red"}], "target 2: “colour” is not one we know."),
        ([TARGET | {"source": ""}], "target 1: There is no “source”."),
        ([TARGET | {"value": "8%"}], "target 1: value: “8%” is not a number."),
        ([TARGET | {"value": float("nan")}], "target 1: value: “nan” is not a number."),
        ([TARGET | {"due_on": "2030"}], "target 1: due_on: “2030” is not a date such as 2026-11-22."),
        ([TARGET | {"sex": "all"}], "target 1: sex: “all” is not one of persons, female, male."),
        ([TARGET | {"note": 7}], "target 1: note: “7” is not text; put it in quotes."),
        ([TARGET | {"source_url": "the plan"}], "source_url: Enter a valid URL."),
    ],
)
def test_a_bad_target_loads_nothing(folder: Path, targets: object, reason: str) -> None:
    write(folder, targets=targets)
    (fault,) = faults_of(folder)
    assert fault.endswith(f"targets: {reason}")
    assert_nothing_loaded()


def test_an_area_that_is_there_belongs_to_the_editors(folder: Path) -> None:
    load_content_set(folder=folder)
    Area.objects.filter(code="E06000001").update(name="Our town")
    load_content_set(folder=folder)
    assert Area.objects.get(code="E06000001").name == "Our town"


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (
            observations_csv({}, columns=("area_code", "worth")),
            "observations/counted.csv, line 1: Column “worth” is not one we know.",
        ),
        (
            observations_csv({"area_code": "E06999999"}),
            "observations/counted.csv, line 2: Area E06999999 is not known.",
        ),
        (
            observations_csv({"value": "many"}),
            "observations/counted.csv, line 2: value is “many”, which is not a number.",
        ),
        (
            observations_csv({}, {}),
            "observations/counted.csv, line 3: The same figure is there already, in line 2.",
        ),
    ],
    ids=["wrong column", "unknown area", "text for a number", "duplicate row"],
)
def test_a_bad_table_stops_with_file_line_and_reason_and_loads_nothing(folder: Path, table: bytes, fault: str) -> None:
    (folder / "observations/counted.csv").write_bytes(table)
    assert fault in faults_of(folder)
    assert_nothing_loaded()


def test_one_bad_table_among_good_ones_loads_nothing(folder: Path) -> None:
    (folder / "observations/uncounted.csv").write_bytes(observations_csv({"sex": "x"}))
    assert faults_of(folder) == ["observations/uncounted.csv, line 2: sex is “x”; it must be persons, female or male."]
    assert_nothing_loaded()


def test_a_table_without_a_definition_is_refused(folder: Path) -> None:
    (folder / "observations/other.csv").write_bytes(observations_csv({}))
    assert faults_of(folder) == ["observations/other.csv: There is no indicator “other”."]
    assert_nothing_loaded()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"theme": "nowhere"}, "indicators/counted.yaml, line 2: There is no theme “nowhere”."),
        (
            {"is_proxy": True},
            "indicators/counted.yaml: proxy_for: Say what the figures stand in for and how the two differ.",
        ),
        ({"source_url": "not an address"}, "indicators/counted.yaml, line 14: source_url: Enter a valid URL."),
    ],
)
def test_a_bad_definition_stops_with_file_and_reason_and_loads_nothing(
    folder: Path, changes: dict[str, object], fault: str
) -> None:
    (folder / "indicators/counted.yaml").write_bytes(definition_yaml(**changes))
    assert faults_of(folder) == [fault]
    assert_nothing_loaded()


def test_two_definitions_with_one_number_load_nothing(folder: Path) -> None:
    (folder / "indicators/uncounted.yaml").write_bytes(definition_yaml(title="Uncounted"))
    assert faults_of(folder) == ["indicators/uncounted.yaml, line 1: number: indicators/counted.yaml has 1 too."]
    assert_nothing_loaded()
