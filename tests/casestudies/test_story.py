"""One story: what readers are told, what it is linked to and from, and what editors can do with it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import Client, RequestFactory
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from casestudies.models import CaseStudyFigure, CaseStudyIndexPage, CaseStudyPage
from het_site.home.models import ContentPage, HomePage
from tests.factories.casestudies import make_library, make_story
from tests.factories.indicators import make_area, make_indicator, make_theme
from tests.factories.priorities import (
    make_organisation,
    make_principle_page,
    make_priority_page,
    make_project_page,
    make_recommendation,
)

pytestmark = pytest.mark.django_db


def shown(template: str, **values: Any) -> str:
    request = RequestFactory().get("/")
    return Template("{% load casestudies_tags %}" + template).render(Context({"request": request} | values))


def structured(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert found
    return json.loads(found[1])


PARTS = ["About the project", "What was done", "What was achieved", "What was learnt", "Acknowledgements"]


def parts_on(text: str) -> list[str]:
    return re.findall(r"<h2>([^<]+)</h2>", text.split("<article")[1].split("</article")[0])


def test_the_parts_that_were_told_stand_in_the_order_of_the_template(client: Client) -> None:
    story = make_story(learnt="<p>Lessons.</p>", did="<p>Steps.</p>", achieved="<p></p>", acknowledgements="")
    assert parts_on(client.get(story.url).text) == ["About the project", "What was done", "What was learnt"]


def test_readers_of_a_quick_story_are_not_told_what_nobody_asked_its_writers(client: Client) -> None:
    text = client.get(make_story(about="").url).text
    assert parts_on(text) == []
    assert "Not written" not in text
    assert "Not published" not in text
    assert "About this story" not in text


def test_what_we_wrote_ourselves_says_of_which_parts_the_source_tells_nothing(client: Client) -> None:
    text = client.get(make_story(is_summary=True, source="Slides").url).text
    assert parts_on(text) == PARTS
    assert text.count("The source has nothing for this part.") == 4


def test_a_summary_is_said_not_to_be_the_partners_words(client: Client) -> None:
    one = make_story(is_summary=True, source="Slides", organisations=[make_organisation(name="Advice Here")])
    two = make_story(
        is_summary=True,
        source="Slides",
        organisations=[make_organisation(name="A Trust"), make_organisation(name="B Church")],
    )

    assert (
        "This is a summary written by the portal’s team of work by Advice Here, not the partner’s own words."
        in client.get(one.url).text
    )
    assert "of work by A Trust and B Church, not the partners’ own words." in client.get(two.url).text


def test_a_partners_own_story_carries_no_such_notice(client: Client) -> None:
    assert "own words" not in client.get(make_story().url).text


def test_figures_are_shown_with_their_source(client: Client) -> None:
    figure = CaseStudyFigure(
        number="239", label="sessions", period="2025", source="Slides", source_url="https://s.example/"
    )

    text = client.get(make_story(figures=[figure]).url).text

    assert "<dd>239</dd>" in text
    assert '<a href="https://s.example/">Slides</a>' in text


def test_search_engines_are_told_who_wrote_it(client: Client) -> None:
    partner = make_organisation(name="Advice Here")
    own = structured(client.get(make_story(organisations=[partner]).url).text)
    summary = structured(
        client.get(
            make_story(organisations=[partner], is_summary=True, source="S", content_owner="Public health team").url
        ).text
    )

    assert own["@type"] == "Article"
    assert own["author"] == [{"@type": "Organization", "name": "Advice Here"}]
    assert summary["author"] == {"@type": "Organization", "name": "Public health team"}
    assert summary["about"] == [{"@type": "Organization", "name": "Advice Here"}]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"is_summary": True}, "source"),
        ({"headline_number": "239"}, "headline_label"),
        ({"year": 1812}, "year"),
    ],
)
def test_what_is_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as fault:
        CaseStudyPage(title="x", slug="x", **values).full_clean(exclude=["path", "depth"])
    assert field in fault.value.message_dict


def test_a_story_leads_to_what_it_is_about_and_back(client: Client) -> None:
    theme = make_theme(short_title="Living standard")
    principle = make_principle_page(theme=theme)
    priority = make_priority_page(title="Housing")
    project = make_project_page(title="Warm homes")
    recommendation = make_recommendation(title="Warm every home")
    indicator = make_indicator(title="Fuel poverty")
    story = make_story(
        title="Advice at the surgery",
        themes=[theme],
        priorities=[priority],
        projects=[project],
        recommendations=[recommendation],
        indicators=[indicator],
        wards=[make_area("E05000001", name="Riverside", area_type="ward")],
    )
    other = make_story(title="Another")

    text = client.get(story.url).text

    for words in ("Living standard", "Warm every home", "Fuel poverty", "Riverside"):
        assert words in text, words
    for page in (principle, priority, project):
        assert f'href="{page.url}"' in text, page
    for template, value in (
        ("{% stories_for_theme value %}", theme),
        ("{% stories_for_priority value %}", priority),
        ("{% stories_for_recommendation value %}", recommendation),
        ("{% stories_for_indicator value %}", indicator),
    ):
        back = shown(template, value=value)
        assert f'href="{story.url}"' in back, template
        assert other.title not in back, template


def test_links_to_what_is_not_published_are_left_out(client: Client) -> None:
    story = make_story(
        priorities=[make_priority_page(title="Draft area", live=False)],
        recommendations=[make_recommendation(title="Draft recommendation", live=False)],
        indicators=[make_indicator(title="Draft indicator", live=False)],
    )

    assert "Draft" not in client.get(story.url).text


def test_drafts_are_shown_nowhere() -> None:
    theme, indicator, priority = make_theme(), make_indicator(), make_priority_page()
    make_story(title="Draft", live=False, themes=[theme], indicators=[indicator], priorities=[priority])

    assert shown("{% stories_for_indicator value %}", value=indicator).strip() == ""
    assert shown("{% latest_stories %}").strip() == ""
    assert "No story for this principle yet." in shown("{% stories_for_theme value %}", value=theme)
    assert "No story for this priority area yet." in shown("{% stories_for_priority value %}", value=priority)


def test_the_latest_stories_are_shown_newest_first() -> None:
    for year in (2021, 2024, 2022, 2023):
        make_story(title=f"Story of {year}", year=year)

    text = shown("{% latest_stories limit=3 %}")

    assert re.findall(r"Story of (\d+)", text) == ["2024", "2023", "2022"]
    assert text.count("story--lead") == 1
    assert 'href="/case-studies/"' in text


def test_related_stories_share_the_most(client: Client) -> None:
    theme, indicator = make_theme(), make_indicator()
    story = make_story(title="This one", themes=[theme], indicators=[indicator])
    make_story(title="Shares one", themes=[theme])
    make_story(title="Shares two", themes=[theme], indicators=[indicator])
    make_story(title="Shares nothing", themes=[make_theme()])

    text = client.get(story.url).text.partition("More stories like this")[2]

    assert re.findall(r">(Shares \w+)<", text) == ["Shares two", "Shares one"]


def test_the_number_of_queries_does_not_grow_with_the_rows(client: Client, django_assert_max_num_queries: Any) -> None:
    theme = make_theme()

    def links(number: int) -> dict[str, Any]:
        return {
            "themes": [theme, *(make_theme() for _ in range(number))],
            "organisations": [make_organisation() for _ in range(number)],
            "priorities": [make_priority_page() for _ in range(number)],
            "recommendations": [make_recommendation() for _ in range(number)],
            "indicators": [make_indicator() for _ in range(number)],
            "figures": [CaseStudyFigure(number=str(n), label="x", source="S") for n in range(number)],
        }

    def queries(address: str) -> int:
        client.get(address)  # fills the caches of sites and content types
        with django_assert_max_num_queries(28) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    make_story(themes=[theme])
    few = queries(make_story(**links(1)).url)
    for _ in range(9):
        make_story(themes=[theme])

    assert queries(make_story(**links(10)).url) == few


class PageTypes(WagtailPageTestCase):
    """Each kind can be made where it belongs, shown, edited and previewed, and nowhere else."""

    def setUp(self) -> None:
        self.login()

    def test_where_they_may_stand(self) -> None:
        self.assertAllowedParentPageTypes(CaseStudyIndexPage, {HomePage})
        self.assertAllowedSubpageTypes(CaseStudyIndexPage, {CaseStudyPage})
        self.assertAllowedParentPageTypes(CaseStudyPage, {CaseStudyIndexPage})
        self.assertAllowedSubpageTypes(CaseStudyPage, {})
        self.assertCanNotCreateAt(ContentPage, CaseStudyPage)

    def test_the_library(self) -> None:
        page = make_library()
        data = {"title": "Stories", "slug": "stories", "intro": rich_text(""), "body": streamfield([])}
        self.assertPageIsRoutable(page)
        self.assertPageIsRenderable(page)
        form = nested_form_data(data | {"comments": inline_formset([])})
        self.assertPageIsEditable(page, form)
        self.assertPageIsPreviewable(page, post_data=form)

    def test_a_story(self) -> None:
        page = make_story(themes=[make_theme()], recommendations=[make_recommendation()])
        texts = {name: rich_text("<p>Words.</p>") for name in ("about", "did", "achieved", "learnt")}
        data = {
            "title": "A story",
            "slug": "a-story",
            "acknowledgements": rich_text(""),
            "body": streamfield([]),
            "figures": inline_formset([{"number": "239", "label": "sessions", "source": "Slides"}]),
            "outcomes": inline_formset([{"measure": "Visits", "before": "9", "after": "4", "source": "Slides"}]),
            "audiences": ["carers", "young-people"],
            "comments": inline_formset([]),
        }
        self.assertPageIsRoutable(page)
        self.assertPageIsRenderable(page)
        form = nested_form_data(data | texts) | {"themes": page.themes.first().pk}
        self.assertPageIsEditable(page, form)
        self.assertPageIsPreviewable(page, post_data=form)
