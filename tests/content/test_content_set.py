"""The content set agrees with itself: every reference leads somewhere, every fact says where it comes from."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.content.files import FIXTURES, PageFile, load, pages, prose, walk

WRITTEN_ON = dt.date(2026, 11, 22)
STORY_BEGINS_ON = dt.date(2018, 12, 1)
MARKDOWN_LINK = re.compile(r"\]\(([^)\s]+)\)")
#: lists of facts, wherever they stand
FACT_LISTS = {"insights", "facts", "figures", "gap_facts", "items"}
ADDRESSES = {"source_url", "gap_source_url", "ward_source_url", "url", "website"}
TOP_LEVEL_MENU = ["Principles", "Indicators", "What is being done", "Stories", "News", "Events", "About"]
STATEMENTS = ["/accessibility/", "/privacy/", "/cookies/", "/contact/"]
#: the shape of a date range that is not written out
SHORT_RANGE = re.compile(r"\b(?:19|20)\d\d\s?[-–]\s?\d{2,4}\b")

all_pages = pytest.mark.parametrize("page_file", pages(), ids=lambda found: found.name)


class StrictLoader(yaml.SafeLoader):
    """A YAML loader that refuses a key given twice, which YAML's own silently lets win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001  # its base class's signature
        """Build the mapping after checking its keys."""
        keys = Counter(key.value for key, _ in node.value)
        twice = [key for key, count in keys.items() if count > 1]
        if twice:
            raise AssertionError(f"given twice: {twice}, line {node.start_mark.line + 1}")
        return super().construct_mapping(node, deep)


def facts(value: Any) -> Iterator[dict[str, Any]]:
    """Give every fact in a page."""
    for key, item in walk(value):
        if key in FACT_LISTS and isinstance(item, list):
            yield from (entry for entry in item if isinstance(entry, dict) and "number" in entry)


def slugs(name: str) -> set[str]:
    """Give the slugs of a list file."""
    return {row["slug"] for row in load(name)}


@pytest.mark.parametrize("file", sorted(FIXTURES.rglob("*.yaml")), ids=lambda file: str(file.relative_to(FIXTURES)))
def test_no_key_is_given_twice(file: Any) -> None:
    yaml.load(file.read_text(encoding="utf-8"), Loader=StrictLoader)  # noqa: S506  # a safe loader, made stricter


@all_pages
def test_a_page_has_what_every_page_needs(page_file: PageFile) -> None:
    data = page_file.data

    assert re.fullmatch(r"[a-z]+\.[A-Z][A-Za-z]+", data["type"])
    assert data["title"].strip()
    assert isinstance(data["order"], int)
    assert 20 <= len(data["summary"]) <= 200
    assert 50 <= len(data["search_description"]) <= 160
    assert data["content_owner"] == "Public health team"
    assert isinstance(data["themes"], list)
    assert data["last_reviewed_on"] == WRITTEN_ON
    assert data["next_review_on"] == WRITTEN_ON.replace(year=WRITTEN_ON.year + 1)


@pytest.mark.parametrize("key", ["search_description", "summary"])
def test_no_two_pages_introduce_themselves_alike(key: str) -> None:
    counted = Counter(page.data[key] for page in pages())

    assert [text for text, count in counted.items() if count > 1] == []


def test_no_two_pages_have_the_same_title() -> None:
    counted = Counter(page.data.get("seo_title") or page.data["title"] for page in pages())

    assert [title for title, count in counted.items() if count > 1] == []


def test_siblings_have_an_order_of_their_own() -> None:
    places = Counter(
        (page.path.rstrip("/").rsplit("/", 1)[0], page.data["order"]) for page in pages() if page.path != "/"
    )

    assert [place for place, count in places.items() if count > 1] == []


def test_the_menu_holds_the_seven_ways_in_and_in_order() -> None:
    shown = [page for page in pages() if page.data.get("show_in_menus")]

    assert [page.data["title"] for page in sorted(shown, key=lambda page: page.data["order"])] == TOP_LEVEL_MENU


@pytest.mark.parametrize("path", STATEMENTS)
def test_every_statement_is_there(path: str) -> None:
    assert path in {page.path for page in pages()}


@all_pages
def test_what_a_page_names_exists(page_file: PageFile) -> None:
    known = {
        "themes": slugs("themes.yaml"),
        "theme": slugs("themes.yaml"),
        "organisations": slugs("organisations.yaml"),
        "group": slugs("groups.yaml"),
        "recommendations": slugs("recommendations.yaml"),
        "priorities": {each.path for each in pages()},
        "projects": {each.path for each in pages()},
        "page": {each.path for each in pages()},
    }
    missing = [
        (key, name)
        for key, value in walk(page_file.data)
        for name in (value if isinstance(value, list) else [value])
        if key in known and isinstance(name, str) and name and name not in known[key]
    ]

    assert missing == []


