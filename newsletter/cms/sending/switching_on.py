"""Switching sending on again, in a database that was taken for a restored one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic.edit import FormMixin
from wagtail.admin import messages

from newsletter.cms.sending.listing import UNDER_WAY
from newsletter.cms.sending.screens import Screen, address, person
from newsletter.models import Sending
from newsletter.sending import arming
from newsletter.sending.counting import counts_of

WORDS = "switch on"


class SwitchOnForm(forms.Form):
    """What was made sure of, and the words, typed."""

    note = forms.CharField(
        label="How you know that this is the right database",
        max_length=300,
        help_text="For the history: “Restored from last night’s backup; edition 7, which was sent at noon, is cancelled.”",
        error_messages={"required": "Say how you know. It is kept with your name."},
    )
    words = forms.CharField(label="Confirm", required=False, max_length=40, help_text=f"Type: {WORDS}")

    def clean_words(self) -> str:
        """Take them in capitals too."""
        typed = " ".join(str(self.cleaned_data["words"]).lower().split())
        if typed != WORDS:
            raise forms.ValidationError(f"Type the words: {WORDS}")
        return typed


class SwitchOnView(FormMixin[SwitchOnForm], Screen):
    """Says why sending is off and what would go out, and switches it on."""

    template_name = "newsletter/cms/sending/switch_on.html"
    page_title = "Switch sending on"
    form_class = SwitchOnForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Leave the colon off the labels."""
        return super().get_form_kwargs() | {"label_suffix": ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the reason, and what waits."""
        waiting = Sending.objects.filter(state__in=UNDER_WAY).select_related("edition")
        return super().get_context_data(**kwargs) | {
            "why_off": arming.why_not(),
            "waiting": [(row, counts_of(row).to_do) for row in waiting],
            "index_url": address("index"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Switch it on; pressed twice, it is switched on once."""
        if not arming.why_not():
            messages.info(request, "Nothing was changed: sending is switched on already.")
            return redirect(address("index"))
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        arming.arm(by=person(request), note=" ".join(form.cleaned_data["note"].split()))
        messages.success(request, "Sending is switched on. What waits goes out when its time has come.")
        return redirect(address("index"))
