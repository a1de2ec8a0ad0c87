"""What can be taken from the library: the PDF, the card, citations and feeds."""

from __future__ import annotations

import io
import struct
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pypdf import PdfReader

from casestudies.library.card import card_svg
from casestudies.library.citing import citation
from casestudies.library.printing import blocks_of
from casestudies.models import CaseStudyFigure, CaseStudyOutcome, CaseStudyPage
from het_site.local import print_fonts
from tests.factories.casestudies import make_library, make_story
from tests.factories.indicators import make_theme
from tests.factories.priorities import make_organisation
from tests.indicators.places.test_briefing import tags_of

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def fonts() -> None:
    """Have the fonts, which are made when assets are built."""
    if not list(Path(settings.PRINT_FONTS).glob("*.ttf")) and print_fonts.SOURCE.exists():
        print_fonts.make()


@pytest.fixture
def story() -> CaseStudyPage:
    made = make_story(
        title="Warm homes & “quick” wins #1",
        slug="warm-homes",
        year=2025,
        authors="A. Writer, B. Writer",
        organisations=[make_organisation(name="Advice Here")],
        themes=[make_theme(number=1, slug="best-start", short_title="Best start")],
        audiences=["carers"],
        licence="cc-by-4.0",
        contact="hello@example.org",
        about="<p>It is <b>warm</b>.</p><ul><li>One</li><li>Two</li></ul><h3>Why</h3><p>= #let *no* markup</p>",
        figures=[CaseStudyFigure(number="9", label="homes", source="Notes")],
        outcomes=[CaseStudyOutcome(measure="Cold homes", before="12", after="9", period="2024", source="Survey")],
    )
    made.save_revision().publish()
    return made


