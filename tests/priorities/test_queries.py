"""How much is asked of the database, and what other apps can ask of priorities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from het_site.home.models import ContentPage
from indicators.models import IndicatorSettings
from priorities import queries
from priorities.models import Evidence, PrincipleInsight
from tests.factories import priorities as make
from tests.factories.casestudies import make_story
from tests.factories.indicators import find_out, make_area, make_indicator, make_observation

pytestmark = pytest.mark.django_db


def number_of_queries(client: Client, url: str) -> int:
    """Count the queries of a request, once what is asked only once is known."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def fill(page: Any, *, rows: int) -> None:
    """Give every page of the app some more of everything that it shows."""
    theme = page.theme
    area = make.make_priority_page(themes=[theme], group=make.make_group())
    projects = make.make_project_index(area)
    for _ in range(rows):
        indicator = make_indicator(theme=theme)
        organisation = make.make_organisation()
        group = make.make_group(parent=area.group)
        group.members.add(organisation)
        group.save()
        project = make.make_project_page(
            parent=projects, themes=[theme], organisations=[organisation], indicators=[indicator]
        )
        recommendation = make.make_recommendation(theme=theme, owner=organisation, group=group)
        recommendation.indicators.add(indicator)
        recommendation.save()
        for other in theme_recommendations(theme):
            Evidence.objects.create(recommendation=other, title="Shown", kind="project", page=project)
        PrincipleInsight.objects.create(page=page, number="1", label="one", source="A book", indicator=indicator)
        make.make_priority_page(themes=[theme], group=group)
        make.make_principle_page()


def theme_recommendations(theme: Any) -> list[Any]:
    """List the recommendations of a theme."""
    return queries.recommendations_for_theme(theme)


def test_no_page_asks_more_of_the_database_when_there_is_more_to_show(client: Client) -> None:
    page = make.make_principle_page()
    make.make_governance_page()
    make.make_partners_page()
    make.make_tracker()
    fill(page, rows=1)
    first = theme_recommendations(page.theme)[0]
    project = queries.projects_for_theme(page.theme)[0]
    addresses = {
        "principle": page.url,
        "principles": page.get_parent().url,
        "priority": project.priority.url,
        "priorities": make.make_priority_index().url,
        "projects": project.get_parent().url,
        "project": project.url,
        "tracker": make.make_tracker().url,
        "recommendation": first.url,
        "governance": "/governance/",
        "partners": "/partners/",
    }
    before = {name: number_of_queries(client, url) for name, url in addresses.items()}
    fill(page, rows=6)
    cache.clear()
    after = {name: number_of_queries(client, url) for name, url in addresses.items()}
    assert after == before
    assert max(after.values()) <= 20, after


def test_pages_of_any_app_are_found_by_theme_and_never_twice() -> None:
    page = make.make_principle_page()
    project = make.make_project_page(themes=[page.theme])
    content = make.make_home().add_child(instance=ContentPage(title="About homes", slug="homes"))
    content.themes.add(page.theme)
    content.save()
    draft = make.make_home().add_child(instance=ContentPage(title="Draft", slug="draft", live=False))
    draft.themes.add(page.theme)
    draft.save()
    found = queries.pages_about(page.theme)
    assert set(found) == {Page.objects.get(pk=project.pk), Page.objects.get(pk=content.pk)}
    with CaptureQueriesContext(connection) as captured:
        list(queries.pages_about(page.theme))
    assert len(captured) <= 2


def test_stories_are_found_by_their_priority_area() -> None:
    area = make.make_priority_page()
    assert not queries.pages_about(area).exists()
    story = make_story(priorities=[area])
    assert [page.pk for page in queries.pages_about(area)] == [story.pk]


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("{% recommendations_for_indicator indicator %}", "Insulate every home"),
        ("{% recommendations_for_theme theme %}", "Insulate every home"),
        ("{% projects_for_indicator indicator %}", "Warm front"),
        ("{% principle_url theme %}", "/principles/"),
        ("{% principle_tags themes %}", 'href="/principles/'),
        ("{% governance_structure %}", "Homes subgroup"),
        ("{% pages_about theme as pages %}{{ pages.0.title }}", "About homes"),
    ],
)
def test_other_apps_show_what_priorities_holds(tag: str, shown: str) -> None:
    page = make.make_principle_page()
    make.make_tracker()
    make.make_group(name="Homes subgroup")
    indicator = make_indicator(theme=page.theme)
    recommendation = make.make_recommendation(theme=page.theme, title="Insulate every home")
    recommendation.indicators.add(indicator)
    recommendation.save()
    make.make_project_page(title="Warm front", indicators=[indicator], themes=[page.theme])
    content = make.make_home().add_child(instance=ContentPage(title="About homes", slug="homes"))
    content.themes.add(page.theme)
    content.save()
    context = Context({"indicator": indicator, "theme": page.theme, "themes": [page.theme]})
    assert shown in Template("{% load priorities_tags %}" + tag).render(context)


def test_indicators_are_linked_with_their_latest_figure_and_whose_it_is(client: Client) -> None:
    town = make_area(name="Newtown")
    make.make_tracker()
    settings = IndicatorSettings.for_site(Site.objects.get(is_default_site=True))
    settings.town = town
    settings.save()
    measured = make_indicator(title="Warm homes", is_proxy=True, proxy_for="All homes.", decimals=1)
    make_observation(measured, town, 2020, 12.3)
    make_observation(measured, town, 2021, 14.5)
    find_out()
    recommendation = make.make_recommendation()
    recommendation.indicators.set([measured, make_indicator(title="Cold homes")])
    recommendation.save()
    words = client.get(recommendation.url).content.decode()
    assert "14.5% in Newtown, 2021. Stand-in" in words
    assert "No published figure" in words


@pytest.mark.parametrize("tag", ["recommendations_for_indicator", "projects_for_indicator"])
def test_an_indicator_that_nothing_points_at_shows_nothing(tag: str) -> None:
    template = Template(f"{{% load priorities_tags %}}{{% {tag} indicator %}}")
    assert not template.render(Context({"indicator": make_indicator()})).strip()


def test_marks_lead_to_principles_at_the_cost_of_one_query_a_request(rf: Callable[..., Any]) -> None:
    pages = [make.make_principle_page() for _ in range(3)]
    request = rf.get("/")  # type: ignore[attr-defined]
    template = Template("{% load priorities_tags %}{% for theme in themes %}{% principle_url theme %}{% endfor %}")
    context = Context({"request": request, "themes": [page.theme for page in pages]})
    template.render(context)
    del request._principle_urls
    with CaptureQueriesContext(connection) as captured:
        shown = template.render(context)
    assert shown == "".join(page.url for page in pages)
    assert len(captured) <= 2
