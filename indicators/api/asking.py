"""What may be asked of each list: every parameter with what it may hold. Anything else is refused, with the reason."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from indicators.importing.vocabulary import TEXTS
from indicators.models import Area, AreaGroup, Finding, GapSeries, Observation

PAGE_SIZE, LARGEST_PAGE = 100, 1_000
#: how many of one thing may be asked for together
MANY = 100
LARGEST_NUMBER = 2**31 - 1
SLUG = r"^[-a-zA-Z0-9_]+$"
AREA_CODE = r"^[A-Z][0-9]{8}$"
#: what a place in a list looks like, and a text that somebody can type
PLACE = r"^[-A-Za-z0-9_:]+$"
TYPED = r"^[^\x00-\x1f\x7f-\x9f]*$"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE = re.compile(r"[0-9]{1,10}")


class Day(serializers.DateField):
    """A day, written 2026-11-22 and in no other way."""

    def to_internal_value(self, value: Any) -> date:
        """Read it."""
        if not DAY.fullmatch(value):
            raise ValidationError("Write a day as year, month and day: 2026-11-22.")
        return super().to_internal_value(value)


class Whole(serializers.IntegerField):
    """A whole number, in digits alone."""

    def to_internal_value(self, data: Any) -> int:
        """Read it."""
        if not WHOLE.fullmatch(data):
            raise ValidationError("Write a whole number in digits.")
        return super().to_internal_value(data)


class YesOrNo(serializers.ChoiceField):
    """true or false."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=["true", "false"], **options)


class Several(serializers.ListField):
    """A parameter that may be there more than once."""

    def __init__(self, child: serializers.Field[Any, Any, Any, Any], **options: Any) -> None:
        super().__init__(child=child, required=False, max_length=MANY, **options)


def slugs(what: str) -> Several:
    """Make the parameter that names some of something by slug."""
    return Several(
        serializers.RegexField(SLUG, max_length=120), help_text=f"{what}, by slug. Repeat it for several, up to {MANY}."
    )


def area_codes() -> Several:
    """Make the parameter that names some areas."""
    return Several(
        serializers.RegexField(AREA_CODE), help_text=f"The area, by official code. Repeat it for several, up to {MANY}."
    )


def area_types() -> Several:
    """Make the parameter that names levels of geography."""
    return Several(
        serializers.ChoiceField(Area.Type.choices), help_text="The level of geography. Repeat it for several."
    )


def sexes() -> Several:
    """Make the parameter that says whom the figures count."""
    return Several(serializers.ChoiceField(Observation.Sex.choices), help_text="Whom it counts. Repeat it for several.")


class Asked(serializers.Serializer[Any]):
    """What every list takes: how much at a time, and from where on."""

    page_size = Whole(
        required=False,
        min_value=1,
        max_value=LARGEST_PAGE,
        default=PAGE_SIZE,
        help_text=f"How many to give at a time: {PAGE_SIZE}, or up to {LARGEST_PAGE}.",
    )
    after = serializers.RegexField(
        PLACE,
        required=False,
        max_length=400,
        help_text="Where the page before ended. Do not make it up: follow “next”.",
    )
    format = serializers.ChoiceField(["json"], required=False, help_text="How the answer is written.")


class IndicatorsAsked(Asked):
    """Which indicators."""

    is_retired = YesOrNo(required=False, help_text="Only those that have left the set, or only those in it.")
    ordering = serializers.ChoiceField(["number", "-number", "slug", "-slug"], required=False, default="number")


class AreasAsked(Asked):
    """Which areas."""

    area_type = area_types()
    parent = serializers.RegexField(AREA_CODE, required=False, help_text="The area they lie in, by official code.")
    is_current = YesOrNo(required=False, help_text="Only boundaries that are in use, or only those that are not.")
    ordering = serializers.ChoiceField(["code", "-code", "name", "-name"], required=False, default="code")


