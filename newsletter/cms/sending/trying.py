"""Sending a test to oneself or to colleagues, before publication too."""

from __future__ import annotations

import re
import smtplib
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic.edit import FormMixin
from wagtail.admin import messages

from het_site.core.email import UnknownRecipientError
from newsletter.cms.sending.screens import AboutEdition, counted, person
from newsletter.rendering.letter import LostWordsError
from newsletter.sending.trying import MOST_AT_ONCE, NotAColleagueError, TooManyError, send_test

AWAY = (
    "The mail server cannot be reached, so the test was not sent to everybody. Nothing else has happened. It said: {}"
)


class TestForm(forms.Form):
    """Who gets it."""

    __test__ = False  # no test case, whatever its name says

    to = forms.CharField(
        label="To",
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=f"Addresses of colleagues who work in this CMS, one in a line, {MOST_AT_ONCE} at most.",
        error_messages={"required": "Write at least one address."},
    )

    def clean_to(self) -> list[str]:
        """Take them apart, however they are parted."""
        found = [one for one in re.split(r"[\s,;]+", self.cleaned_data["to"]) if one]
        if len(found) > MOST_AT_ONCE:
            raise forms.ValidationError(
                f"These are {len(found)} addresses. A test goes to at most {MOST_AT_ONCE} people."
            )
        return found


class TryView(FormMixin[TestForm], AboutEdition):
    """The form, and the sending."""

    template_name = "newsletter/cms/sending/try.html"
    page_title = "Send a test"
    form_class = TestForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with oneself."""
        return {"to": person(self.request).email}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Leave the colon off the labels."""
        return super().get_form_kwargs() | {"label_suffix": ""}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send it, or say why not and show what was typed."""
        form = self.get_form()
        if form.is_valid():
            try:
                number = send_test(edition=self.edition, to=form.cleaned_data["to"], by=person(request))
            except (NotAColleagueError, TooManyError, UnknownRecipientError, LostWordsError, ValueError) as error:
                form.add_error("to", str(error))
            except (smtplib.SMTPException, OSError) as error:
                form.add_error(None, AWAY.format(error))
            else:
                messages.success(request, f"The test was sent to {counted(number, 'person', 'people')}.")
                return redirect(self.desk_url)
        return self.render_to_response(self.get_context_data(form=form))
