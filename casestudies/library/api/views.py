"""The addresses of stories in the API."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from casestudies.library.api.asking import StoriesAsked
from casestudies.library.api.shapes import CaseStudyShape
from casestudies.library.catalogue import readable
from casestudies.library.records import record, with_links
from casestudies.library.state import State, state
from casestudies.models import CaseStudyOutcome, CaseStudyPage
from het_site.core.models import Theme
from indicators.api import describing
from indicators.api.answering import OpenAddress
from indicators.api.errors import NotThere
from indicators.api.pages import in_order
from indicators.api.views import ListAddress
from indicators.models import Area
from priorities.models import Organisation, PriorityPage

What = dict[str, Any]

#: parameter: from the story to what it names, where that is looked up, and by what
NAMED: dict[str, tuple[str, Any, str]] = {
    "principle": ("themes__slug", Theme.objects, "slug"),
    "priority": ("priorities__slug", PriorityPage.objects.live, "slug"),
    "organisation": ("organisations__slug", Organisation.objects, "slug"),
    "ward": ("wards__code", Area.objects, "code"),
}


def stories(what: What) -> QuerySet[CaseStudyPage]:
    """Find stories by what was asked; what does not exist is told, for no rows would look like an answer."""
    found: QuerySet[CaseStudyPage] = readable()
    every = CaseStudyPage.objects.order_by()
    for name, (path, rows, key) in NAMED.items():
        if name in what:
            _look_up(name, set(what[name]), rows, key)
            found = found.filter(pk__in=every.filter(**{f"{path}__in": what[name]}).values("pk"))
    if "kind" in what:
        found = found.filter(pk__in=every.filter(organisations__kind__in=what["kind"]).values("pk"))
    if "audience" in what:
        found = found.filter(audiences__overlap=what["audience"])
    if "year" in what:
        found = found.filter(year__in=what["year"])
    if "has_outcomes" in what:
        has = Q(Exists(CaseStudyOutcome.objects.filter(page=OuterRef("pk"))))
        found = found.filter(has if what["has_outcomes"] == "true" else ~has)
    return found


def _look_up(name: str, wanted: set[str], rows: Any, key: str) -> None:
    every = rows() if callable(rows) else rows
    missing = wanted - set(every.filter(**{f"{key}__in": wanted}).values_list(key, flat=True))
    if missing:
        raise NotThere(f"There is no such {name}: {', '.join(sorted(missing)[:3])}.")


class _Library(OpenAddress):
    """An address about the library, whose state is its own."""

    def state(self) -> State:
        """Give the library’s state."""
        return state()


class CaseStudies(_Library, ListAddress):
    """Every published story."""

    form = StoriesAsked
    rows = staticmethod(stories)

    @describing.list_of(CaseStudyShape, StoriesAsked, heading=describing.CHANGED)
    def get(self, request: Request, **named: str) -> Any:
        """List the published case studies."""
        return super().get(request, **named)

    def heading(self, state: Any) -> dict[str, Any]:
        """Say when the library last changed."""
        return {"changed_at": state.changed_at}

    def written(self, keys: list[int]) -> list[Any]:
        """Give records."""
        return [record(page) for page in in_order(with_links(readable()), keys)]


class OneCaseStudy(_Library):
    """One published story."""

    @describing.one(CaseStudyShape, uuid="The story, by its id.")
    def get(self, request: Request, **named: str) -> Any:
        """Give one case study."""
        return super().get(request, **named)

    def find(self, **named: str) -> CaseStudyPage:
        """Find it, if anybody may read it."""
        found: CaseStudyPage = get_object_or_404(with_links(readable()), translation_key=named["uuid"])
        return found

    def answer(self, found: CaseStudyPage, what: What, state: Any) -> Response:
        """Give its record."""
        return Response(record(found))
