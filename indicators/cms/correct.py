"""Correcting what was said of a release: its words at any time, how it is taken until it is published."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic.edit import FormMixin

from indicators.actions.mending import correct_release
from indicators.cms.screens import ReleaseScreen, attempt, person
from indicators.cms.settings_form import SettingsForm


class CorrectView(FormMixin[SettingsForm], ReleaseScreen):
    """The form; where a setting changes, the file is checked again."""

    permission_required = "change"
    template_name = "indicators/cms/correct.html"
    page_title = "Correct"
    form_class = SettingsForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is said now."""
        return {name: getattr(self.release, name) for name in SettingsForm.base_fields if name != "file"}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what it is about."""
        return super().get_form_kwargs() | {"release": self.release, "label_suffix": ""}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what is said now."""
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        attempt(
            request,
            lambda: correct_release(release=self.release, by=person(request), **form.cleaned_data),
            done="It is corrected.",
        )
        return self.back()
