"""Groups of places: loaded once, edited in the CMS, and set beside the town on an indicator's page."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from het_site.core.faults import FaultyFilesError
from indicators.actions import load_area_groups
from indicators.models import Area, AreaGroup
from tests.factories.indicators import (
    choose_places,
    make_area,
    make_area_group,
    make_index_page,
    make_indicator,
    make_observation,
)

pytestmark = pytest.mark.django_db

GOOD = """
- slug: like-us
  name: Towns like ours
  kind: statistical_neighbours
  note: Chosen in 2025.
  source: The list
  source_url: https://example.org/list
  areas: [E06000002, E06000001]
"""


@pytest.fixture
def towns() -> tuple[Area, Area]:
    return make_area("E06000001", name="Westham"), make_area("E06000002", name="Eastham")


def load(tmp_path: Path, text: str) -> int:
    path = tmp_path / "area_groups.yaml"
    path.write_text(text)
    return load_area_groups(path=path)


def test_a_group_is_loaded_once_and_then_belongs_to_the_editors(tmp_path: Path, towns: tuple[Area, Area]) -> None:
    assert load(tmp_path, GOOD) == 1
    group = AreaGroup.objects.get()
    assert (group.slug, group.kind, group.source) == ("like-us", "statistical_neighbours", "The list")
    assert [str(area) for area in group.areas.order_by("name")] == ["Eastham", "Westham"]
    assert [str(member) for member in group.members.all()] == ["Eastham", "Westham"]
    AreaGroup.objects.update(name="As the editor calls it")
    assert load(tmp_path, GOOD) == 0
    assert AreaGroup.objects.get().name == "As the editor calls it"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("E06000002", "E06999999", "entry 1: Area E06999999 is not known."),
        ("E06000002", "E06000001", "entry 1: Area E06000001 is there more than once."),
        ("[E06000002, E06000001]", "E06000002", "entry 1: areas: this is not a list of codes."),
        ("[E06000002, E06000001]", "[]", "entry 1: There is no “areas”."),
        ("name: Towns like ours", "name: ''", "entry 1: There is no “name”."),
        ("name: Towns like ours", "name: 7", "entry 1: name: “7” is not text; put it in quotes."),
        ("name: Towns", f"name: {'x' * 120}", "entry 1: name has 130 characters; 120 are the most."),
        ("kind: statistical_neighbours", "kind: friends", "kind: “friends” is not one of statistical_neighbours,"),
        ("note:", "colour:", "entry 1: “colour” is not one we know."),
        ("https://", "ftp//", "like-us: Enter a valid URL."),
        ("- slug: like-us", "slug: [", "This is not YAML"),
        (GOOD, "one", "The file must hold a list of entries."),
        (GOOD, GOOD + GOOD, "entry 2: “like-us” is there already."),
    ],
)
def test_a_bad_group_loads_nothing_and_says_why(
    tmp_path: Path, towns: tuple[Area, Area], old: str, new: str, reason: str
) -> None:
    with pytest.raises(FaultyFilesError) as raised:
        load(tmp_path, GOOD.replace(old, new))
    assert any(reason in str(fault) for fault in raised.value.faults), raised.value.faults
    assert not AreaGroup.objects.exists()


def test_the_town_is_set_beside_the_group_with_its_source(client: Client, towns: tuple[Area, Area]) -> None:
    make_index_page()
    town, indicator = make_area(name="Anytown"), make_indicator()
    for area in (town, *towns, make_area(name="Elsewhere")):
        make_observation(indicator, area)
    settings = choose_places(town)
    settings.neighbours = make_area_group(
        *towns, town, note="Chosen in 2025.", source="The list", source_url="https://example.org/list"
    )
    settings.save()
    html = unescape(client.get(indicator.url).content.decode())
    beside = html.split('id="beside"')[1].split("</section>")[0]
    assert "Chosen in 2025." in beside
    assert '<a href="https://example.org/list">The list</a>' in beside
    assert "Westham" in beside
    assert "Elsewhere" not in beside
    assert beside.count('<th scope="row">Anytown</th>') == 1


def test_two_names_never_share_a_slug() -> None:
    assert [make_area_group(name=name).slug for name in ("A b", "A-b", "a B", "†")] == [
        "a-b",
        "a-b-2",
        "a-b-3",
        "group",
    ]


def test_what_was_chosen_before_there_were_groups_becomes_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the tables could not be changed inside a test

    def migrate(name: str) -> MigrationExecutor:
        executor = MigrationExecutor(connection)
        executor.migrate([("indicators", name)])
        return executor

    apps = (
        migrate("0006_targets_and_commentary").loader.project_state(("indicators", "0006_targets_and_commentary")).apps
    )
    site = apps.get_model("wagtailcore", "Site").objects.get(is_default_site=True)
    model = apps.get_model("indicators", "IndicatorSettings")
    settings, _ = model.objects.get_or_create(site=site, defaults={"neighbours_note": "Chosen in 2025."})
    model.objects.update(neighbours_note="Chosen in 2025.")
    area = apps.get_model("indicators", "Area").objects.create(code="E06000009", name="Northam", area_type="ward")
    settings.neighbours.add(area)

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("indicators"))
    group = AreaGroup.objects.get()
    assert (group.name, group.note) == ("Statistical neighbours", "Chosen in 2025.")
    assert [area.code for area in group.areas.all()] == ["E06000009"]

    apps = (
        migrate("0006_targets_and_commentary").loader.project_state(("indicators", "0006_targets_and_commentary")).apps
    )
    settings = apps.get_model("indicators", "IndicatorSettings").objects.get(site_id=site.pk)
    assert settings.neighbours_note == "Chosen in 2025."
    assert [area.code for area in settings.neighbours.all()] == ["E06000009"]
