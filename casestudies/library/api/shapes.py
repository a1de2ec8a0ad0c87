"""What an answer about a story looks like, from the data dictionary."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from casestudies.library.records import FIELDS, Field


class OutcomeShape(serializers.Serializer[Any]):
    """What was measured."""

    measure = serializers.CharField(help_text="What was measured.")
    before = serializers.CharField(allow_blank=True, help_text="The figure before, as published.")
    after = serializers.CharField(allow_blank=True, help_text="The figure after, as published.")
    period = serializers.CharField(allow_blank=True, help_text="Between when and when.")
    source = serializers.CharField(allow_blank=True, help_text="Where the figures are from.")


class CaseStudyShape(serializers.Serializer[Any]):
    """One published story."""

    def get_fields(self) -> dict[str, Any]:
        """Take the fields from the data dictionary."""
        return {field.name: _field(field) for field in FIELDS}


def _field(field: Field) -> serializers.Field[Any, Any, Any, Any]:
    options: dict[str, Any] = {"help_text": field.column.meaning}
    if field.name == "outcomes":
        return OutcomeShape(many=True, **options)
    if field.is_list:
        words = field.column.words
        child = serializers.ChoiceField(choices=words) if words else serializers.CharField()
        return serializers.ListField(child=child, **options)
    if field.column.kind == "number":
        return serializers.IntegerField(allow_null=True, **options)
    if field.column.kind == "date and time":
        return serializers.DateTimeField(allow_null=True, **options)
    if field.column.kind == "yes or empty":
        return serializers.BooleanField(**options)
    return serializers.CharField(allow_blank=True, **options)
