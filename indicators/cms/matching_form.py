"""The form on which somebody says of a sheet made by hand which column is what, and what holds for every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from indicators.importing import FIELDS, Look, UnreadableFileError
from indicators.importing.columns.periods import read_period
from indicators.importing.layouts.matching import groups
from indicators.models import Area, Indicator, Observation

LEAVE_OUT = "Leave it out"
COLUMN_CHOICES = [("", LEAVE_OUT), *FIELDS.items()]
SEXES = [("", "Not said here"), *Observation.Sex.choices]
KINDS = [("", "Told by the period"), *Observation.PeriodKind.choices]
#: what one column of figures may say of its own figures alone
OWN = {
    "period_label": "Period",
    "sex": "Sex",
    "age": "Age",
    "category_type": "What it is split by",
    "category": "Category",
}
LENGTHS = {"age": 60, "category_type": 100, "category": 120, "period_label": 60}
HOLDS_FIGURES = frozenset(
    {"value", "reason", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator", "note"}
)
#: what may be said once for all rows; the indicator has fields of its own
FIXED = ("period_label", "period_kind", "sex", "age", "category_type", "category", "area_code", "note")


@dataclass(frozen=True)
class ColumnFields:
    """One column of the sheet with its fields on the form."""

    name: str
    samples: tuple[str, ...]
    field: forms.BoundField
    own: tuple[forms.BoundField, ...]
    is_open: bool


def _period(text: str) -> str:
    """Refuse a period that nobody could read."""
    if text:
        try:
            read_period(text, years=1)
        except ValueError as error:
            raise forms.ValidationError(
                f"“{text}” is not a period that we know. Write it like 2022 or 2022/23."
            ) from error
    return text


def _text(label: str, name: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LENGTHS.get(name, 240), required=False, **options)


def _own_field(name: str) -> forms.Field:
    if name == "sex":
        return forms.ChoiceField(label=OWN[name], choices=SEXES, required=False)
    return _text(OWN[name], name)


class MatchingForm(forms.Form):
    """Made for the columns of one sheet."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.filter(is_retired=False).order_by("number", "title"),
        to_field_name="slug",
        label="Indicator",
        required=False,
        empty_label="Not one of these",
    )
    new_indicator = _text(
        "Or the name of another measure",
        "",
        help_text="For a measure that the portal does not have yet. It gets a page that is in no list until somebody gives it a place.",
    )
    all_period_label = _text(
        "Period", "period_label", help_text="For example 2022, 2022/23, 2020 to 2022, January 2024."
    )
    all_period_kind = forms.ChoiceField(label="Kind of period", choices=KINDS, required=False)
    all_sex = forms.ChoiceField(label="Sex", choices=[("", "All people"), *Observation.Sex.choices[1:]], required=False)
    all_age = _text("Age", "age", help_text="As it is published, for example “16 to 64 years”.")
    all_category_type = _text("What it is split by", "category_type", help_text="For example “Ethnic group”.")
    all_category = _text("Category", "category", help_text="The part of the split that every row is about.")
    all_area_code = _text("Area code", "area_code", help_text="Only where every row is about the same place.")
    all_note = _text("Note", "note", help_text="What a reader should know of every figure.")

    def __init__(self, *args: Any, look: Look, file_name: str, has_indicator: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.look, self.file_name = look, file_name
        if has_indicator:
            del self.fields["indicator"], self.fields["new_indicator"]
        for place, name in enumerate(look.header):
            self.fields[f"column_{place}"] = forms.ChoiceField(label=name, choices=COLUMN_CHOICES, required=False)
            for own in OWN:
                self.fields[f"column_{place}_{own}"] = _own_field(own)

    @staticmethod
    def initial_for(matching: Mapping[str, Any], header: tuple[str, ...]) -> dict[str, Any]:
        """Turn a matching, guessed or given before, into what the form begins with."""
        said, fixed = dict(matching.get("columns") or {}), dict(matching.get("fixed") or {})
        initial: dict[str, Any] = {f"all_{name}": fixed[name] for name in FIXED if name in fixed}
        if "indicator" in fixed:
            known = Indicator.objects.filter(slug=fixed["indicator"]).exists()
            initial["indicator" if known else "new_indicator"] = fixed["indicator"]
        for place, name in enumerate(header):
            one = said.get(name) or ""
            own = dict(one) if isinstance(one, Mapping) else {"field": one}
            initial[f"column_{place}"] = own.pop("field", "")
            initial |= {f"column_{place}_{key}": text for key, text in own.items() if key in OWN}
        return initial

    def column_fields(self) -> list[ColumnFields]:
        """Give the columns with their first cells and their fields."""
        found = []
        for place, name in enumerate(self.look.header):
            samples = tuple(row[place] for row in self.look.rows if len(row) > place and row[place])[:4]
            own = tuple(self[f"column_{place}_{key}"] for key in OWN)
            is_open = any(field.value() or field.errors for field in own)
            found.append(ColumnFields(name, samples, self[f"column_{place}"], own, is_open))
        return found

    def fixed_fields(self) -> list[forms.BoundField]:
        """Give the fields for what holds for every row."""
        return [self[f"all_{name}"] for name in FIXED]

    def indicator_fields(self) -> list[forms.BoundField]:
        """Give the fields for the indicator, where none was chosen with the file."""
        return [self[name] for name in ("indicator", "new_indicator") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Refuse what the reader of sheets would refuse, each beside its field."""
        cleaned = super().clean() or {}
        self._check_periods(cleaned)
        self._check_columns(cleaned)
        self._check_indicator(cleaned)
        code = cleaned.get("all_area_code")
        if code and not Area.objects.filter(code=code).exists():
            self.add_error("all_area_code", f"We know no area “{code}”.")
        if bool(cleaned.get("all_category")) != bool(cleaned.get("all_category_type")):
            self.add_error("all_category", "Say both what it is split by and the category, or neither.")
        if not self.errors:
            try:
                groups(self.matching(), self.look.header, file=self.file_name)
            except UnreadableFileError as error:
                for fault in error.faults:
                    self.add_error(None, " ".join(filter(None, (fault.reason, fault.mend))))
        return cleaned

    def _check_periods(self, cleaned: Mapping[str, Any]) -> None:
        names = ["all_period_label", *(f"column_{place}_period_label" for place in range(len(self.look.header)))]
        for name in names:
            try:
                _period(cleaned.get(name) or "")
            except forms.ValidationError as error:
                self.add_error(name, error)

    def _check_columns(self, cleaned: Mapping[str, Any]) -> None:
        """Refuse one thing said of two columns, and figures of its own where a column has none."""
        seen: dict[Any, str] = {}
        for place, name in enumerate(self.look.header):
            field, own = cleaned.get(f"column_{place}", ""), self._own(place, cleaned)
            if not field:
                continue
            if own and field not in HOLDS_FIGURES:
                self.add_error(f"column_{place}", "This column holds no figures: empty what is said of its figures.")
            what = (field, tuple(sorted(own.items())))
            if what in seen:
                words = f"“{seen[what]}” is “{FIELDS[field]}” already. Leave one out, or say which period or group each is about."
                self.add_error(f"column_{place}", words)
            seen.setdefault(what, name)

    def _check_indicator(self, cleaned: Mapping[str, Any]) -> None:
        if "indicator" not in self.fields or "indicator" in [cleaned.get(name) for name in self._columns()]:
            return
        if bool(cleaned.get("indicator")) == bool(cleaned.get("new_indicator")):
            self.add_error("indicator", "Choose the indicator, or write the name of another measure: one of the two.")

    def _columns(self) -> list[str]:
        return [f"column_{place}" for place in range(len(self.look.header))]

    @staticmethod
    def _own(place: int, cleaned: Mapping[str, Any]) -> dict[str, str]:
        return {key: text for key in OWN if (text := cleaned.get(f"column_{place}_{key}"))}

    def matching(self) -> dict[str, Any]:
        """Give what was said as the reader of sheets wants it."""
        cleaned = self.cleaned_data
        columns: dict[str, Any] = {}
        for place, name in enumerate(self.look.header):
            field, own = cleaned.get(f"column_{place}") or "", self._own(place, cleaned)
            columns[name] = {"field": field, **own} if field and own else field
        fixed = {name: text for name in FIXED if (text := cleaned.get(f"all_{name}"))}
        chosen = cleaned.get("indicator")
        indicator = chosen.slug if isinstance(chosen, Indicator) else cleaned.get("new_indicator")
        return {
            "header_line": self.look.header_line,
            "columns": columns,
            "fixed": {**fixed, **({"indicator": indicator} if indicator else {})},
            **({"sheet": self.look.sheet} if self.look.sheet else {}),
        }
