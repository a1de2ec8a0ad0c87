"""The addresses of the API: each list and each thing in it, with the name that the OpenAPI document knows it by."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from indicators import open_data
from indicators.api import asking, describing, lists, shapes
from indicators.api.answering import OpenAddress
from indicators.api.formats import CsvRenderer, Json
from indicators.api.pages import Part, in_order, next_address, page_of
from indicators.downloads.definitions import definition
from indicators.downloads.files import with_definitions
from indicators.downloads.records import FIELDS, record
from indicators.models import AreaGroup, DataRelease, Finding, GapSeries, Indicator, Observation
from indicators.offers import list_names

What = dict[str, Any]


class ListAddress(OpenAddress):
    """A list in pages."""

    #: which rows there are, how they are read, and how a row is written
    rows: ClassVar[Any]
    shape: ClassVar[Any]

    def answer(self, found: Any, what: What, state: Any) -> Response:
        """Give one page and the address of the next."""
        rows: QuerySet[Any] = self.rows(what)
        part = Part(what["ordering"], what["page_size"], what.get("after", ""))
        keys, after = page_of(rows, part)
        following = next_address(self.request, after)
        body = {**self.heading(state), "next": following, "results": self.written(keys)}
        return Response(body, headers={"Link": f'<{following}>; rel="next"'} if following else None)

    def heading(self, state: Any) -> dict[str, Any]:
        """Say in which state the rows are."""
        return {"release": state.release}

    def written(self, keys: list[int]) -> list[Any]:
        """Give the rows of a page as they are answered."""
        return list(self.shape(in_order(self.read(), keys), many=True).data)

    def read(self) -> QuerySet[Any]:
        """Give all rows with what their answer tells of others."""
        raise NotImplementedError


class OneAddress(OpenAddress):
    """One thing, written as it stands in its list."""

    shape: ClassVar[Any]

    def answer(self, found: Any, what: What, state: Any) -> Response:
        """Give it."""
        return Response(self.shape(found).data)


class Indicators(ListAddress):
    """Every indicator that has or had a place in the set."""

    form = asking.IndicatorsAsked
    rows = staticmethod(lists.indicators)

    @describing.list_of(shapes.IndicatorShape, asking.IndicatorsAsked)
    def get(self, request: Request, **named: str) -> Any:
        """List the indicators with their definitions."""
        return super().get(request, **named)

    def written(self, keys: list[int]) -> list[Any]:
        """Give definitions."""
        return [definition(row) for row in in_order(with_definitions(Indicator.objects.all()), keys)]


class OneIndicator(OpenAddress):
    """One published indicator."""

    @describing.one(shapes.IndicatorShape, slug="The indicator, by slug.")
    def get(self, request: Request, **named: str) -> Any:
        """Give one indicator’s definition."""
        return super().get(request, **named)

    def find(self, **named: str) -> Indicator:
        """Find it, retired or not, in the set or beside it."""
        return get_object_or_404(with_definitions(open_data.indicators_to_show()), slug=named["slug"])

    def answer(self, found: Indicator, what: What, state: Any) -> Response:
        """Give its definition."""
        return Response(definition(found))


class Areas(ListAddress):
    """Every place."""

    form = asking.AreasAsked
    rows = staticmethod(lists.areas)
    shape = shapes.AreaShape

    @describing.list_of(shapes.AreaShape, asking.AreasAsked)
    def get(self, request: Request, **named: str) -> Any:
        """List the places that figures are about."""
        return super().get(request, **named)

    def read(self) -> QuerySet[Any]:
        """Give areas with the one they lie in, without their outlines."""
        return lists.areas({}).select_related("parent").defer("outline", "parent__outline")


class OneArea(OneAddress):
    """One place."""

    shape = shapes.AreaShape

    @describing.one(shapes.AreaShape, code="The area, by official code.")
    def get(self, request: Request, **named: str) -> Any:
        """Give one place."""
        return super().get(request, **named)

    def find(self, **named: str) -> Any:
        """Find it."""
        rows = lists.areas({}).select_related("parent").defer("outline", "parent__outline")
        return get_object_or_404(rows, code=named["code"])


class AreaGroups(ListAddress):
    """Every group of places."""

    form = asking.AreaGroupsAsked
    rows = staticmethod(lists.area_groups)
    shape = shapes.AreaGroupShape

    @describing.list_of(shapes.AreaGroupShape, asking.AreaGroupsAsked)
    def get(self, request: Request, **named: str) -> Any:
        """List the groups of places that a town is compared with."""
        return super().get(request, **named)

    def read(self) -> QuerySet[Any]:
        """Give groups with their areas’ codes."""
        return AreaGroup.objects.prefetch_related("members__area")


class OneAreaGroup(OneAddress):
    """One group of places."""

    shape = shapes.AreaGroupShape

    @describing.one(shapes.AreaGroupShape, slug="The group, by slug.")
    def get(self, request: Request, **named: str) -> Any:
        """Give one group of places."""
        return super().get(request, **named)

    def find(self, **named: str) -> AreaGroup:
        """Find it."""
        return get_object_or_404(AreaGroup.objects.prefetch_related("members__area"), slug=named["slug"])


class Releases(ListAddress):
    """Every batch of figures that was published."""

    form = asking.ReleasesAsked
    rows = staticmethod(lists.releases)
    shape = shapes.ReleaseShape

    @describing.list_of(shapes.ReleaseShape, asking.ReleasesAsked)
    def get(self, request: Request, **named: str) -> Any:
        """List the releases, the last first."""
        return super().get(request, **named)

    def read(self) -> QuerySet[Any]:
        """Give releases with those they restore."""
        return DataRelease.objects.select_related("restores")


class OneRelease(OneAddress):
    """One batch."""

    shape = shapes.ReleaseShape

    @describing.one(shapes.ReleaseShape, number="The release, by its number.")
    def get(self, request: Request, **named: str) -> Any:
        """Give one release."""
        return super().get(request, **named)

    def find(self, **named: str) -> DataRelease:
        """Find it."""
        number = int(named["number"])
        if number > asking.LARGEST_NUMBER:
            raise Http404
        return get_object_or_404(open_data.releases().select_related("restores"), number=number)


class Findings(ListAddress):
    """What is concluded from figures."""

    form = asking.FindingsAsked
    rows = staticmethod(lists.findings)
    shape = shapes.FindingShape

    @describing.list_of(shapes.FindingShape, asking.FindingsAsked)
    def get(self, request: Request, **named: str) -> Any:
        """List what the figures say about places: level, comparison, trend and gap."""
        return super().get(request, **named)

    def read(self) -> QuerySet[Any]:
        """Give findings with the names of what they are about."""
        return _with_names(Finding.objects.all())


class OneFinding(OneAddress):
    """One conclusion."""

    shape = shapes.FindingShape

    @describing.one(shapes.FindingShape, id="The finding, by its number.")
    def get(self, request: Request, **named: str) -> Any:
        """Give one finding."""
        return super().get(request, **named)

    def find(self, **named: str) -> Finding:
        """Find it, if it still holds."""
        return get_object_or_404(_with_names(open_data.findings()), pk=_key(named["id"]))


class Gaps(ListAddress):
    """Whether gaps close."""

    form = asking.GapsAsked
    rows = staticmethod(lists.gaps)
    shape = shapes.GapSeriesShape

    @describing.list_of(shapes.GapSeriesShape, asking.GapsAsked)
    def get(self, request: Request, **named: str) -> Any:
        """List the town's gaps over time, each with its periods and what became of it."""
        return super().get(request, **named)

    def read(self) -> QuerySet[Any]:
        """Give gaps with the names of what they are about, and their periods."""
        return _whole_gaps(GapSeries.objects.all())


