"""Draws a form field's control with GOV.UK's classes. The CMS keeps its own: nothing here changes Django's widget templates."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import template
from django.forms import BoundField, Field
from django.forms.widgets import (
    CheckboxInput,
    FileInput,
    MultiWidget,
    NumberInput,
    RadioSelect,
    Select,
    SelectDateWidget,
    Textarea,
)
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

#: kind of widget, GOV.UK's class for its control; the first that fits is taken, anything else is an input
CONTROLS: tuple[tuple[type, str], ...] = (
    (Textarea, "govuk-textarea"),
    (Select, "govuk-select"),
    (FileInput, "govuk-file-upload"),
)
MISSING = Field.default_error_messages["required"]
DATE_PARTS = {
    "day": ("Day", "govuk-input--width-2"),
    "month": ("Month", "govuk-input--width-2"),
    "year": ("Year", "govuk-input--width-4"),
}


@register.simple_tag
def govuk_control(field: BoundField) -> SafeString:
    """Draw the control of a bound field: one element, or a group of radios, tick boxes or date parts."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect):  # CheckboxSelectMultiple is one of its kinds
        return _choices(field)
    if isinstance(widget, CheckboxInput):
        return _tick_box(field)
    if isinstance(widget, MultiWidget | SelectDateWidget):
        return _parts(field)
    if isinstance(widget, NumberInput):
        return _number(field)
    css_class = next((name for kind, name in CONTROLS if isinstance(widget, kind)), "govuk-input")
    return field.as_widget(attrs={"class": _classes(css_class, field, widget.attrs)})


@register.filter
def first_id(field: BoundField) -> str:
    """Give the id of a field's first control, which an error summary links to."""
    return field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")


@register.filter
def error_words(field: BoundField) -> list[str]:
    """List a field's errors; Django's own words for a missing answer become ones that name the question."""
    widget = field.field.widget
    verb = (
        "Tick"
        if isinstance(widget, CheckboxInput)
        else "Choose"
        if isinstance(widget, Select | RadioSelect)
        else "Fill in"
    )
    words = f"{verb} “{field.label}”"
    return [words if error == MISSING else str(error) for error in field.errors]


@register.filter
def is_tick_box(field: BoundField) -> bool:
    """Tell whether a field is one tick box, whose label stands beside it."""
    return isinstance(field.field.widget, CheckboxInput)


def _classes(css_class: str, field: BoundField, attrs: dict[str, Any]) -> str:
    """Join GOV.UK's class, its error form and the widget's own classes."""
    wanted = [css_class, f"{css_class}--error" if field.errors else "", attrs.get("class", "")]
    return " ".join(name for name in wanted if name)


def _number(field: BoundField) -> SafeString:
    """Draw a number as plain text with the number keys: a browser's own number box loses what it cannot read."""
    widget = copy(field.field.widget)
    widget.input_type = "text"
    widget.attrs = {name: value for name, value in widget.attrs.items() if name not in {"min", "max", "step"}}
    attrs: dict[str, str | bool] = {
        "class": _classes("govuk-input", field, widget.attrs),
        "inputmode": "decimal",
    }
    return field.as_widget(widget=widget, attrs=attrs)


def _choices(field: BoundField) -> SafeString:
    """Draw radios or tick boxes; choices in groups keep their group's name."""
    widget = field.field.widget
    kind = "checkboxes" if getattr(widget, "allow_multiple_selected", False) else "radios"
    widget_context = widget.get_context(field.html_name, field.value(), {"id": field.auto_id})["widget"]
    groups: list[tuple[str | None, list[dict[str, Any]]]] = []
    for name, options, _ in widget_context["optgroups"]:  # Django gives every choice without a group one of its own
        if groups and name is None and groups[-1][0] is None:
            groups[-1][1].extend(options)
        else:
            groups.append((name, list(options)))
    context = {
        "kind": kind,
        "type": widget.input_type,
        "groups": groups,
        "small": "small" in widget.attrs.get("class", ""),
    }
    return SafeString(render_to_string("django/forms/choices.html", context))


def _tick_box(field: BoundField) -> SafeString:
    """Draw one tick box without its label, which the field's template puts behind it."""
    return field.as_widget(attrs={"class": _classes("govuk-checkboxes__input", field, field.field.widget.attrs)})


def _parts(field: BoundField) -> SafeString:
    """Draw a control of several parts, such as day, month and year, each with its own label."""
    widget = field.field.widget
    attrs = {"id": field.auto_id} | ({"aria-invalid": "true"} if field.errors else {})
    subwidgets = widget.get_context(field.html_name, field.value(), attrs)["widget"]["subwidgets"]
    parts = []
    for number, part in enumerate(subwidgets, start=1):
        key = part["name"].rsplit("_", 1)[-1]
        label, width = DATE_PARTS.get(key, (f"Part {number}", ""))
        control = "govuk-select" if part["type"] == "select" else "govuk-input"
        names = [control, f"{control}--error" if field.errors else "", "govuk-date-input__input", width]
        part["attrs"]["class"] = " ".join(name for name in names if name)
        parts.append({"label": label, "widget": part, "is_select": part["type"] == "select"})
    return SafeString(render_to_string("django/forms/parts.html", {"parts": parts, "id": field.auto_id}))
