"""Outlines from a file on the areas of the database: all or nothing, twice as once, by command and in the CMS."""

from __future__ import annotations

from datetime import date
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from het_site.core.models import User
from indicators.actions import BoundariesLoaded, load_boundaries
from indicators.boundaries import Creation, Wanted
from indicators.models import Area
from tests.factories.indicators import make_area
from tests.indicators.boundaries.files import feature, geojson, polygon, square

pytestmark = pytest.mark.django_db

HILL = feature("E05000001", "Hill", polygon(square(0)))
MILL = feature("E05000002", "Mill", polygon(square(1)))
WARDS = Wanted(create=Creation("ward", "E06000001", "2023", date(2023, 5, 4)))


@pytest.fixture
def town() -> Area:
    return make_area("E06000001", name="Anytown")


@pytest.fixture
def wards(town: Area) -> list[Area]:
    return [
        make_area(code, name=name, area_type=Area.Type.WARD, parent=town, vintage="2023")
        for code, name in (("E05000001", "Hill"), ("E05000002", "Mill"))
    ]


def load(*features: Any, wanted: Wanted | None = None, **options: Any) -> BoundariesLoaded:
    return load_boundaries(data=geojson(*features), file="wards.geojson", wanted=wanted or Wanted(), **options)


def outlines() -> dict[str, Any]:
    return dict(Area.objects.exclude(outline=None).values_list("code", "outline"))


def state() -> list[Any]:
    return list(Area.objects.order_by("code").values_list())


def test_outlines_are_put_on_the_areas_and_who_did_it_is_known(wards: list[Area]) -> None:
    by = User.objects.create_superuser("admin@demo.example")
    loaded = load(HILL, MILL, by=by)
    assert not loaded.faults
    assert outlines() == {"E05000001": polygon(square(0)), "E05000002": polygon(square(1))}
    logged = ModelLogEntry.objects.filter(user=by, action="wagtail.edit")
    assert {entry.object_id for entry in logged} == {str(ward.pk) for ward in wards}


def test_twice_is_the_same_as_once(wards: list[Area]) -> None:
    load(HILL, MILL)
    before = state()
    assert load(HILL, MILL).plan.is_empty
    assert load(HILL, MILL, wanted=Wanted(replace=True)).plan.is_empty
    assert state() == before


def test_one_fault_and_nothing_is_loaded(wards: list[Area]) -> None:
    before = state()
    loaded = load(HILL, feature("E05000002", "Mill", {"type": "Point", "coordinates": [-1, 52]}))
    assert len(loaded.faults) == 1
    assert load(HILL, feature("E05000009")).faults
    assert state() == before


def test_a_trial_tells_and_changes_nothing(wards: list[Area]) -> None:
    before = state()
    loaded = load(HILL, MILL, trial=True)
    assert (len(loaded.plan.added), loaded.is_trial) == (2, True)
    assert state() == before


def test_a_better_drawing_replaces_an_outline_only_when_asked(wards: list[Area]) -> None:
    load(HILL)
    other = feature("E05000001", "Hill", polygon(square(2)))
    assert load(other).faults
    assert outlines()["E05000001"] == polygon(square(0))
    assert not load(other, wanted=Wanted(replace=True)).faults
    assert outlines()["E05000001"] == polygon(square(2))


def test_a_new_vintage_is_new_areas_beside_the_old_ones(town: Area) -> None:
    old = make_area("E05000009", name="Hill", area_type=Area.Type.WARD, parent=town, vintage="2011")
    loaded = load(HILL, MILL, wanted=WARDS)
    assert not loaded.faults
    new = Area.objects.get(code="E05000001")
    assert (new.name, new.parent, new.vintage, new.valid_from) == ("Hill", town, "2023", date(2023, 5, 4))
    old.refresh_from_db()
    assert (old.outline, old.vintage) == (None, "2011")
    assert "Areas of an earlier vintage that are still in use: 1. Give each its last day." in loaded.notes


def test_a_file_of_the_whole_country_gives_what_is_known_here(wards: list[Area]) -> None:
    elsewhere = feature("E05000099", "Elsewhere", polygon(square(9)))
    loaded = load(HILL, elsewhere, wanted=Wanted(leave_out_unknown=True))
    assert [one.code for one in loaded.plan.left_out] == ["E05000099"]
    assert set(outlines()) == {"E05000001"}


# The command


