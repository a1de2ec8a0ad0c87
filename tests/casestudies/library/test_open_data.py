"""The library as open data: what is in it, what never is, and how it answers."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from casestudies.library.records import FIELDS, NAMES
from casestudies.models import CaseStudyOutcome, CaseStudyPage
from indicators.api import answering
from indicators.downloads import views as downloads
from tests.factories.casestudies import make_library, make_story
from tests.factories.home import make_home
from tests.factories.indicators import make_area, make_indicator, make_theme
from tests.factories.priorities import make_organisation, make_priority_page, make_recommendation

pytestmark = pytest.mark.django_db

API = "/api/v1/case-studies/"


@pytest.fixture
def story() -> CaseStudyPage:
    made = make_story(
        title="=1+1",
        year=2025,
        audiences=["carers"],
        licence="ogl-3.0",
        organisations=[make_organisation(name="Advice Here", slug="advice", kind="charity")],
        themes=[make_theme(number=1, slug="best-start")],
        priorities=[make_priority_page(title="Jobs", slug="jobs")],
        wards=[make_area("E05000001", name="Riverside", area_type="ward")],
        outcomes=[CaseStudyOutcome(measure="Cold homes", before="12", after="9", source="Survey")],
        about="<p>One.</p><p>Two &amp; three.</p>",
    )
    made.save_revision().publish()
    return made


def results(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{API}{query}")
    assert answer.status_code == 200, answer.content
    return [one["title"] for one in answer.json()["results"]]


def test_csv_and_json_hold_the_same_and_no_formula(client: Client, story: CaseStudyPage) -> None:
    made = client.get("/data/case-studies.csv")
    (row,) = csv.DictReader(io.StringIO(made.getvalue().decode()))
    assert tuple(row) == NAMES
    assert row["title"] == "'=1+1"
    assert (row["id"], row["organisations"], row["wards"]) == (str(story.translation_key), "Advice Here", "E05000001")
    assert row["outcomes"] == "Cold homes (before: 12, after: 9, source: Survey)"
    assert row["about"] == "One.\nTwo & three."
    answer = client.get("/data/case-studies.json")
    (one,) = json.loads(answer.getvalue())["case_studies"]
    assert (one["title"], one["licence"], one["audiences"]) == ("=1+1", "Open Government Licence v3.0", ["carers"])
    assert one == client.get(API).json()["results"][0] == client.get(f"{API}{one['id']}/").json()


def test_every_column_is_in_the_dictionary(client: Client, story: CaseStudyPage) -> None:
    page, table = client.get("/data/dictionary/").text, client.get("/data/dictionary.csv").getvalue().decode()
    for field in FIELDS:
        assert f"<code>{field.name}</code>" in page
        assert f"case-studies.{field.name}," in table
    assert 'href="/data/case-studies.csv"' in client.get("/data/").text
    assert "<code>/api/v1/case-studies/</code>" in client.get("/data/api/").text
    assert client.get("/api/v1/").json()["case_studies"].endswith(API)


def test_nothing_that_is_not_public_is_in_it(client: Client, story: CaseStudyPage) -> None:
    draft = make_story(title="A secret draft", live=False, year=1999)
    closed = make_story(title="A closed story")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    story.priorities.get().unpublish()
    whole = "".join(
        client.get(address).getvalue().decode() for address in ("/data/case-studies.csv", "/data/case-studies.json")
    )
    assert "A secret draft" not in whole
    assert "A closed story" not in whole
    assert results(client) == ["=1+1"]
    assert client.get(API).json()["results"][0]["priorities"] == []
    for page in (draft, closed):
        assert client.get(f"{API}{page.translation_key}/").status_code == 404


def test_only_a_contact_that_was_chosen_to_be_shown_is_in_it(client: Client) -> None:
    make_story(contact="")
    assert client.get(API).json()["results"][0]["contact"] == ""
    assert not {"email", "submission", "owner"} & set(NAMES)


def test_the_archive_of_everything_holds_the_stories_and_is_new_when_they_are(
    client: Client, story: CaseStudyPage
) -> None:
    first = client.get("/data/everything.zip")
    with zipfile.ZipFile(io.BytesIO(first.getvalue())) as archive:
        for name in ("case-studies.csv", "case-studies.json"):
            assert archive.read(name) == client.get(f"/data/{name}").getvalue()
            assert name in archive.read("README.txt").decode()
        assert b"case-studies.title" in archive.read("dictionary.csv")
    assert "case studies and the data dictionary" in client.get("/data/").text
    story.unpublish()
    again = client.get("/data/everything.zip", headers={"If-None-Match": first["ETag"]})
    with zipfile.ZipFile(io.BytesIO(again.getvalue())) as archive:
        assert archive.read("case-studies.csv").count(b"\n") == 1


def test_files_follow_the_choice_on_the_page(client: Client, story: CaseStudyPage) -> None:
    make_story(title="Plain", year=2019)
    for query, titles in (("?kind=charity&year=2025", ["'=1+1"]), ("?year=1999", []), ("", ["'=1+1", "Plain"])):
        rows = csv.DictReader(io.StringIO(client.get(f"/case-studies/stories.csv{query}").getvalue().decode()))
        assert [row["title"] for row in rows] == titles
    address = "/case-studies/stories.json?q=two&audience=carers"
    assert [one["title"] for one in json.loads(client.get(address).getvalue())["case_studies"]] == ["=1+1"]
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    shown = client.get("/case-studies/?year=2025").text
    assert 'href="/case-studies/stories.csv?year=2025"' in shown
    assert 'href="/case-studies/stories.json?year=2025"' in shown


FILTERS = [
    ("?principle=best-start", 1),
    ("?priority=jobs&kind=charity", 1),
    ("?organisation=advice&audience=carers&audience=workforce", 1),
    ("?ward=E05000001&year=2025&year=2024", 1),
    ("?has_outcomes=true", 1),
    ("?has_outcomes=false", 1),
    ("?kind=nhs", 0),
    ("?year=2024", 0),
]


def test_the_api_filters(client: Client, story: CaseStudyPage, subtests: pytest.Subtests) -> None:
    make_story(title="Plain")
    for query, number in FILTERS:
        with subtests.test(query):
            assert len(results(client, query)) == number


REFUSED = [
    ("?year=banana", 400),
    ("?year=1", 400),
    ("?audience=martians", 400),
    ("?kind=", 400),
    ("?ward=nowhere", 400),
    ("?nonsense=1", 400),
    ("?page_size=0", 400),
    ("?format=csv", 400),
    ("?has_outcomes=perhaps", 400),
    ("?ordering=contact", 400),
    ("?principle=%00", 400),
    ("?principle=no-such", 404),
    ("?ward=E05999999", 404),
    ("?after=made-up", 404),
    ("not-a-uuid/", 404),
    ("00000000-0000-0000-0000-000000000000/", 404),
]


def test_what_cannot_be_asked_is_refused_in_json(
    client: Client, story: CaseStudyPage, subtests: pytest.Subtests
) -> None:
    for address, status in REFUSED:
        with subtests.test(address):
            answer = client.get(f"{API}{address}")
            assert answer.status_code == status
            assert answer.json()["message"]


def test_pages_follow_one_another(client: Client) -> None:
    for number in range(5):
        make_story(title=f"Title {number}")
    address, seen = f"{API}?page_size=2&ordering=title", []
    while address:
        body = client.get(address).json()
        seen += [one["title"] for one in body["results"]]
        address = body["next"]
    assert seen == [f"Title {number}" for number in range(5)]


ADDRESSES = [API, "/data/case-studies.csv", "/data/case-studies.json"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_are_known_again_until_something_changes(client: Client, story: CaseStudyPage, address: str) -> None:
    first = client.get(address)
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Last-Modified"]
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    story.organisations.get().delete()
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_flood_is_turned_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_library()
    monkeypatch.setattr(answering, "REQUESTS", replace(answering.REQUESTS, most=1))
    monkeypatch.setattr(downloads, "DOWNLOADS", replace(downloads.DOWNLOADS, most=1))
    for address in (API, "/data/case-studies.csv"):
        assert client.get(address).status_code == 200
        assert client.get(address).status_code == 429


def test_an_empty_library_is_an_empty_list(client: Client) -> None:
    make_home()
    assert client.get(API).json()["results"] == []
    assert client.get("/data/case-studies.csv").getvalue().decode().count("\n") == 1
    assert json.loads(client.get("/data/case-studies.json").getvalue())["case_studies"] == []


def test_as_many_queries_for_many_as_for_few(client: Client, django_assert_max_num_queries: Any) -> None:
    def more() -> None:
        links = {"themes": [make_theme()], "organisations": [make_organisation()], "indicators": [make_indicator()]}
        make_story(recommendations=[make_recommendation()], priorities=[make_priority_page()], **links)

    def queries(address: str) -> int:
        client.get(address)
        with django_assert_max_num_queries(24) as seen:
            client.get(address).getvalue()
        return len(seen)

    more()
    few = [queries(address) for address in ADDRESSES]
    for _ in range(6):
        more()
    assert [queries(address) for address in ADDRESSES] == few
