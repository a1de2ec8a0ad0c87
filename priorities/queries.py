"""What pages show of principles, priorities, recommendations and groups. Reads only; SQL is bounded whatever the rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Manager, ManyToManyRel, Model, QuerySet
from django.utils.text import Truncator
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.query import PageQuerySet

from het_site.core.models import Theme
from het_site.core.models.managers import unrestricted
from indicators.models import Indicator
from priorities.models import (
    Evidence,
    Group,
    Organisation,
    PrinciplePage,
    PriorityPage,
    ProjectPage,
    Recommendation,
)
from priorities.models.recommendations import Status

# Principles


@dataclass(frozen=True)
class PrincipleSummary:
    """One principle in a list: its mark, its page (None while it has none) and how much there is under it."""

    theme: Theme
    page: PrinciplePage | None
    indicators: int
    recommendations: int
    projects: int

    @property
    def note(self) -> str:
        """Say in words how much there is; what there is none of is not named."""
        counts = {"indicator": self.indicators, "recommendation": self.recommendations, "project": self.projects}
        return ", ".join(f"{total} {name}{'' if total == 1 else 's'}" for name, total in counts.items() if total)


def principle_pages() -> dict[int, PrinciplePage]:
    """Give the public pages of the principles by theme, as far as links need them."""
    return {page.theme_id: page for page in PrinciplePage.objects.live().public().listed("theme")}


def principle_summaries() -> list[PrincipleSummary]:
    """List all principles in their order."""
    pages = principle_pages()
    indicators = _count_by_theme(Indicator.objects.current(), "theme")
    recommendations = _count_by_theme(Recommendation.objects.filter(live=True), "theme")
    projects = _count_by_theme(ProjectPage.objects.live().public(), "themes")
    return [
        PrincipleSummary(
            theme=theme,
            page=pages.get(theme.pk),
            indicators=indicators.get(theme.pk, 0),
            recommendations=recommendations.get(theme.pk, 0),
            projects=projects.get(theme.pk, 0),
        )
        for theme in Theme.objects.all()
    ]


def principle_context(page: PrinciplePage) -> dict[str, Any]:
    """Give what a principle's page shows beside its own words."""
    pages = principle_pages()
    themes = {theme.pk: theme for theme in Theme.objects.all()}
    theme = themes[page.theme_id]
    indicators = list(Indicator.objects.current().in_brief().filter(theme=theme).order_by("number"))
    return {
        "theme": theme,
        "kicker": f"Principle {theme.number} of {len(themes)}",
        "insights": facts_of(page, "insights", indicators),
        "indicators": indicators,
        "recommendations": recommendations_for_theme(theme),
        "projects": projects_for_theme(theme),
        "others": [(other, pages.get(key)) for key, other in themes.items() if other != theme],
    }


def _count_by_theme(rows: QuerySet[Any], name: str) -> dict[int, int]:
    counted = rows.order_by().values(name).annotate(total=Count("pk", distinct=True))
    return {row[name]: row["total"] for row in counted if row[name] is not None}


def facts_of(page: Any, name: str, known: Iterable[Indicator] = ()) -> list[Any]:
    """List a page's facts, each with the indicator it leads to; in a preview, the facts as they were typed.

    `known` are public indicators that need not be asked for again.
    """
    facts = list(getattr(page, name).all())
    found = {indicator.pk: indicator for indicator in known}
    if wanted := {fact.indicator_id for fact in facts if fact.indicator_id} - found.keys():
        found |= Indicator.objects.public().in_brief().in_bulk(wanted)
    for fact in facts:
        fact.indicator = found.get(fact.indicator_id)
    return facts


# Priority areas and projects


@dataclass(frozen=True)
class PrioritySummary:
    """One priority area in a list, with its projects."""

    page: PriorityPage
    projects: list[ProjectPage]


def priority_summaries(index_page: Page) -> list[PrioritySummary]:
    """List the priority areas in their order, each with its public projects."""
    areas = PriorityPage.objects.child_of(index_page).live().public().select_related("group").order_by("path")
    projects = list(ProjectPage.objects.descendant_of(index_page).live().public().listed("path").order_by("path"))
    return [
        PrioritySummary(page=area, projects=[project for project in projects if project.path.startswith(area.path)])
        for area in areas.prefetch_related("themes")
    ]


def priority_context(page: PriorityPage) -> dict[str, Any]:
    """Give what a priority area's page shows beside its own words."""
    group = page.group if page.group is not None and page.group.live else None
    indicators = public_indicators(page.indicators)
    return {
        "group": group,
        "facts": facts_of(page, "facts", indicators),
        "projects": projects_below(page),
        "indicators": indicators,
        "themes": list(page.themes.all()),
    }