class AreaGroupsAsked(Asked):
    """Which groups of areas."""

    kind = serializers.ChoiceField(AreaGroup.Kind.choices, required=False, help_text="Why the areas stand together.")
    ordering = serializers.ChoiceField(["slug", "-slug"], required=False, default="slug")


class ReleasesAsked(Asked):
    """Which releases."""

    indicator = slugs("An indicator whose figures came with it")
    ordering = serializers.ChoiceField(["-number", "number"], required=False, default="-number")


class FindingsAsked(Asked):
    """Which findings."""

    indicator = slugs("The indicator")
    area = area_codes()
    area_type = area_types()
    sex = sexes()
    outcome = serializers.ChoiceField(
        Finding.Outcome.choices, required=False, help_text="How it lies beside the country."
    )
    trend = serializers.ChoiceField(Finding.Trend.choices, required=False, help_text="Which way the figures go.")
    ordering = serializers.ChoiceField(["id", "-id", "period_to", "-period_to"], required=False, default="id")


class GapsAsked(Asked):
    """Which gaps over time."""

    indicator = slugs("The indicator")
    area = area_codes()
    sex = sexes()
    kind = serializers.ChoiceField(
        GapSeries.Kind.choices, required=False, help_text="Between what it is, and how it is measured."
    )
    verdict = serializers.ChoiceField(GapSeries.Verdict.choices, required=False, help_text="What became of it.")
    basis = serializers.ChoiceField(
        [word for word in GapSeries.Basis.choices if word[0]], required=False, help_text="How that was found."
    )
    ordering = serializers.ChoiceField(["id", "-id"], required=False, default="id")


class ObservationsAsked(Asked):
    """Which figures."""

    indicator = slugs("The indicator")
    area = area_codes()
    area_type = area_types()
    sex = sexes()
    age = serializers.RegexField(
        TYPED,
        required=False,
        allow_blank=True,
        max_length=TEXTS["age"],
        help_text="As published. Empty: those without an age.",
    )
    category_type = serializers.RegexField(
        TYPED,
        required=False,
        allow_blank=True,
        max_length=TEXTS["category_type"],
        help_text="What the figures are split by. Empty: the headline figures alone.",
    )
    category = serializers.RegexField(
        TYPED, required=False, allow_blank=True, max_length=TEXTS["category"], help_text="The part, as published."
    )
    period_from = Day(required=False, help_text="Periods that begin on this day or later.")
    period_to = Day(required=False, help_text="Periods that end on this day or earlier.")
    latest = YesOrNo(required=False, help_text="true: of each series only its latest period.")
    release = Whole(
        required=False,
        min_value=1,
        max_value=LARGEST_NUMBER,
        help_text="Figures that this release brought, by its number.",
    )
    ordering = serializers.ChoiceField(
        ["id", "-id", "period_to", "-period_to", "value", "-value"],
        required=False,
        default="id",
        help_text="By value: those without one come last.",
    )
    format = serializers.ChoiceField(["json", "csv"], required=False, help_text="How the answer is written.")


def asked(form: type[Asked], query: QueryDict) -> dict[str, Any]:
    """Give what was asked for; refuses what the list does not know and what nobody can type."""
    fields = form().get_fields()
    given: dict[str, Any] = {}
    faults: dict[str, list[str]] = {}
    for name, values in query.lists():
        if name not in fields:
            faults[plain(name)] = [f"There is no such parameter here. There are: {', '.join(fields)}."]
        elif any(unicodedata.category(sign) == "Cc" for value in values for sign in value):
            faults[name] = ["It holds a control character."]
        elif isinstance(fields[name], Several):
            given[name] = values
        elif len(values) > 1:
            faults[name] = ["It is there more than once."]
        else:
            given[name] = values[0]
    if faults:
        raise ValidationError(faults)
    checked = form(data=given)
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)


def plain(name: str) -> str:
    """Give a name from outside, short enough and without signs that nobody sees."""
    return "".join(sign for sign in name if sign.isprintable())[:60]
