"""Taking people away as a file: which, why, and a note of it before the first byte goes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.generic.edit import FormMixin

from newsletter.cms.subscribers.screens import TAKE_AWAY, Screen, person
from newsletter.models import Subscriber, SubscriberExport
from newsletter.subscribers.taking_away import CSV, XLSX, take_away

TYPES = {CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class TakeAwayForm(forms.Form):
    """Who, as what, and why."""

    states = forms.MultipleChoiceField(
        label="Who",
        choices=Subscriber.State.choices,
        initial=[Subscriber.State.CONFIRMED],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )
    file_format = forms.ChoiceField(
        label="As", choices=[(XLSX, "Spreadsheet (XLSX)"), (CSV, "Table (CSV)")], initial=XLSX, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Why", max_length=200, help_text="It is kept with your name, the time and the number of people."
    )


class TakeAwayView(FormMixin[TakeAwayForm], Screen):
    """The form, and the file."""

    permission = TAKE_AWAY
    template_name = "newsletter/cms/subscribers/take_away.html"
    page_title = "Take subscribers away"
    form_class = TakeAwayForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give who took people away before."""
        return super().get_context_data(**kwargs) | {"exports": SubscriberExport.objects.select_related("by")[:20]}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Note it, then give the file; no cache keeps it."""
        form = self.get_form()
        if not form.is_valid():
            response: HttpResponse = self.form_invalid(form)
            return response
        wanted = form.cleaned_data
        _, content = take_away(
            states=wanted["states"], reason=wanted["reason"], file_format=wanted["file_format"], by=person(request)
        )
        name = f"subscribers-{timezone.localdate():%Y-%m-%d}.{wanted['file_format']}"
        answer = StreamingHttpResponse(content, content_type=TYPES[wanted["file_format"]])
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "private, no-store"
        return answer