class OneGap(OneAddress):
    """One gap over time."""

    shape = shapes.GapSeriesShape

    @describing.one(shapes.GapSeriesShape, id="The gap, by its number.")
    def get(self, request: Request, **named: str) -> Any:
        """Give one gap over time."""
        return super().get(request, **named)

    def find(self, **named: str) -> GapSeries:
        """Find it, if it still holds."""
        return get_object_or_404(_whole_gaps(open_data.gaps()), pk=_key(named["id"]))


class Observations(ListAddress):
    """The figures."""

    form = asking.ObservationsAsked
    rows = staticmethod(lists.observations)
    renderer_classes = (Json, CsvRenderer)

    @describing.list_of(shapes.FigureShape, asking.ObservationsAsked, csv=True)
    def get(self, request: Request, **named: str) -> Any:
        """List live figures."""
        return super().get(request, **named)

    def written(self, keys: list[int]) -> list[Any]:
        """Give figures; read as columns, for a model instance of each would take most of the time."""
        found = {row[0]: row for row in Observation.objects.filter(pk__in=keys).order_by().values_list(*FIELDS)}
        return [record(found[key]) for key in keys if key in found]


class OneObservation(OpenAddress):
    """One figure."""

    @describing.one(shapes.FigureShape, id="The figure, by its number. One that changes gets another.")
    def get(self, request: Request, **named: str) -> Any:
        """Give one live figure."""
        return super().get(request, **named)

    def find(self, **named: str) -> tuple[Any, ...]:
        """Find it, if its indicator is published."""
        rows = Observation.objects.filter(indicator__live=True, pk=_key(named["id"])).values_list(*FIELDS)
        found = rows.first()
        if found is None:
            raise Http404
        return tuple(found)

    def answer(self, found: tuple[Any, ...], what: What, state: Any) -> Response:
        """Give it."""
        return Response(record(found))


