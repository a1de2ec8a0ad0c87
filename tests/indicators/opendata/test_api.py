"""The API: what it gives, how it is asked, what it refuses, and that nobody sees what is not public."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from rest_framework.serializers import Serializer

from indicators.api import answering, shapes
from indicators.downloads.definitions import definition
from indicators.downloads.records import NAMES
from indicators.downloads.rows import COLUMNS
from indicators.models import Finding, GapFigure, GapSeries, Observation
from tests.factories.indicators import make_area_group, make_observation
from tests.indicators.opendata.conftest import SECRET, Shown

pytestmark = pytest.mark.django_db
LISTS = ["indicators", "areas", "area-groups", "observations", "findings", "gaps", "releases"]


@pytest.fixture
def finding(shown: Shown) -> Finding:
    """Something that is concluded, and beside it what follows from a draft."""
    values = {"area": shown.town, "period_label": "2022", "period_to": "2022-12-31", "release": shown.release}
    Finding.objects.create(indicator=shown.draft, level_text="A secret.", value=SECRET, **values)
    made = {
        "area": shown.town, "release": shown.release, "kind": "country", "compared_with": shown.country,
        "verdict": "widening", "basis": "tested", "change_lower_95": 1.0, "change_upper_95": 4.0,
    }  # fmt: skip
    GapSeries.objects.create(indicator=shown.draft, change=SECRET, change_text="A secret.", **made)
    gap = GapSeries.objects.create(indicator=shown.indicator, change=2.5, change_text="Wider.", **made)
    for year, difference in ((2017, 1.0), (2022, 3.5)):
        period = {"period_from": f"{year}-01-01", "period_to": f"{year}-12-31", "period_label": str(year)}
        GapFigure.objects.create(series=gap, difference=difference, **period)
    return Finding.objects.create(
        indicator=shown.indicator,
        value=12.0,
        outcome="worse",
        basis="limits",
        compared_with=shown.country,
        level_text="12%.",
        **values,
    )


def ask(client: Client, path: str, **headers: str) -> Any:
    """Ask the API."""
    return client.get(f"/api/v1/{path}", headers=headers)


def found(client: Client, path: str) -> Any:
    """Give what the API answers."""
    response = ask(client, path)
    assert response.status_code == 200, response.content
    return response.json()


def test_the_root_leads_everywhere(client: Client, shown: Shown) -> None:
    root = found(client, "")
    assert root["release"] == 8
    for name, address in root.items():
        if name not in {"release", "released_at"}:
            assert client.get(address).status_code == 200, name


def test_figures_are_given_with_null_and_a_reason_where_there_is_none(client: Client, shown: Shown) -> None:
    results = found(client, "observations/")["results"]
    assert [row["value"] for row in results] == [12.5, -3.2, 12, None, 0.1, None]
    assert [row["reason"] for row in results if row["value"] is None] == ["not_available", "suppressed"]
    assert set(results[0]) == set(NAMES)
    assert b'"value":12,' in ask(client, "observations/").content, "the digits that were published"
    one = found(client, f"observations/{results[0]['id']}/")
    assert one == results[0]


def test_the_shapes_that_are_described_are_those_that_are_given(client: Client, shown: Shown) -> None:
    shape: Serializer[Any] = shapes.FigureShape()
    assert set(shape.get_fields()) == set(NAMES)
    assert set(shapes.IndicatorShape().get_fields()) == set(definition(shown.indicator))


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ("indicator=counted", [12.5, -3.2, 12, None, 0.1, None]),
        ("indicator=left", [44]),
        ("indicator=beside", [55]),
        ("indicator=left&indicator=beside", [44, 55]),
        ("area=E92000001", [None]),
        ("area_type=country", [None]),
        ("sex=female", []),
        ("age=16+to+24", [0.1]),
        ("category_type=", [12.5, -3.2, 12, None, None]),
        ("category_type=Sex+and+age", [0.1]),
        ("category=Young,+%E2%80%9Cquick%E2%80%9D+people", [0.1]),
        ("period_from=2022-01-01", [12, None, 0.1, None]),
        ("period_to=2020-12-31", [12.5]),
        ("latest=true", [None, 0.1, None]),
        ("release=7", [12.5, -3.2, 12, None, 0.1, None]),
        ("release=8", []),
        ("ordering=value", [-3.2, 0.1, 12, 12.5, None, None]),
        ("ordering=-value", [12.5, 12, 0.1, -3.2, None, None]),
        ("ordering=-period_to&page_size=1", [None]),
    ],
)
def test_figures_can_be_asked_for(client: Client, shown: Shown, asked: str, values: list[float | None]) -> None:
    assert [row["value"] for row in found(client, f"observations/?{asked}")["results"]] == values


@pytest.mark.parametrize("ordering", ["id", "-id", "period_to", "-period_to", "value", "-value"])
def test_pages_hold_every_row_once_and_in_order(client: Client, shown: Shown, ordering: str) -> None:
    whole = [row["id"] for row in found(client, f"observations/?ordering={ordering}")["results"]]
    pages: list[int] = []
    path: str | None = f"/api/v1/observations/?ordering={ordering}&page_size=2"
    while path:
        response = client.get(path)
        answer = response.json()
        assert len(answer["results"]) == 2
        pages += [row["id"] for row in answer["results"]]
        path = answer["next"]
        assert response.headers.get("Link") == (f'<{path}>; rel="next"' if path else None)
    assert pages == whole
    assert len(set(pages)) == 6


def test_figures_come_as_csv_in_the_columns_of_the_downloads(client: Client, shown: Shown) -> None:
    response = ask(client, "observations/?format=csv&page_size=3")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["value"] for row in rows] == ["12.5", "-3.2", "12"]
    assert (rows[0]["lower_95"], rows[1]["lower_95"]) == ("10", "")
    assert 'rel="next"' in response["Link"]


def test_lists_and_details(client: Client, shown: Shown, finding: Finding) -> None:
    make_area_group(shown.town, name="Like us", source="A report")
    assert [row["slug"] for row in found(client, "indicators/")["results"]] == ["counted", "left"]
    assert [row["slug"] for row in found(client, "indicators/?is_retired=true")["results"]] == ["left"]
    assert found(client, "indicators/beside/")["title"] == "Beside the set"
    assert [row["code"] for row in found(client, "areas/?parent=E92000001")["results"]] == ["E06000001"]
    assert found(client, "areas/E06000001/")["parent"] == "E92000001"
    assert found(client, "area-groups/")["results"][0]["areas"] == ["E06000001"]
    assert found(client, "area-groups/like-us/")["source"] == "A report"
    (row,) = found(client, "findings/?outcome=worse&area=E06000001")["results"]
    assert (row["indicator"], row["compared_with"], row["release"], row["value"]) == ("counted", "E92000001", 7, 12)
    assert found(client, f"findings/{row['id']}/") == row
    (row,) = found(client, "gaps/?verdict=widening&kind=country")["results"]
    assert (row["indicator"], row["compared_with"], row["basis"], row["change"]) == (
        "counted",
        "E92000001",
        "tested",
        2.5,
    )
    assert [(one["period_label"], one["difference"]) for one in row["figures"]] == [("2017", 1), ("2022", 3.5)]
    assert found(client, f"gaps/{row['id']}/") == row
    assert [row["number"] for row in found(client, "releases/")["results"]] == [7]
    assert found(client, "releases/7/")["title"] == "Figures of all"
    assert found(client, "releases/?indicator=left")["results"][0]["number"] == 7


#: what must not be had, and where somebody might try
HIDDEN = [
    "indicators/draft/",
    "releases/8/",
    "observations/?indicator=draft",
    "findings/?indicator=draft",
    "releases/?indicator=draft",
    "observations/{draft_figure}/",
    "findings/{draft_finding}/",
    "findings/{ended_finding}/",
    "gaps/?indicator=draft",
    "gaps/{draft_gap}/",
]


@pytest.mark.parametrize("path", HIDDEN)
def test_what_nobody_may_see_is_not_there(client: Client, shown: Shown, finding: Finding, path: str) -> None:
    ended = Finding.objects.create(
        indicator=shown.indicator, area=shown.country, period_label="2022", period_to="2022-12-31",
        release=shown.release, ended_by=shown.release, level_text="A secret.",
    )  # fmt: skip
    names = {
        "draft_figure": Observation.objects.get(indicator=shown.draft).pk,
        "draft_finding": Finding.objects.get(indicator=shown.draft).pk,
        "ended_finding": ended.pk,
        "draft_gap": GapSeries.objects.get(indicator=shown.draft).pk,
    }
    response = ask(client, path.format(**names))
    assert response.status_code == 404
    assert response.json()["error"] == "not_found"


@pytest.mark.parametrize("path", [f"{name}/" for name in LISTS])
def test_no_list_holds_a_draft_or_what_is_held_back(client: Client, shown: Shown, finding: Finding, path: str) -> None:
    Observation.objects.filter(reason="suppressed").update(count=SECRET)
    content = ask(client, path).content
    assert str(SECRET).encode() not in content
    assert b"ecret" not in content


HOSTILE = [
    ("nonsense=1", 400, "nonsense"),
    ("page_size=0", 400, "page_size"),
    ("page_size=1001", 400, "page_size"),
    ("page_size=99999999999999999999", 400, "page_size"),
    ("page_size=-1", 400, "page_size"),
    ("page_size=", 400, "page_size"),
    ("page_size=1&page_size=2", 400, "page_size"),
    ("page_size=%D9%A1", 400, "page_size"),
    ("period_from=2022-13-01", 400, "period_from"),
    ("period_from=yesterday", 400, "period_from"),
    ("period_from=0000-00-00", 400, "period_from"),
    ("sex=everybody", 400, "sex"),
    ("area=E0600000", 400, "area"),
    ("area=E06999999", 404, None),
    ("indicator=no-such", 404, None),
    ("indicator=" + "x" * 10_000, 400, "indicator"),
    ("category=" + "x" * 10_000, 400, "category"),
    ("category=a%01b", 400, "category"),
    ("category=a%00b", 400, None),
    ("format=xml", 400, "format"),
    ("format=", 400, "format"),
    ("ordering=secret", 400, "ordering"),
    ("latest=perhaps", 400, "latest"),
    ("release=99999999999", 400, "release"),
    ("after=made-up", 404, None),
    ("after=" + "x" * 10_000, 400, "after"),
    ("%F0%9F%8C%8D=1", 400, "\N{EARTH GLOBE EUROPE-AFRICA}"),
    ("x%00=1", 400, None),
    ("&".join(["sex=male"] * 101), 400, "sex"),
]


@pytest.mark.parametrize(("query", "status", "field"), HOSTILE, ids=[query[:30] for query, *_ in HOSTILE])
def test_whatever_is_asked_gets_a_designed_answer(
    client: Client, shown: Shown, query: str, status: int, field: str | None
) -> None:
    response = ask(client, f"observations/?{query}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    error = response.json()
    assert error["message"].endswith(".")
    assert response["Access-Control-Allow-Origin"] == "*"
    if field:
        assert error["fields"][field]


@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "observations/999999999999999999999999/",
        "observations/0/",
        "releases/99999999999/",
        "areas/e06000001/",
        "../v2/x",
    ],
)
def test_an_address_that_is_none_is_told_so_in_json(client: Client, shown: Shown, path: str) -> None:
    response = ask(client, path)
    assert (response.status_code, response.json()["error"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, shown: Shown, method: str) -> None:
    for path in ("", "observations/", "indicators/counted/", "nothing/"):
        response = getattr(Client(enforce_csrf_checks=True), method)(
            f"/api/v1/{path}", {"a": "b"}, content_type="application/json"
        )
        assert (response.status_code, response.json()["error"]) == (405, "method_not_allowed")
        assert "GET" in response["Allow"]


def test_answers_are_for_everybody_and_can_be_kept(client: Client, shown: Shown) -> None:
    response = ask(client, "observations/", origin="https://other.example.org")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "script-src 'self'" in response["Content-Security-Policy"]
    known = ask(client, "observations/", if_none_match=response["ETag"])
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", response["ETag"])
    assert ask(client, "observations/?page_size=5")["ETag"] != response["ETag"]
    assert ask(client, "observations/?page_size=0", if_none_match="*").status_code == 400
    assert ask(client, "indicators/draft/", if_none_match="*").status_code == 404
    make_observation(shown.indicator, shown.town, 2024, 1.0)
    assert ask(client, "observations/", if_none_match=response["ETag"]).status_code == 200


def test_other_sites_may_ask_to_read(client: Client, db: None) -> None:
    response = client.options(
        "/api/v1/observations/",
        headers={"origin": "https://other.example.org", "access-control-request-method": "GET"},
    )
    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


def test_a_flood_is_sent_away_for_a_while(client: Client, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "REQUESTS", replace(answering.REQUESTS, most=3))
    answers = [ask(client, "areas/") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1].json()["error"] == "too_many_requests"
    assert ask(Client(REMOTE_ADDR="192.0.2.7"), "areas/").status_code == 200, "others are not held up"


def test_the_queries_of_a_list_do_not_depend_on_its_rows(
    client: Client, shown: Shown, finding: Finding, django_assert_max_num_queries: Any
) -> None:
    for more in (0, 40):
        for year in range(1950, 1950 + more):
            make_observation(shown.indicator, shown.town, year, 1.0, release=shown.release)
        for name in LISTS:
            with django_assert_max_num_queries(7):
                found(client, f"{name}/?page_size=1000")


def test_errors_that_nobody_expected_are_seen(client: Client, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(what: Any) -> Any:
        raise RuntimeError("broken")

    from indicators.api.views import Areas

    monkeypatch.setattr(Areas, "rows", staticmethod(broken))
    with pytest.raises(RuntimeError):
        ask(client, "areas/")


def test_an_answer_is_plain_json(client: Client, shown: Shown) -> None:
    assert json.loads(ask(client, "indicators/counted/").content)["targets"] == []