def command(path: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("load_boundaries", str(path), *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "wards.geojson"
    file.write_bytes(geojson(HILL, MILL))
    return file


def test_the_command_tells_what_it_did(path: Path, wards: list[Area]) -> None:
    assert "Areas that get an outline: 2.\nThis was a trial: nothing was changed." in command(path, "--dry-run")
    assert outlines() == {}
    assert "Areas that get an outline: 2." in command(path)
    assert len(outlines()) == 2
    assert "Areas that have this outline already: 2.\nNothing changed." in command(path)


def test_the_command_makes_new_areas(path: Path, town: Area) -> None:
    options = ("--create", "--type", "ward", "--parent", town.code, "--vintage", "2023", "--valid-from", "2023-05-04")
    assert "New areas: 2." in command(path, *options)
    assert Area.objects.filter(parent=town, valid_from=date(2023, 5, 4)).count() == 2


def test_the_command_names_every_fault_and_loads_nothing(path: Path, town: Area) -> None:
    with pytest.raises(CommandError) as raised:
        command(path)
    said = str(raised.value)
    assert "wards.geojson: Feature 1 (E05000001): There is no area E05000001 here. Add the area first" in said
    assert "Feature 2 (E05000002)" in said
    assert said.endswith("Nothing was loaded.")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [(("--create",), "--create needs --type and --parent"), (("--create", "--type", "ward"), "--create needs")],
)
def test_the_command_asks_for_what_new_areas_need(path: Path, arguments: tuple[str, ...], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        command(path, *arguments)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        command(tmp_path / "none.geojson")


# The screen


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin@demo.example"))
    return client


def send(client: Client, data: bytes, *, name: str = "wards.geojson", **values: Any) -> str:
    file = SimpleUploadedFile(name, data, "application/geo+json")
    response = client.post(reverse("areas:boundaries"), {"unknown": "refuse", **values, "file": file})
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_the_list_of_areas_leads_to_the_screen(admin: Client) -> None:
    assert reverse("areas:boundaries") in admin.get(reverse("areas:index")).content.decode()
    html = admin.get(reverse("areas:boundaries")).content.decode()
    assert 'enctype="multipart/form-data"' in html
    assert "What is wrong" not in html


def test_an_outline_is_loaded_and_drawn_among_those_beside_it(admin: Client, wards: list[Area]) -> None:
    html = send(admin, geojson(HILL, MILL))
    assert "The outlines are loaded." in html
    assert "Areas that get an outline: 2." in html
    shown = admin.get(reverse("areas:inspect", args=[wards[0].pk])).content.decode()
    assert 'aria-label="Outline of Hill (2023)"' in shown
    assert shown.count('fill-rule="evenodd"') == 2
    assert "style=" not in shown.split('<svg viewBox="0 0 6')[1].split("</svg>")[0]
    assert "coordinates" not in shown


def test_an_area_without_an_outline_says_so(admin: Client, wards: list[Area]) -> None:
    shown = admin.get(reverse("areas:inspect", args=[wards[0].pk])).content.decode()
    assert '<svg viewBox="0 0 6' not in shown


def test_faults_are_listed_with_how_to_mend_them(admin: Client, wards: list[Area]) -> None:
    html = send(admin, geojson(HILL, feature("E05000099", "<b>Vale</b>"), feature("bad")))
    assert "2 faults. Nothing was loaded." in html
    assert "Feature 2 (E05000099): There is no area E05000099 here." in html
    assert "A code is one capital letter and eight digits." in html
    assert outlines() == {}


def test_a_trial_on_the_screen_changes_nothing(admin: Client, wards: list[Area]) -> None:
    html = send(admin, geojson(HILL), trial="on")
    assert "This was a trial. Nothing was changed." in html
    assert "What would change" in html
    assert outlines() == {}


def test_new_wards_are_made_on_the_screen(admin: Client, town: Area) -> None:
    asked = {"unknown": "create", "area_type": "ward", "parent": town.pk, "vintage": "2023", "valid_from": "2023-05-04"}
    assert "New areas: 2." in send(admin, geojson(HILL, MILL), **asked)
    assert Area.objects.filter(parent=town, vintage="2023").count() == 2


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": "wards.zip"}, "Choose a GeoJSON file: its name ends in .geojson."),
        ({"unknown": "create"}, "Needed to create areas."),
        ({"unknown": "burn"}, "Select a valid choice."),
        ({"valid_from": "soon"}, "Enter a valid date."),
        ({"data": b""}, "The submitted file is empty."),
    ],
)
def test_the_screen_says_what_is_missing(admin: Client, wards: list[Area], values: dict[str, Any], reason: str) -> None:
    html = send(admin, values.pop("data", geojson(HILL)), **values)
    assert reason in html
    assert outlines() == {}


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    admin: Client, wards: list[Area], monkeypatch: Any
) -> None:
    monkeypatch.setattr("indicators.area_screens.LARGEST_FILE", 100)
    assert "MB are the most. Choose fewer areas" in send(admin, geojson(HILL))
    assert outlines() == {}
