"""Any Django form comes out as GOV.UK's markup: labels, hints, errors beside the field and in the summary."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms import formset_factory
from django.template.loader import render_to_string

from het_site.core.forms import DayMonthYear


class Form(forms.Form):
    name = forms.CharField(
        label="Name", help_text="As printed", widget=forms.TextInput({"class": "govuk-input--width-10"})
    )
    count = forms.IntegerField(label="Count", required=False, min_value=1)
    story = forms.CharField(label="Story", widget=forms.Textarea, required=False)
    place = forms.ChoiceField(label="Place", choices=[("n", "North <b>")])
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, choices=[(1, "One"), (2, "Two")])
    groups = forms.MultipleChoiceField(
        label="Groups",
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "A"), ("More", [("b", "B"), ("c", "C")])],
        required=False,
    )
    day = forms.DateField(label="Day", widget=DayMonthYear, required=False)
    picture = forms.FileField(label="Picture", required=False)
    agreed = forms.BooleanField(label="Agreed", help_text="In writing")
    token = forms.CharField(widget=forms.HiddenInput, required=False, initial="t")


def summary(**context: Any) -> str:
    return render_to_string("components/error_summary.html", context)


def test_every_control_has_the_librarys_class_and_a_label() -> None:
    html = str(Form())
    for css_class in (
        "govuk-input govuk-input--width-10",
        "govuk-textarea",
        "govuk-select",
        "govuk-radios__input",
        "govuk-checkboxes__input",
        "govuk-date-input__input",
        "govuk-file-upload",
    ):
        assert f'class="{css_class}' in html or f"{css_class}" in html, css_class
    for field in (
        "name",
        "count",
        "story",
        "place",
        "picture",
        "agreed",
        "kind_0",
        "kind_1",
        "groups_0",
        "day_0",
        "day_2",
    ):
        assert html.count(f'for="id_{field}"') == 1, field
        assert html.count(f'id="id_{field}"') == 1, field


def test_hint_and_error_describe_the_control() -> None:
    html = str(Form({"count": "about 230"})["name"].as_field_group())
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert '<span class="govuk-visually-hidden">Error:</span> Fill in “Name”' in html
    assert "govuk-form-group--error" in html
    assert "govuk-input--error" in html


def test_groups_of_choices_are_fieldsets_with_legends() -> None:
    html = str(Form()["kind"].as_field_group())
    assert html.count("<fieldset") == 1
    assert '<legend class="govuk-fieldset__legend">Kind</legend>' in html
    assert html.count('data-module="govuk-radios"') == 1
    assert html.count("govuk-radios__item") == 2


def test_named_groups_of_choices_keep_their_names() -> None:
    html = str(Form()["groups"].as_field_group())
    assert html.count('<p class="choices__group">More</p>') == 1
    assert html.count("govuk-checkboxes__item") == 3


def test_choices_keep_what_was_chosen() -> None:
    html = str(Form({"kind": "2", "groups": ["a", "c"]}))
    assert 'value="2" id="id_kind_1" checked' in html
    assert 'value="a" id="id_groups_0" checked' in html
    assert 'value="1" id="id_kind_0" checked' not in html


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"count": "about 230"}, 'value="about 230"'),
        ({"day_month": "13"}, 'value="13"'),
        ({"name": "<b>"}, "&lt;b&gt;"),
    ],
)
def test_nothing_typed_is_lost(data: dict[str, str], shown: str) -> None:
    assert shown in str(Form(data))


def test_a_number_is_a_text_box_with_number_keys() -> None:
    html = str(Form()["count"].as_field_group())
    assert 'type="text"' in html
    assert 'inputmode="decimal"' in html
    assert " min=" not in html


def test_optional_questions_say_so() -> None:
    html = str(Form())
    assert "Count (optional)" in html
    assert "Name (optional)" not in html


def test_options_are_escaped() -> None:
    assert "North &lt;b&gt;" in str(Form())


def test_the_summary_links_to_each_first_control() -> None:
    form = Form({"count": "x", "day_day": "31", "day_month": "2", "day_year": "2026"})
    form.add_error(None, "Come back tomorrow")
    html, page = summary(form=form), str(form)
    for anchor in ("id_name", "id_count", "id_place", "id_kind_0", "id_day_0", "id_agreed", "form-errors"):
        assert f'href="#{anchor}"' in html, anchor
        assert f'id="{anchor}"' in page, anchor
    assert "Tick “Agreed”" in html
    assert "Choose “Place”" in html
    assert 'role="alert"' in html
    assert "Come back tomorrow" in page


@pytest.mark.parametrize("context", [{}, {"form": Form()}, {"form": None}])
def test_no_errors_no_summary(context: dict[str, Any]) -> None:
    assert summary(**context).strip() == ""


def test_formsets_come_out_and_are_summed_up() -> None:
    formset = formset_factory(Form, extra=1)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-count": "x"})
    assert not formset.is_valid()
    assert 'name="form-TOTAL_FORMS"' in str(formset)
    assert 'id="id_form-0-name"' in str(formset)
    assert 'href="#id_form-0-name"' in summary(formset=formset)


def test_hidden_fields_are_there_once_and_unlabelled() -> None:
    html = str(Form())
    assert html.count('name="token"') == 1
    assert 'for="id_token"' not in html


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ({"day_day": "7", "day_month": "9", "day_year": "2022"}, date(2022, 9, 7)),
        ({}, None),
    ],
)
def test_a_date_in_three_boxes(typed: dict[str, str], day: date | None) -> None:
    form = Form({"name": "n", "place": "n", "kind": "1", "agreed": "on", **typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == day


@pytest.mark.parametrize(
    "typed",
    [{"day_day": "31", "day_month": "2", "day_year": "2026"}, {"day_month": "2"}, {"day_day": "a-b", "day_year": "-"}],
)
def test_a_wrong_date_is_refused(typed: dict[str, str]) -> None:
    assert "day" in Form(typed).errors


def test_an_initial_date_fills_the_boxes() -> None:
    html = str(Form(initial={"day": date(2022, 9, 7)})["day"].as_field_group())
    for value in ("7", "9", "2022"):
        assert f'value="{value}"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "before"), [(None, ""), ({"name": "Jo", "kind": "1", "agreed": "on"}, ""), ({}, "Error: ")]
)
def test_a_page_whose_form_has_errors_says_so_first_of_all(rf: Any, data: dict[str, str] | None, before: str) -> None:
    form = Form({"place": "n"} | data) if data is not None else Form()
    html = render_to_string("base.html", {"form": form, "page_title": "Tell us"}, request=rf.get("/"))
    assert f"<title>{before}Tell us –" in html
