"""Gives any Django form the GOV.UK Design System's markup. Knows no particular form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import MultiWidget, TextInput
from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Renders forms, fields and widgets from `templates/django/forms/`; the CMS keeps its own widgets' templates."""

    form_template_name = "django/forms/form.html"
    formset_template_name = "django/forms/formset.html"
    field_template_name = "django/forms/field.html"


class DayMonthYear(MultiWidget):
    """Three boxes for a known date, as the widget of a `DateField`. What was typed stays, right or wrong."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__({part: TextInput(box) for part in ("day", "month", "year")}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Split a date, or what was typed, into day, month and year."""
        if isinstance(value, date):
            return [value.day, value.month, value.year]
        year, month, day = ([*str(value or "").split("-", 2), "", "", ""])[:3]
        return [day, month, year]

    def value_from_datadict(  # type: ignore[override]  # a DateField reads one string, not a list
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> str:
        """Join what was typed to year-month-day; nothing at all stays nothing."""
        day, month, year = super().value_from_datadict(data, files, name)
        return f"{year or ''}-{month or ''}-{day or ''}" if any((day, month, year)) else ""
