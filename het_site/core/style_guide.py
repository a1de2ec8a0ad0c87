"""The style guide, in development only: every component in every state, with made-up samples that say so."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from het_site.core.forms import DayMonthYear
from het_site.core.models import Theme

STATUSES = ["worse", "worse", "similar", "better", "untested", "untested", "nodata"]
NAMES = ["Early years", "Learning", "Work", "Income", "Homes and streets", "Prevention", "Fair treatment", "Climate"]


class SampleForm(forms.Form):
    """Every kind of field, so that all of them can be looked at."""

    name = forms.CharField(label="Your name", max_length=80, help_text="As it should be shown with your story")
    email = forms.EmailField(label="Email address")
    people = forms.IntegerField(label="How many people took part?", required=False, help_text="Leave empty if unknown")
    story = forms.CharField(label="What changed?", widget=forms.Textarea(attrs={"rows": 4}))
    place = forms.ChoiceField(label="Part of town", choices=[("", "Choose one"), ("n", "North"), ("s", "South")])
    kind = forms.ChoiceField(
        label="What is it about?",
        widget=forms.RadioSelect,
        choices=[("event", "An event"), ("project", "A project"), ("other", "Something else")],
        help_text="Choose one",
    )
    reach = forms.MultipleChoiceField(
        label="Who was it for?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("children", "Children"), ("adults", "Adults"), ("older", "Older people")],
        required=False,
    )
    started = forms.DateField(
        label="When did it start?", widget=DayMonthYear, help_text="For example, 27 3 2026", required=False
    )
    picture = forms.FileField(label="Picture", required=False, help_text="JPEG or PNG, up to 15 MB")
    agreed = forms.BooleanField(label="The people shown have agreed", help_text="We ask for their consent in writing")


def _themes() -> list[Theme]:
    """Make up eight themes, one for each hue."""
    line = "One plain sentence says what this theme is about and why it matters."
    return [
        Theme(number=n, slug=f"t{n}", title=name, short_title=name, line=line, icon=f"i-p{n}", hue=n)
        for n, name in enumerate(NAMES, start=1)
    ]


def _facts() -> list[SimpleNamespace]:
    """Make up facts of several lengths."""
    source = "Sample source, sample year"
    rows = [
        ("£12,000", "gained by people helped", "", "2026"),
        ("239", "sessions held", "", ""),
        ("77%", "were new", "", ""),
    ]
    return [
        SimpleNamespace(number=number, label=label, unit=unit, period=period, source=source, source_url="")
        for number, label, unit, period in [*rows, ("6.8", "gap in length of life", "years", "2022 to 2024")]
    ]


def _bars() -> list[dict[str, Any]]:
    """Make up a ranked list with one mean among it."""
    values = [("First ward", 87.5), ("Second ward", 75.0), ("Town", 66.9), ("Third ward", 54.5)]
    return [{"name": name, "value": value, "width": value, "is_mean": name == "Town"} for name, value in values]


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Show every component; `?errors` shows the form after a refused answer."""
    with_errors = "errors" in request.GET
    form = SampleForm({"name": "", "people": "about 230", "started_month": "13"} if with_errors else None)
    if with_errors:
        form.add_error(None, "Send your story before the end of the month")
    themes = _themes()
    context = {
        "page_title": "Style guide",
        "themes": themes,
        "theme": themes[3],
        "two_themes": [themes[3], themes[5]],
        "statuses": ["better", "similar", "worse", "untested", "nodata"],
        "block_row": STATUSES,
        "facts": _facts(),
        "bars": _bars(),
        "form": form,
        "with_errors": with_errors,
        "colours": [
            "paper",
            "band",
            "card",
            "ink",
            "ink-soft",
            "edge",
            "primary",
            "deep",
            "accent",
            "error",
            "success",
        ],
        "page_obj": Paginator(range(200), 10).page(7),
        "options": [{"value": t.slug, "label": t.short_title, "count": t.number, "theme": t} for t in themes],
        "links": [
            {"text": "A page of ours", "href": "/", "note": "With a note below it"},
            {"text": "Another page", "href": "/"},
            {"text": "A thing without an address", "note": "Its address is not published"},
        ],
        "crumbs": [{"title": "Home", "url": "/"}, {"title": "Principles", "url": "/"}],
        "header": ["Period", "Town", "Country"],
        "table": [["2024/25", "64.0", "68.3"], ["2023/24", "62.1", "67.7"]],
    }
    return render(request, "core/style_guide.html", context)