def reader(client: Client, story: CaseStudyPage) -> PdfReader:
    answer = client.get(f"{story.url}story.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.content))


def test_the_pdf_is_tagged_and_says_what_the_page_says(client: Client, story: CaseStudyPage) -> None:
    read = reader(client, story)
    root = read.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.metadata is not None
    assert read.metadata.title == story.title
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L", "/LI", "/P"} <= set(tags_of(read))
    said = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for words in (
        *(
            "Warm homes & “quick” wins #1",
            "Work by Advice Here",
            "Who it was for Carers",
            "It is warm .",
            "= #let *no* markup",
        ),
        *(
            "What the numbers were",
            "Cold homes 12 9 2024 Survey",
            "Creative Commons Attribution 4.0",
            "/case-studies/warm-homes/",
        ),
        "Contact hello@example.org",
    ):
        assert words.replace(" .", ".") in said.replace(" .", "."), words


def test_a_pdf_of_next_to_nothing_is_made_too(client: Client) -> None:
    bare = make_story(title="漢字 and \u202e others", about="", summary="")
    assert len(reader(client, bare).pages) == 1
    assert (
        "Not published." not in reader(client, make_story(organisations=[make_organisation()])).pages[0].extract_text()
    )
    summary = make_story(is_summary=True, source="Slides", organisations=[make_organisation()])
    assert reader(client, summary).pages[0].extract_text().count("Not published.") == 4


def test_rich_text_is_read_as_blocks() -> None:
    found = blocks_of("<p>a <b>b</b><br/>c</p><ol><li>x</li><li>y</li></ol><p> </p><h3>H</h3>loose")
    assert [(block.kind, block.number) for block in found] == [
        ("paragraph", 0),
        ("item", 1),
        ("item", 2),
        ("heading", 0),
    ]
    assert found[0].runs == [("a ", False), ("b", True), ("\n", False), ("c", False)]


FILES = ["story.pdf", "card.png", "cite.bib", "cite.ris"]


@pytest.mark.parametrize("name", FILES)
def test_files_are_known_again_and_change_with_the_story(client: Client, story: CaseStudyPage, name: str) -> None:
    first = client.get(f"{story.url}{name}")
    assert first.status_code == 200
    assert client.get(f"{story.url}{name}", headers={"If-None-Match": first["ETag"]}).status_code == 304
    head = client.head(f"{story.url}{name}")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    story.title = "Another title"
    story.save_revision().publish()
    again = client.get(f"{story.url}{name}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again.content != first.content


@pytest.mark.parametrize("name", FILES)
def test_a_draft_has_no_files(client: Client, story: CaseStudyPage, name: str) -> None:
    story.unpublish()
    assert client.get(f"{story.url}{name}").status_code == 404


def test_the_card_is_a_picture_of_the_right_size_and_named_by_the_page(client: Client, story: CaseStudyPage) -> None:
    drawn = client.get(f"{story.url}card.png")
    assert drawn["Content-Type"] == "image/png"
    assert struct.unpack(">II", drawn.content[16:24]) == (1200, 630)
    assert f'<meta property="og:image" content="{settings.SITE_URL}{story.url}card.png">' in client.get(story.url).text


def test_a_card_holds_any_title() -> None:
    svg = card_svg(title="<Long & " + "long " * 60, organisation="x" * 200, site="A\x00Site")
    ET.fromstring(svg)  # noqa: S314  (our own)
    assert "…" in svg
    assert "&lt;Long &amp;" in svg


def test_it_is_cited_by_its_authors_and_a_summary_by_those_who_wrote_it(story: CaseStudyPage) -> None:
    cited = citation(story, site="Healthy Town", address="https://town.example/case-studies/warm-homes/")
    assert cited.text == (
        "A. Writer, B. Writer (2025). Warm homes & “quick” wins #1. Healthy Town. https://town.example/case-studies/warm-homes/"
    )
    assert r"title = {Warm homes \& “quick” wins \#1}" in cited.bibtex
    assert cited.ris.startswith("TY  - WEB\r\nAU  - A. Writer")
    assert cited.ris.endswith("ER  - \r\n")
    summary = make_story(is_summary=True, source="Slides", authors="Them", content_owner="Public health team")
    assert citation(summary, site="S", address="A").by == "Public health team"


def test_the_page_says_what_may_be_done_and_what_the_numbers_were(client: Client, story: CaseStudyPage) -> None:
    text = client.get(story.url).text
    for words in (
        *(
            "What the numbers were",
            "Cold homes",
            "Licence of the text: Creative Commons Attribution 4.0.",
            "hello@example.org",
        ),
        *("To cite it", 'href="https://creativecommons.org/licenses/by/4.0/"', "Carers"),
    ):
        assert words in text
    assert "did not say what others may do" in client.get(make_story().url).text


def entries(text: bytes) -> list[str | None]:
    return [one.findtext(f"{ATOM}title") for one in ET.fromstring(text).findall(f"{ATOM}entry")]  # noqa: S314  (our own)


def test_a_feed_of_everything_and_of_a_choice(client: Client, story: CaseStudyPage) -> None:
    make_story(title="Other", year=2024).save_revision().publish()
    whole = client.get("/case-studies/feed/")
    assert whole["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entries(whole.content) == [story.title, "Other"]
    chosen = client.get("/case-studies/feed/?principle=best-start&nonsense=1&sort=title&page=7")
    assert entries(chosen.content) == [story.title]
    root = ET.fromstring(chosen.content)  # noqa: S314  (our own)
    assert root.findtext(f"{ATOM}title") == "Stories: Best start"
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{story.translation_key}"
    assert entry.findtext(f"{ATOM}published")
    assert entry.findtext(f"{ATOM}updated")
    ids = {ET.fromstring(one.content).findtext(f"{ATOM}id") for one in (whole, chosen)}  # noqa: S314  (our own)
    assert len(ids) == 2
    assert client.get("/case-studies/feed/", headers={"If-None-Match": whole["ETag"]}).status_code == 304
    assert 'href="/case-studies/feed/?principle=best-start"' in client.get("/case-studies/?principle=best-start").text


def test_words_that_look_like_marks_stay_words_in_a_feed(client: Client) -> None:
    make_story(title="Fewer", summary="Under 5 < 6 & <b>more</b>").save_revision().publish()
    root = ET.fromstring(client.get("/case-studies/feed/").content)  # noqa: S314  (our own)
    summary = root.find(f"{ATOM}entry/{ATOM}summary")
    assert summary is not None
    assert (summary.get("type"), summary.text) == ("html", "Under 5 &lt; 6 &amp; &lt;b&gt;more&lt;/b&gt;")


def test_an_empty_feed_never_changes(client: Client) -> None:
    make_library()
    first, second = (client.get("/case-studies/feed/").content for _ in range(2))
    assert first == second
    assert entries(first) == []


HOSTILE = [
    "q=%27%22%3C",
    "year=9999999999",
    "ward=x&kind=y",
    "q=" + "a" * 3000,
    "page=-1",
    "principle=" + "x" * 5000,
    "[]=1",
]


def test_feeds_answer_to_anything(client: Client, story: CaseStudyPage, subtests: pytest.Subtests) -> None:
    for query in HOSTILE:
        with subtests.test(query[:40]):
            ET.fromstring(client.get(f"/case-studies/feed/?{query}").content)  # noqa: S314  (our own)
    assert client.get("/case-studies/feed/?q=%00").status_code == 400
    assert client.post("/case-studies/feed/").status_code in {403, 405}


def test_a_feed_takes_as_many_queries_for_many_as_for_few(
    client: Client, story: CaseStudyPage, django_assert_max_num_queries: Any
) -> None:
    def queries() -> int:
        client.get("/case-studies/feed/")
        with django_assert_max_num_queries(20) as seen:
            client.get("/case-studies/feed/?year=2025")
        return len(seen)

    few = queries()
    for _ in range(8):
        make_story(year=2025, organisations=[make_organisation()], themes=story.themes.all())
    assert queries() == few


def test_no_story_takes_an_address_of_the_library() -> None:
    page = make_story()
    page.slug = "share"
    with pytest.raises(Exception, match="used by the library itself"):
        page.full_clean()