class Root(OpenAddress):
    """Where everything begins."""

    @describing.root
    def get(self, request: Request, **named: str) -> Any:
        """Say what there is and where."""
        return super().get(request, **named)

    def answer(self, found: Any, what: What, state: Any) -> Response:
        """List the addresses."""
        names = (
            "indicators",
            "areas",
            "area-groups",
            "observations",
            "findings",
            "gaps",
            "releases",
            *list_names(),
            "schema",
        )
        here = self.request.build_absolute_uri(self.request.path)
        addresses = {name.replace("-", "_"): f"{here}{name}/" for name in names}
        return Response({"release": state.release, "released_at": state.released_at, **addresses})


@cache
def document() -> bytes:
    """Write the OpenAPI document; it follows from the code, so once is enough."""
    written: bytes = OpenApiJsonRenderer().render(
        SchemaGenerator().get_schema(request=None, public=True), renderer_context={}
    )
    return written


class Schema(OpenAddress):
    """The OpenAPI document."""

    @extend_schema(exclude=True)
    def get(self, request: Request, **named: str) -> Any:
        """Give the document that describes this API to programs."""
        self.asked()
        return HttpResponse(document(), content_type="application/vnd.oai.openapi+json")


class Elsewhere(OpenAddress):
    """Any other address: nothing, told as JSON."""

    @extend_schema(exclude=True)
    def get(self, request: Request, **named: str) -> Any:
        """Say that there is nothing."""
        raise Http404


def _with_names(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    shown = ("indicator__slug", "area__code", "area__name", "compared_with__code", "release__number")
    own = [field.name for field in Finding._meta.concrete_fields]
    return rows.select_related("indicator", "area", "compared_with", "release").only(*own, *shown)


def _whole_gaps(rows: QuerySet[GapSeries]) -> QuerySet[GapSeries]:
    shown = ("indicator__slug", "area__code", "area__name", "compared_with__code", "release__number")
    own = [field.name for field in GapSeries._meta.concrete_fields]
    named = rows.select_related("indicator", "area", "compared_with", "release").only(*own, *shown)
    return named.prefetch_related("figures")


def _key(text: str) -> int:
    """Read a key from an address; not found where it is larger than any."""
    if len(text) > 18:
        raise Http404
    return int(text)
