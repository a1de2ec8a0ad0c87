"""Makes principles, priority areas, projects, recommendations, groups and organisations for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from wagtail.models import Page, Site

from het_site.home.models import HomePage
from priorities.models import (
    GovernancePage,
    Group,
    Organisation,
    PartnersPage,
    PrincipleIndexPage,
    PrinciplePage,
    PriorityIndexPage,
    PriorityPage,
    ProjectIndexPage,
    ProjectPage,
    Recommendation,
    RecommendationIndexPage,
)
from tests.factories.indicators import make_theme

numbers = count(1)


def make_organisation(**values: Any) -> Organisation:
    """Make a published partner organisation."""
    n = next(numbers)
    defaults = {"slug": f"organisation-{n}", "name": f"Organisation {n}", "kind": Organisation.Kind.CHARITY}
    return Organisation.objects.create(**defaults | values)


def make_group(**values: Any) -> Group:
    """Make a published group that reports to none."""
    n = next(numbers)
    defaults = {
        "slug": f"group-{n}",
        "name": f"Group {n}",
        "kind": Group.Kind.BOARD,
        "remit": f"Looks after {n}.",
        "source": "Its own page",
    }
    return Group.objects.create(**defaults | values)


def make_recommendation(**values: Any) -> Recommendation:
    """Make a published recommendation, a paraphrase that nobody has reported on."""
    n = next(numbers)
    defaults = {
        "slug": f"recommendation-{n}",
        "number": n,
        "title": f"Do thing {n}",
        "text": f"Everyone does thing {n}.",
        "source": "A report, 2022",
    }
    if "theme" not in values:
        values["theme"] = make_theme()
    return Recommendation.objects.create(**defaults | values)


def make_home() -> HomePage:
    """Give the site's home page, made once in a test."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.objects.get(depth=1)
        home = root.add_child(
            instance=HomePage(title="Home", slug="portal", hero_title="How fair?", hero_text="<p>Words.</p>")
        )
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "testserver", "root_page": home, "site_name": "Test"}
        )
    return home


def _below(parent: Page, page: Any) -> Any:
    return parent.add_child(instance=page)


def make_principle_index() -> PrincipleIndexPage:
    """Give the list of principles, made once in a test."""
    return PrincipleIndexPage.objects.first() or _below(
        make_home(), PrincipleIndexPage(title="Principles", slug="principles")
    )


def make_principle_page(**values: Any) -> PrinciplePage:
    """Make a principle's page, with a theme of its own unless one is given."""
    theme = values.pop("theme", None) or make_theme()
    defaults = {"title": theme.title, "slug": theme.slug, "why_it_matters": "<p>Because.</p>"}
    return _below(make_principle_index(), PrinciplePage(theme=theme, **defaults | values))


def make_priority_index() -> PriorityIndexPage:
    """Give the list of priority areas, made once in a test."""
    return PriorityIndexPage.objects.first() or _below(
        make_home(), PriorityIndexPage(title="Priorities", slug="priorities")
    )


def make_priority_page(**values: Any) -> PriorityPage:
    """Make a priority area."""
    n = next(numbers)
    defaults = {"title": f"Priority {n}", "slug": f"priority-{n}", "aims": "<p>To be fair.</p>"}
    return _below(make_priority_index(), PriorityPage(**defaults | values))


def make_project_index(priority: PriorityPage | None = None) -> ProjectIndexPage:
    """Make the list of projects of a priority area."""
    return _below(priority or make_priority_page(), ProjectIndexPage(title="Projects"))


def make_project_page(*, parent: ProjectIndexPage | None = None, **values: Any) -> ProjectPage:
    """Make a project; `themes`, `organisations` and `indicators` may be given as lists."""
    n = next(numbers)
    chosen = {name: values.pop(name) for name in ("themes", "organisations", "indicators") if name in values}
    defaults = {"title": f"Project {n}", "slug": f"project-{n}", "summary": f"What project {n} did."}
    page = _below(parent or make_project_index(), ProjectPage(**defaults | values))
    for name, rows in chosen.items():
        getattr(page, name).set(rows)
    page.save()
    return page


def make_tracker() -> RecommendationIndexPage:
    """Give the list of recommendations, made once in a test."""
    return RecommendationIndexPage.objects.first() or _below(
        make_home(), RecommendationIndexPage(title="What is being done", slug="recommendations")
    )


def make_governance_page() -> GovernancePage:
    """Make the governance page."""
    return _below(make_home(), GovernancePage(title="Who runs it", slug="governance"))


def make_partners_page() -> PartnersPage:
    """Make the partners page."""
    return _below(make_home(), PartnersPage(title="Partners", slug="partners"))
