"""Handing a file in: the form, its limit on size, the same file twice, a mended file in the place of a faulty one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import View
from django.views.generic.edit import FormMixin
from wagtail.admin import messages

from indicators.actions import ReleaseError
from indicators.actions.mending import receive_once
from indicators.cms import words
from indicators.cms.screens import Screen, address, person
from indicators.cms.upload_form import UploadForm
from indicators.cms.upload_limit import SizeLimit
from indicators.models import DataRelease

#: what a mended file keeps of the one it replaces
KEPT = ("title", "notes", "mode", "disclosure", "source_name", "source_url", "licence", "indicator")


# Exempt only until the limit stands: the check itself reads the form, and with it the whole file.
@method_decorator(csrf_exempt, name="dispatch")
class LimitedUpload(View):
    """Puts the limit on size before everything that would read the file."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Set the limit, then check the form’s mark."""
        request.upload_handlers.insert(0, SizeLimit(request))
        return self._checked(request, *args, **kwargs)

    @method_decorator(csrf_protect)
    def _checked(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)


class UploadView(LimitedUpload, FormMixin[UploadForm], Screen):
    """The form; `?instead_of=` names the release whose place the new file takes."""

    permission_required = "add"
    template_name = "indicators/cms/upload.html"
    header_icon = "plus"
    form_class = UploadForm

    @property
    def instead_of(self) -> DataRelease | None:
        """Give the release that a mended file replaces."""
        number = self.request.GET.get("instead_of", "")
        if not number.isdecimal():
            return None
        found = DataRelease.objects.filter(pk=int(number[:18]), status__in=words.REPLACEABLE, restores=None)
        return found.first()

    def get_page_title(self) -> str:
        """Say what is done here."""
        return "Upload a mended file" if self.instead_of else "Bring in figures"

    def get_initial(self) -> dict[str, Any]:
        """Keep what was said of the file that is replaced."""
        earlier = self.instead_of
        return {name: getattr(earlier, name) for name in KEPT} if earlier else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form that a file was too large to be kept."""
        return super().get_form_kwargs() | {
            "label_suffix": "",
            "refused_file": getattr(self.request, "refused_file", ""),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name what is replaced."""
        return super().get_context_data(**kwargs) | {
            "instead_of": self.instead_of,
            "instead_of_url": address("inspect", self.instead_of.pk) if self.instead_of else "",
            "template_url": address("template"),
            "index_url": address("index"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the file, or say what is missing."""
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Keep the file and lead to its release."""
        try:
            release, is_new = receive_once(by=person(self.request), instead_of=self.instead_of, **form.cleaned_data)
        except ReleaseError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        if is_new:
            messages.success(self.request, f"“{release.file_name}” has come in and is checked now.")
        else:
            messages.info(self.request, "This file was handed in a moment ago: here it is.")
        return redirect(address("inspect", release.pk))