def projects_below(page: Page) -> list[ProjectPage]:
    """List the public projects below a page, in their order."""
    if not page.path:  # a page that is not saved yet, in a preview
        return []
    projects = ProjectPage.objects.descendant_of(page).live().public()
    return list(projects.listed().prefetch_related("themes").order_by("path"))


def project_context(page: ProjectPage) -> dict[str, Any]:
    """Give what a project's page shows beside its own words."""
    indicators = public_indicators(page.indicators)
    return {
        "priority": page.priority if page.path else None,
        "facts": facts_of(page, "facts", indicators),
        "organisations": sorted((found for found in page.organisations.all() if found.live), key=lambda row: row.name),
        "indicators": indicators,
        "themes": list(page.themes.all()),
    }


def projects_for_theme(theme: Theme) -> list[ProjectPage]:
    """List the public projects that are tagged with a theme."""
    return list(ProjectPage.objects.live().public().listed().filter(themes=theme).order_by("path"))


def projects_for_indicator(indicator: Indicator) -> list[ProjectPage]:
    """List the public projects whose success would show in an indicator."""
    return list(ProjectPage.objects.live().public().listed().filter(indicators=indicator).order_by("path"))


def projects_for_indicators(indicators: Iterable[Indicator]) -> list[ProjectPage]:
    """List the public projects whose success would show in any of some indicators."""
    found = ProjectPage.objects.live().public().listed().filter(indicators__in=list(indicators))
    return list(found.distinct().order_by("path"))


def public_indicators(chosen: Manager[Any]) -> list[Indicator]:
    """List those of the chosen indicators that readers may see; a draft's choices in its preview."""
    wanted = list(chosen.values_list("id", flat=True))
    if not wanted:
        return []
    return list(Indicator.objects.public().in_brief().filter(pk__in=wanted).order_by("theme__number", "number"))


# Recommendations


@dataclass(frozen=True)
class TrackerRow:
    """A principle's recommendations, one cell for each status in the order of `Status`."""

    theme: Theme
    page: PrinciplePage | None
    recommendations: list[Recommendation]
    cells: list[tuple[Status, list[Recommendation]]]


def tracker(*, themes: Iterable[str] = (), statuses: Iterable[str] = ()) -> dict[str, Any]:
    """Give the list of recommendations: all in the matrix, and below it those that the filters keep.

    Several themes or several statuses widen each other; an unknown one finds nothing, as a mistyped address does.
    """
    everything = list(Recommendation.objects.public())
    wanted_themes, wanted_statuses = set(themes), set(statuses)
    kept = [
        row
        for row in everything
        if (not wanted_themes or row.theme.slug in wanted_themes)
        and (not wanted_statuses or row.status in wanted_statuses)
    ]
    pages = principle_pages()
    rows = [_tracker_row(theme, pages.get(theme.pk), everything) for theme in Theme.objects.all()]
    return {
        "rows": rows,
        "statuses": list(Status),
        "total": len(everything),
        "has_blanks": any(not row.recommendations for row in rows),
        "groups": [(row.theme, found) for row in rows if (found := _of_theme(row.theme, kept))],
        "kept": len(kept),
        "is_filtered": bool(wanted_themes or wanted_statuses),
        "facets": [
            {
                "legend": "Status",
                "name": "status",
                "options": [
                    {
                        "value": status.value,
                        "label": status.label,
                        "count": sum(row.status == status for row in everything),
                        "selected": status.value in wanted_statuses,
                    }
                    for status in Status
                ],
            },
            {
                "legend": "Principle",
                "name": "principle",
                "options": [
                    {
                        "value": row.theme.slug,
                        "label": row.theme.short_title,
                        "count": len(row.recommendations),
                        "selected": row.theme.slug in wanted_themes,
                        "theme": row.theme,
                    }
                    for row in rows
                ],
            },
        ],
    }


def _of_theme(theme: Theme, recommendations: Iterable[Recommendation]) -> list[Recommendation]:
    return [recommendation for recommendation in recommendations if recommendation.theme_id == theme.pk]


def _tracker_row(theme: Theme, page: PrinciplePage | None, everything: list[Recommendation]) -> TrackerRow:
    found = _of_theme(theme, everything)
    cells = [(status, [row for row in found if row.status == status]) for status in Status]
    return TrackerRow(theme=theme, page=page, recommendations=found, cells=cells)


def public_recommendation(slug: str) -> Recommendation | None:
    """Find the public recommendation at an address."""
    return Recommendation.objects.public().defer(None).select_related("group").filter(slug=slug).first()