def test_what_groups_and_recommendations_name_exists() -> None:
    organisations, groups = slugs("organisations.yaml") | {""}, slugs("groups.yaml") | {""}

    assert {group["parent"] for group in load("groups.yaml")} <= groups
    assert {member for group in load("groups.yaml") for member in group["members"]} <= organisations
    for recommendation in load("recommendations.yaml"):
        assert recommendation["theme"] in slugs("themes.yaml")
        assert recommendation["owner"] in organisations
        assert recommendation["group"] in groups


@all_pages
def test_links_lead_to_our_pages_or_over_https(page_file: PageFile) -> None:
    ours = {each.path for each in pages()}
    routes = tuple(path for path in ("/indicators/", "/recommendations/") if path in ours)
    written = [link for text in prose(page_file.data) for link in MARKDOWN_LINK.findall(text)]
    given = [value for key, value in walk(page_file.data) if key in ADDRESSES and value]
    lost = [
        link
        for link in written + given
        if not link.startswith("https://") and link not in ours and not link.startswith(routes)
    ]

    assert lost == []


@pytest.mark.parametrize("name", ["organisations.yaml", "groups.yaml", "recommendations.yaml", "site.yaml"])
def test_addresses_of_snippets_are_https(name: str) -> None:
    given = [value for key, value in walk(load(name)) if key in ADDRESSES and value]

    assert [link for link in given if not link.startswith("https://")] == []


@all_pages
def test_every_fact_says_what_when_and_whence(page_file: PageFile) -> None:
    for fact in facts(page_file.data):
        assert isinstance(fact["number"], str), "a number is text: 10.0 and 1,930 are shown as written"
        assert 0 < len(fact["number"]) <= 40
        assert 0 < len(fact["label"]) <= 200
        assert fact["label"][0] == fact["label"][0].upper(), "a label stands alone: it is read out before its number"
        assert len(fact["unit"]) <= 60
        assert 0 < len(fact["period"]) <= 80
        assert 0 < len(fact["source"]) <= 240


@all_pages
def test_dates_are_in_the_past_and_say_when_they_are_not_exact(page_file: PageFile) -> None:
    given = page_file.data.get("date") or page_file.data.get("starts_at")
    if given is None:
        return
    date = given if isinstance(given, dt.date) else dt.datetime.fromisoformat(given).date()

    assert STORY_BEGINS_ON <= date <= WRITTEN_ON
    if page_file.data["date_is_approximate"]:
        assert date.day == 1, "the first day stands for a month or a year"
        assert 0 < len(page_file.data["date_text"]) <= 60
        assert str(date.year) in page_file.data["date_text"]
    else:
        assert page_file.data["date_text"] == ""


@all_pages
def test_news_stories_and_projects_name_their_source(page_file: PageFile) -> None:
    if page_file.data["type"] in {
        "newsletter.NewsPage", "newsletter.EventPage", "casestudies.CaseStudyPage", "priorities.ProjectPage",
    }:  # fmt: skip
        assert page_file.data["source"]


def test_reports_say_who_wrote_them_and_what_they_hold() -> None:
    (reports,) = [page.data["reports"] for page in pages() if page.data["type"] == "home.ReportsPage"]
    for report in reports:
        assert report["author"]
        assert report["holds"]
        assert report["format"]
        assert report["year"] or report["note"], "an unknown date is said in the note"


def test_recommendations_are_paraphrases_without_owner_or_progress_until_they_are_published() -> None:
    recommendations = load("recommendations.yaml")

    assert len(recommendations) == 4
    for recommendation in recommendations:
        assert recommendation["is_paraphrase"] is True
        assert recommendation["status"] == "not_reported"
        assert recommendation["owner"] == ""
        assert recommendation["source"]
        assert recommendation["source_url"]


def test_the_eight_themes_are_numbered_marked_and_have_a_page_each() -> None:
    themes = load("themes.yaml")

    assert [theme["number"] for theme in themes] == list(range(1, 9))
    assert [theme["hue"] for theme in themes] == list(range(1, 9))
    assert [theme["icon"] for theme in themes] == [f"i-p{number}" for number in range(1, 9)]
    told = {page.data["theme"]: page.data["title"] for page in pages() if page.data["type"].endswith(".PrinciplePage")}
    assert told == {theme["slug"]: theme["title"] for theme in themes}


@all_pages
def test_words_keep_to_the_house_style(page_file: PageFile) -> None:
    for text in prose(page_file.data):
        assert "!" not in text
        assert "click here" not in text.lower()
        assert not SHORT_RANGE.search(text), "ranges are written with “to”"
        assert not re.search(r"[\U0001F300-\U0001FAFF]", text)
        assert "'" not in MARKDOWN_LINK.sub("", text), "apostrophes are curly"
