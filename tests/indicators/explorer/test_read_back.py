"""Walks the lists with the figures that a new installation gets, and finds every number in the stored figures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.test import Client

from indicators.actions import load_content_set, refresh_findings
from indicators.explorer.spine_scale import percentile
from indicators.figures import headline_age, headline_sexes, series_of
from indicators.models import Area, AreaGroup, Finding, Indicator, Observation
from indicators.profiles import SEXES
from indicators.queries import figures_of, measure_of
from indicators.sentences import Measure
from tests.factories.indicators import choose_places, make_index_page, make_theme
from tests.indicators.explorer.test_glance import words_of

pytestmark = pytest.mark.django_db
NONE = "none"


@pytest.fixture
def demo() -> dict[str, Area]:
    """The set as a new installation has it."""
    make_index_page()
    for entry in yaml.safe_load((settings.CONTENT_DIR / "themes.yaml").read_text()):
        make_theme(**entry)
    load_content_set(folder=settings.CONTENT_DIR)
    areas = {area.code: area for area in Area.objects.all()}
    chosen = choose_places(areas["E06000032"], country=areas["E92000001"], region=areas["E12000006"])
    chosen.neighbours = AreaGroup.objects.get(slug="statistical-neighbours")
    chosen.save()
    refresh_findings(indicators=Indicator.objects.all())
    return {"town": areas["E06000032"], "country": areas["E92000001"]}


def page_of(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows_by_title(page: BeautifulSoup, table: str) -> dict[str, Tag]:
    rows = {words_of(row.select_one("th a")): row for row in page.select(f"{table} tbody tr")}
    assert rows
    return rows


def number(measure: Measure, value: float | None) -> str:
    return NONE if value is None else measure.number(value)


def headlines(area: Area) -> Iterator[tuple[str, Indicator, Observation]]:
    """Find, by the rules of headlines and straight from the figures, each row's title and the place's latest figure."""
    for indicator in Indicator.objects.current():
        rows = Observation.objects.filter(indicator=indicator, area=area, category_type="")
        figures = [figure for (figure,) in figures_of(rows)]
        age = headline_age(figures, chosen=indicator.headline_age)
        for sex in headline_sexes(figure for figure in figures if age is None or figure.age == age):
            wanted = [figure for figure in figures if age is None or figure.age == age]
            latest = series_of(wanted, sex=sex).latest
            assert latest is not None
            group = "" if sex == "persons" else f", {SEXES[sex].lower()}"
            stored = rows.get(sex=sex, age=latest.age, period_from=latest.start, period_to=latest.end)
            yield f"{indicator.title}{group}", indicator, stored


def at(stored: Observation, area: Area) -> float | None:
    """Find another place's figure of the same indicator, people and period."""
    same = ("indicator", "sex", "age", "period_from", "period_to", "category_type", "category")
    found = Observation.objects.filter(area=area, **{name: getattr(stored, name) for name in same}).first()
    return found.value if found else None


def test_every_number_of_every_list_is_a_stored_one(client: Client, demo: dict[str, Area]) -> None:
    _read_glance(client, demo)
    _read_small_lines(client, demo)
    _read_wards(client, demo)
    for code in ("", "E08000026"):
        _read_spine(client, demo, code)


def _read_glance(client: Client, demo: dict[str, Area]) -> None:
    for view in ("table", "cards"):
        page = page_of(client, f"/indicators/?view={view}")
        shown = 0
        for title, indicator, stored in headlines(demo["town"]):
            measure, other = measure_of(indicator), at(stored, demo["country"])
            finding = Finding.objects.current().get(indicator=indicator, area=demo["town"], sex=stored.sex)
            verdict = "Not tested" if finding.outcome == "not_compared" else finding.outcome.capitalize()
            if view == "table":
                row = rows_by_title(page, ".rows")[title]
                cells = [words_of(cell) for cell in row.select("td")]
                assert cells[:2] == [number(measure, stored.value), number(measure, other)], title
                assert cells[2].startswith(verdict)
                said = words_of(row.th)
            else:
                (card,) = [card for card in page.select(".icard") if words_of(card.select_one("h3 a")) == title]
                assert words_of(card.select_one(".rows__value")) == number(measure, stored.value), title
                beside = words_of(card.select_one(".icard__beside"))
                expected = f"No figure for {demo['country'].name}"
                assert beside == (expected if other is None else f"{demo['country'].name} {number(measure, other)}")
                said = words_of(card)
                assert verdict in said
            assert stored.period_label in said
            shown += 1
        assert shown == 28  # 26 indicators with figures, two of them for women and men


