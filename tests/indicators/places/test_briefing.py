"""The briefing: one tagged page whose figures are the stored ones, whatever names and figures there are."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pypdf import PdfReader

from het_site.local import print_fonts
from indicators.actions.findings import record_findings
from indicators.models import Area, Indicator, IndicatorSettings
from tests.factories.indicators import make_indicator, make_observation, make_release
from tests.indicators.places.conftest import Town, make_ward

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def fonts() -> None:
    """Have the fonts, which are made when assets are built."""
    if not list(Path(django_settings.PRINT_FONTS).glob("*.ttf")) and print_fonts.SOURCE.exists():
        print_fonts.make()


def read(client: Client, code: str) -> PdfReader:
    answer = client.get(f"/places/{code}/briefing.pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def text_of(reader: PdfReader) -> str:
    return " ".join(reader.pages[0].extract_text().split())


def tags_of(reader: PdfReader) -> Iterator[str]:
    def walk(node: Any) -> Iterator[str]:
        node = node.get_object()
        if isinstance(node, list):
            for part in node:
                yield from walk(part)
        elif isinstance(node, dict):
            if "/S" in node:
                yield str(node["/S"])
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(reader.trailer["/Root"]["/StructTreeRoot"])


def figures(town: Town, indicator: Indicator, values: list[float]) -> None:
    for ward, value in zip(town.wards, values, strict=False):
        make_observation(indicator, ward, 2021, value)
    make_observation(indicator, town.area, 2021, 50.04)
    make_observation(indicator, town.country, 2021, 60.06)


def test_a_page_with_title_language_and_tags(client: Client, town: Town) -> None:
    figures(town, make_indicator(title="People counted"), [10.01, 20.02, 30.03])
    reader = read(client, "E05000001")
    assert len(reader.pages) == 1
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Middle: a briefing"
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    tags = set(tags_of(reader))
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure"} <= tags


def test_its_figures_are_the_stored_ones(client: Client, town: Town) -> None:
    figures(town, make_indicator(title="People counted"), [10.01, 20.02, 30.03])
    said = text_of(read(client, "E05000002"))
    assert "West Field" in said
    assert "A ward of Anytown" in said
    assert "1,002 people (Census 2021)" in said
    assert "People counted (% of people) 2021 20.0% Second lowest" not in said  # three wards: in the middle
    assert "20.0%" in said
    assert "Second highest of the 3 wards with a figure. Lower is better." in said
    assert "50.0%" in said
    assert "60.1%" in said
    assert "Office for Examples (Open Government Licence v3.0)" in said
    assert "/places/E05000002/" in said


def test_the_towns_has_every_indicator_with_the_verdict(client: Client, town: Town) -> None:
    indicator = make_indicator(title="People counted")
    figures(town, indicator, [10.01])
    record_findings(release=make_release(), indicators=[indicator])
    said = text_of(read(client, "E06000001"))
    assert "The town as a whole" in said
    assert "People counted (% of people) 2021 50.0% 60.1% Not tested" in said


def test_one_page_however_much_there_is(client: Client, town: Town) -> None:
    Area.objects.filter(pk=town.wards[0].pk).update(name="A ward with a long name " * 3)
    for number in range(60):
        title = f"Indicator number {number:02d}, whose title is as long as titles may be, so that each row takes lines of it"
        unit = "% of people of a group that takes many words to describe"
        figures(town, make_indicator(title=title, unit=unit), [1.0 + number, 2.0, 3.0])
    reader = read(client, "E05000001")
    assert len(reader.pages) == 1
    said = text_of(reader)
    shown = said.count("Indicator number")
    assert 5 < shown < 60
    assert f"{60 - shown} more measures are on the page of this place" in said
    indicators = list(Indicator.objects.all())
    record_findings(release=make_release(), indicators=indicators)
    assert len(read(client, "E06000001").pages) == 1


def test_a_place_without_figures_has_a_page(client: Client, town: Town) -> None:
    for code, words in (("E05000001", "No figure reaches this ward yet."), ("E06000001", "We hold no figure")):
        reader = read(client, code)
        assert len(reader.pages) == 1
        assert words in text_of(reader)


@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd")',
        '"; #panic("x")',
        "*bold* _it_ $x$ `raw` <label> @ref [a](b) // c",
        "\\u{1F3E0} 🏠 العربية 中文",
        "Łódź Ωmega Жук",
        "a\u202egnirts\u0007",
        "<svg onload=1>&\"'",
        "e\u0301cole",
    ],
)
def test_hostile_names_are_words(client: Client, town: Town, name: str) -> None:
    Area.objects.filter(pk=town.wards[0].pk).update(name=name)
    Area.objects.filter(pk=town.area.pk).update(name=f"Town {name}"[:80])
    figures(town, make_indicator(title=f"Title {name}", slug="x"), [10.0, 20.0, 30.0])
    for code in ("E05000001", "E06000001"):
        reader = read(client, code)
        assert len(reader.pages) == 1
        assert "root:" not in text_of(reader)
    if name.isascii():
        assert "".join(name.split())[:12] in "".join(text_of(read(client, "E05000001")).split())


def test_nothing_hidden_is_on_it(client: Client, town: Town) -> None:
    for hidden in ({"live": False}, {"is_retired": True, "retired_because": "Old."}, {"number": None}):
        figures(town, make_indicator(title="Secret", **hidden), [77.7, 2.0, 3.0])
    held_back = make_indicator(title="Held back")
    make_observation(held_back, town.wards[0], 2021, None, reason="suppressed", count=3)
    make_observation(held_back, town.wards[1], 2021, 5.0)
    said = text_of(read(client, "E05000001"))
    assert "Secret" not in said
    assert "77.7" not in said
    assert "Held back by the publisher so that nobody can be recognised" in said


def test_real_outlines_are_credited(client: Client, town: Town) -> None:
    for number, ward in enumerate(town.wards):
        ring = [[number, 51.0], [number + 1, 51.0], [number + 1, 52.0], [number, 52.0], [number, 51.0]]
        Area.objects.filter(pk=ward.pk).update(outline={"type": "Polygon", "coordinates": [ring]})
    for code in ("E05000001", "E06000001"):
        assert "contains OS data © Crown copyright" in text_of(read(client, code))


def test_it_is_made_once_for_each_state_of_the_data(
    client: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    indicator = make_indicator(title="People counted")
    figures(town, indicator, [10.0, 20.0])
    first = client.get("/places/E05000001/briefing.pdf")
    assert client.get("/places/E05000001/briefing.pdf", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.head("/places/E05000001/briefing.pdf").content == b""

    def refuse(*args: Any, **kwargs: Any) -> bytes:
        raise AssertionError("made twice")

    with monkeypatch.context() as patched:
        patched.setattr("indicators.places.briefing.pdf", refuse)
        assert client.get("/places/E05000001/briefing.pdf").content == first.content
    Area.objects.filter(pk=town.wards[0].pk).update(name="Renamed")
    second = client.get("/places/E05000001/briefing.pdf")
    assert second["ETag"] != first["ETag"]
    assert "Renamed" in text_of(PdfReader(io.BytesIO(second.content)))


@pytest.mark.parametrize("code", ["E05999999", "E92000001", "e05000001", "x", "E05000077"])
def test_what_has_no_briefing_is_not_found(client: Client, town: Town, code: str) -> None:
    make_ward(town.country, 77)
    answer = client.get(f"/places/{code}/briefing.pdf")
    assert answer.status_code == 404
    assert "We cannot find this page" in answer.content.decode()


def test_too_many_are_refused_for_a_while(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicators.downloads.views.seconds_to_wait", lambda *_: 61)
    answer = client.get("/places/E05000001/briefing.pdf")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "61")


def test_without_a_town_there_is_none(client: Client, town: Town) -> None:
    IndicatorSettings.objects.update(town=None)
    assert client.get("/places/E06000001/briefing.pdf").status_code == 404


def test_web_processes_bring_in_the_typesetter_only_when_they_need_it() -> None:
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'het_site.settings.test'; django.setup();"
        "import het_site.urls; sys.exit('typst' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=django_settings.BASE_DIR).returncode == 0
