"""What an answer looks like: every name in it with its type and meaning, for answers and for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from indicators.downloads.cells import number
from indicators.downloads.definitions import PROSE
from indicators.downloads.dictionary import dictionary
from indicators.importing.vocabulary import FLAGS, NUMBERS
from indicators.models import (
    Area,
    AreaGroup,
    DataRelease,
    Finding,
    GapFigure,
    GapSeries,
    Indicator,
    Observation,
    Target,
)

ADDRESS = "Where readers can check it; empty where that is not public."


@extend_schema_field({"type": "number"})
class Number(serializers.FloatField):
    """A number with the digits that were published."""

    def to_representation(self, value: float) -> float:
        """Give it without the “.0” that nobody published."""
        return number(float(value))


class TargetShape(serializers.ModelSerializer[Target]):
    """What an indicator is to reach."""

    value = Number()
    source_url = serializers.CharField(help_text=ADDRESS)

    class Meta:
        model = Target
        fields = ["value", "due_on", "sex", "set_by", "source", "source_url", "note"]


class IndicatorShape(serializers.ModelSerializer[Indicator]):
    """One indicator’s definition."""

    principle = serializers.CharField(help_text="The principle under which readers find it; empty for none.")
    replaced_by = serializers.CharField(allow_null=True, help_text="The indicator that took its place, by slug.")
    targets = TargetShape(many=True)
    source_url = serializers.CharField(help_text=ADDRESS)
    meaning, method, caveats = (
        serializers.CharField(help_text=str(Indicator._meta.get_field(name).help_text)) for name in PROSE
    )

    class Meta:
        model = Indicator
        fields = [
            *(
                "slug",
                "number",
                "title",
                "question",
                "status",
                "value_type",
                "unit",
                "unit_short",
                "decimals",
                "multiplier",
            ),
            *(
                "polarity",
                "headline_age",
                "measure_used",
                "is_proxy",
                "proxy_for",
                "source_name",
                "source_url",
                "source_id",
            ),
            *("licence", "frequency", "next_update_on", "next_update", "trend_allowed", "trend_note"),
            "periods_comparable",
            *("comparison_allowed", "comparison_note", "baseline_period", "baseline_reason", "reviewed_on"),
            *("is_retired", "retired_because", "meaning", "method", "caveats", "principle", "replaced_by", "targets"),
        ]


class AreaShape(serializers.ModelSerializer[Area]):
    """One place with one boundary."""

    parent = serializers.CharField(
        source="parent.code", default=None, allow_null=True, help_text="The area it lies in, by code."
    )
    deprivation_score = Number(allow_null=True, help_text=str(Area._meta.get_field("deprivation_score").help_text))

    class Meta:
        model = Area
        fields = [
            *("code", "name", "area_type", "vintage", "parent", "valid_from", "valid_to", "population"),
            *("population_source", "deprivation_score", "deprivation_source", "hex_q", "hex_r"),
        ]


class AreaGroupShape(serializers.ModelSerializer[AreaGroup]):
    """Places that a town is compared with."""

    source_url = serializers.CharField(help_text=ADDRESS)
    areas = serializers.SerializerMethodField(help_text="Its areas, by code.")

    class Meta:
        model = AreaGroup
        fields = ["slug", "name", "kind", "note", "source", "source_url", "areas"]

    def get_areas(self, group: AreaGroup) -> list[str]:
        """List its areas."""
        return sorted(member.area.code for member in group.members.all())


class ReleaseShape(serializers.ModelSerializer[DataRelease]):
    """One batch of figures that was published."""

    source_url = serializers.CharField(help_text=ADDRESS)
    restores = serializers.IntegerField(
        source="restores.number", default=None, allow_null=True, help_text="The release whose state it brought back."
    )

    class Meta:
        model = DataRelease
        fields = ["number", "title", "published_at", "source_name", "source_url", "licence", "mode", "restores"]


class _WithNumbers(serializers.ModelSerializer[Any]):
    """Takes its fields from a model, and writes numbers with the digits they have."""

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        """Write numbers with the digits they have."""
        made, options = super().build_standard_field(field_name, model_field)
        return (Number if made is serializers.FloatField else made), options


class FindingShape(_WithNumbers):
    """What the figures of one indicator say about one place."""

    indicator = serializers.CharField(source="indicator.slug")
    area_code = serializers.CharField(source="area.code")
    area_name = serializers.CharField(source="area.name")
    compared_with = serializers.CharField(source="compared_with.code", default=None, allow_null=True)
    release = serializers.IntegerField(source="release.number", allow_null=True)

    class Meta:
        model = Finding
        fields = [
            *("id", "indicator", "area_code", "area_name", "sex", "period_label", "period_to", "value", "lower_95"),
            *("upper_95", "outcome", "basis", "compared_with", "benchmark", "trend_kind", "trend", "trend_chi_squared"),
            *("gap_name", "gap_value", "gap_lower_95", "gap_upper_95", "gap_ratio", "gap_ratio_lower_95"),
            *(
                "gap_ratio_upper_95",
                "level_text",
                "comparison_text",
                "certainty_text",
                "trend_text",
                "gap_text",
                "release",
            ),
        ]


class GapFigureShape(_WithNumbers):
    """How wide a gap was in one period."""

    class Meta:
        model = GapFigure
        fields = [
            *("period_from", "period_to", "period_label", "difference", "lower_95", "upper_95", "ratio"),
            *("ratio_lower_95", "ratio_upper_95", "own_value", "other_value", "has_break_before"),
        ]


class GapSeriesShape(_WithNumbers):
    """One gap of the town over time, and whether it closes or widens."""

    indicator = serializers.CharField(source="indicator.slug")
    area_code = serializers.CharField(source="area.code")
    area_name = serializers.CharField(source="area.name")
    compared_with = serializers.CharField(source="compared_with.code", default=None, allow_null=True)
    release = serializers.IntegerField(source="release.number", allow_null=True)
    figures = GapFigureShape(many=True)

    class Meta:
        model = GapSeries
        fields = [
            *("id", "indicator", "area_code", "area_name", "sex", "kind", "name", "compared_with", "verdict", "basis"),
            *("from_label", "to_label", "change", "change_lower_95", "change_upper_95", "is_lead", "baseline_label"),
            *("baseline_verdict", "baseline_basis", "baseline_change", "baseline_change_lower_95"),
            *("baseline_change_upper_95", "standing_text", "change_text", "baseline_text", "figures", "release"),
        ]


def _figure_field(
    name: str, words: tuple[tuple[str, str], ...], meaning: str, *, is_required: bool
) -> serializers.Field[Any, Any, Any, Any]:
    """Make the field of one column of the data dictionary."""
    if name in FLAGS:
        return serializers.BooleanField(help_text=meaning)
    options: dict[str, Any] = {"help_text": meaning, "allow_null": not is_required}
    if name in NUMBERS:
        return Number(**options)
    if name in {"period_from", "period_to"}:
        return serializers.DateField(**options)
    return serializers.ChoiceField(choices=words, **options) if words else serializers.CharField(**options)


class FigureShape(serializers.Serializer[Any]):
    """One figure, or the reason why there is none."""

    def get_fields(self) -> dict[str, Any]:
        """Take the fields from the data dictionary."""
        fields: dict[str, Any] = {
            "id": serializers.IntegerField(help_text="Its number here. A figure that changes gets another.")
        }
        for column in dictionary():
            fields[column.name] = _figure_field(
                column.name, column.words, column.meaning, is_required=column.is_required
            )
        fields["limits_from"] = serializers.ChoiceField(
            choices=Observation.LimitsFrom.choices, allow_null=True, help_text="Where the limits come from."
        )
        fields["release"] = serializers.IntegerField(
            allow_null=True, help_text="The release that brought it, by number."
        )
        return fields