def _read_small_lines(client: Client, demo: dict[str, Area]) -> None:
    rows = rows_by_title(page_of(client, "/indicators/"), ".rows")
    drawn = 0
    for title, indicator, stored in headlines(demo["town"]):
        line = rows[title].select_one("svg.spark")
        known = Observation.objects.filter(
            indicator=indicator,
            area=demo["town"],
            sex=stored.sex,
            age=stored.age,
            category_type="",
            value__isnull=False,
        ).order_by("period_to", "period_from")
        if line is not None:
            first, last = known[0], known.reverse()[0]
            measure = measure_of(indicator)
            assert line["aria-label"] == (
                f"{demo['town'].name}, {measure.number(first.value)} in {first.period_label}, "
                f"{measure.number(last.value)} in {last.period_label}"
            )
            drawn += 1
    assert drawn > 15


def _read_wards(client: Client, demo: dict[str, Area]) -> None:
    page = page_of(client, "/indicators/by-ward/")
    titles = [words_of(link) for link in page.select(".heat thead a.heat__title")]
    labels = [words_of(about).partition(";")[0] for about in page.select(".heat thead tr:last-child .heat__about")]
    rows = {words_of(row.th): [words_of(cell) for cell in row.select("td")] for row in page.select(".heat tbody tr")}
    wards = Area.objects.filter(area_type=Area.Type.WARD, valid_to=None)
    assert len(rows) == wards.count() + 2
    assert titles
    for column, (title, label) in enumerate(zip(titles, labels, strict=True), start=1):
        indicator = Indicator.objects.get(title=title)
        measure = measure_of(indicator)
        figures = Observation.objects.filter(indicator=indicator, category_type="", period_label=label)
        for area in (*wards, *demo.values()):
            stored = figures.filter(area=area).first()
            words = number(measure, stored.value if stored else None)
            assert rows[area.name][column].partition(" ,")[0] == words, (title, area)
    for ward in wards:
        assert float(rows[ward.name][0]) == pytest.approx(ward.deprivation_score, abs=0.05)


def _read_spine(client: Client, demo: dict[str, Area], code: str) -> None:
    place = Area.objects.get(code=code) if code else demo["town"]
    rows = rows_by_title(page_of(client, f"/indicators/spine/{f'?area={code}' if code else ''}"), ".spine")
    alike = [demo["town"], *Area.objects.filter(groups__slug="statistical-neighbours")]
    drawn = 0
    for title, indicator, stored in headlines(place):
        measure, other = measure_of(indicator), at(stored, demo["country"])
        cells = [words_of(cell) for cell in rows[title].select("td")]
        values = [value for area in alike if (value := at(stored, area)) is not None]
        expected = [number(measure, stored.value), number(measure, other)]
        if len(values) > 3:
            marks = [min(values), percentile(values, 0.25), percentile(values, 0.75), max(values)]
            left, quarter, last, right = marks[::-1] if indicator.polarity == "low_is_good" else marks
            ends = [measure.number(left), f"{measure.number(quarter)} to {measure.number(last)}", measure.number(right)]
        else:
            ends = [NONE, NONE, NONE]
        assert [*cells[:2], cells[3], *cells[5:]] == [*expected, *ends], title
        is_drawn = bool(rows[title].select("svg.spine__svg"))
        assert is_drawn == (len(values) > 3 and other is not None)
        drawn += is_drawn
    assert drawn > 15