def recommendations_for_theme(theme: Theme) -> list[Recommendation]:
    """List the public recommendations under a principle."""
    return list(Recommendation.objects.public().filter(theme=theme))


def recommendations_for_indicator(indicator: Indicator) -> list[Recommendation]:
    """List the public recommendations whose success would show in an indicator, for links alone."""
    found = Recommendation.objects.public().select_related(None).only("title", "slug", "status")
    return list(found.filter(indicators=indicator))


def recommendations_for_indicators(indicators: Iterable[Indicator]) -> list[Recommendation]:
    """List the public recommendations whose success would show in any of some indicators, for links alone."""
    found = Recommendation.objects.public().select_related(None).only("title", "slug", "status")
    return list(found.filter(indicators__in=list(indicators)).distinct())


def recommendation_context(recommendation: Recommendation) -> dict[str, Any]:
    """Give what one recommendation's page shows."""
    owner, group = recommendation.owner, recommendation.group
    return {
        "recommendation": recommendation,
        "page_title": recommendation.title,
        "page_description": Truncator(recommendation.text).chars(155),
        "page_url": recommendation.full_url,
        "theme": recommendation.theme,
        "owner": owner if owner is not None and owner.live else None,
        "group": group if group is not None and group.live else None,
        "indicators": public_indicators(recommendation.indicators),
        "evidence": _evidence(recommendation),
    }


def _evidence(recommendation: Recommendation) -> list[Evidence]:
    """List the evidence; a page that readers may not see is not told."""
    evidence: list[Evidence] = list(recommendation.evidence.all())
    pages = Page.objects.live().filter(unrestricted()).in_bulk([row.page_id for row in evidence if row.page_id])
    documents = get_document_model().objects.in_bulk([row.document_id for row in evidence if row.document_id])
    for row in evidence:
        row.page = pages.get(row.page_id)
        row.document = documents.get(row.document_id)
    return [row for row in evidence if row.href]


# Groups and organisations


@dataclass(frozen=True)
class GroupNode:
    """A group with the groups that report to it, and the priority area that it leads."""

    group: Group
    parent: Group | None
    priority: PriorityPage | None
    members: list[Organisation]
    children: list[GroupNode]


@dataclass(frozen=True)
class Governance:
    """The groups as a forest for the diagram, and as one list in the same order."""

    roots: list[GroupNode]
    everyone: list[GroupNode]


def governance() -> Governance:
    """Give all public groups. One whose parent is not public stands at the top."""
    groups = list(Group.objects.filter(live=True).prefetch_related("members"))
    by_id = {group.pk: group for group in groups}
    priorities = {page.group_id: page for page in PriorityPage.objects.live().public() if page.group_id}
    everyone: list[GroupNode] = []

    def nodes(parent: Group | None) -> list[GroupNode]:
        found = []
        for group in groups:
            if by_id.get(group.parent_id or 0) is parent:
                members = [member for member in group.members.all() if member.live]
                node = GroupNode(group, parent, priorities.get(group.pk), members, children=[])
                everyone.append(node)
                node.children.extend(nodes(group))
                found.append(node)
        return found

    return Governance(roots=nodes(None), everyone=everyone)


def partners_by_kind() -> list[tuple[str, list[Organisation]]]:
    """List the public partner organisations by kind, kinds in their order and organisations by name."""
    partners = list(Organisation.objects.filter(live=True, is_partner=True))
    kinds = [(kind.label, [row for row in partners if row.kind == kind]) for kind in Organisation.Kind]
    return [(label, rows) for label, rows in kinds if rows]


# Pages that point here from other apps


def pages_about(target: Theme | PriorityPage, *, but: Collection[str] = ()) -> PageQuerySet:
    """Give all public pages that are tagged with a theme or a priority area, leaving out those of some apps.

    Other apps tag by a many-to-many field; this finds those fields by asking the model, and all their rows at once.
    """
    tagged = [
        tags.remote_field.through.objects.filter(**{tags.m2m_reverse_field_name(): target.pk}).values_list(
            tags.m2m_column_name(), flat=True
        )
        for tags in _tags_of(type(target))
        if tags.model._meta.app_label not in but
    ]
    keys = tagged[0].union(*tagged[1:]) if tagged else []
    return Page.objects.live().filter(unrestricted(), pk__in=list(keys))


def _tags_of(model: type[Model]) -> Iterable[Any]:
    """Find the many-to-many fields by which kinds of page point at a model."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToManyRel) and issubclass(relation.related_model, Page):
            yield relation.field
