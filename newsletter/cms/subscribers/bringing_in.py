"""Bringing a list in: hand it over with how its people agreed, see each row, and only then bring them in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic.edit import FormMixin
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from indicators.cms.upload import LimitedUpload
from newsletter.cms.subscribers.screens import BRING_IN, PER_PAGE, Screen, address, person
from newsletter.models import SubscriberImport
from newsletter.subscribers.bringing_in import ImportMovedOnError, Outcome, bring_in, leave_aside, planned, receive
from newsletter.subscribers.reading_lists import LIMITS, MOST_ROWS, UnreadableFileError

MOVED_ON = "This list was brought in or discarded meanwhile. Nothing more was done."
MEGABYTES = LIMITS.file_bytes // 1_000_000
TOO_LARGE = f"The file is larger than {MEGABYTES} MB. Leave out what is no address, name or topic, or split it."
WORDS: dict[str, str] = {Outcome.ADD: "To be added", Outcome.CHANGE: "To be changed", Outcome.LEAVE: "Left out"}


class ListForm(forms.Form):
    """A file and how its people agreed."""

    file = forms.FileField(
        label="File",
        help_text=f"CSV, XLSX or ODS, up to {MEGABYTES} MB and {MOST_ROWS:,} people, with a column “email”; “name” and “topics” "
        "(parted by semicolons) are read too.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.ods"}),
        error_messages={"required": "Choose the file with the people.", "empty": "The file is empty."},
    )
    consent = forms.CharField(
        label="How they agreed",
        max_length=160,
        help_text="Where they were asked and in which words, so that it can be shown: “Sign-up sheet at the housing fair: "
        "‘I want the newsletter by email’”. It is kept with each of them.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    agreed_on = forms.DateField(
        label="When they agreed", help_text="The last day, if on several.", widget=AdminDateInput
    )

    def __init__(self, *args: Any, refused_file: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if refused_file:
            self.fields["file"].error_messages["required"] = TOO_LARGE

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large; what it holds is looked at next."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LIMITS.file_bytes:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def clean_consent(self) -> str:
        """Keep it as one line."""
        return " ".join(str(self.cleaned_data["consent"]).split())

    def clean_agreed_on(self) -> Any:
        """Refuse a day to come."""
        day = self.cleaned_data["agreed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Nobody has agreed on a day to come.")
        return day


class BringInView(LimitedUpload, FormMixin[ListForm], Screen):
    """The form with which a list is handed over."""

    permission = BRING_IN
    template_name = "newsletter/cms/subscribers/bring_in.html"
    page_title = "Bring in a list"
    form_class = ListForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form that a file was too large to be kept."""
        asked = super().get_form_kwargs()  # reads the form, and with it the file
        return asked | {"label_suffix": "", "refused_file": getattr(self.request, "refused_file", "")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the file and show what would happen, or say what is wrong."""
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        try:
            row = receive(by=person(request), **form.cleaned_data)
        except UnreadableFileError as error:
            for fault in error.faults:
                form.add_error("file", f"{fault.reason} {fault.mend}".strip())
            return self.form_invalid(form)
        return redirect(address("look", row.pk))


class AboutList(Screen):
    """Something about one list."""

    permission = BRING_IN
    row: SubscriberImport

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the list."""
        if person(request).has_perm(BRING_IN):
            found = SubscriberImport.objects.filter(pk=kwargs["pk"]).first()
            if found is None:
                raise Http404
            self.row = found
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Name the list."""
        return self.row.file_name


class LookView(AboutList):
    """What would happen to each row, as things stand now; afterwards, how many it was."""

    template_name = "newsletter/cms/subscribers/look.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the rows of one outcome, a page at a time."""
        is_open = self.row.state == SubscriberImport.State.CHECKED
        rows = planned(self.row) if is_open else []
        chosen = self.request.GET.get("show", "")
        kinds = [(kind, WORDS[kind], sum(one.outcome is kind for one in rows)) for kind in Outcome]
        shown = [one for one in rows if one.outcome == chosen] if chosen in WORDS else rows
        return super().get_context_data(**kwargs) | {
            "row": self.row,
            "is_open": is_open,
            "kinds": [("", "All", len(rows)), *kinds],
            "chosen": chosen,
            "rows": Paginator(shown, PER_PAGE).get_page(self.request.GET.get("p")),
            "to_do": sum(one.outcome is not Outcome.LEAVE for one in rows),
            "counts": [(WORDS[kind], self.row.counts.get(kind, 0)) for kind in Outcome],
        }


class DoneView(AboutList):
    """Brings a list in."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Bring it in, and say how many came."""
        try:
            row = bring_in(row=self.row, by=person(request))
        except ImportMovedOnError:
            messages.error(request, MOVED_ON)
        else:
            added, changed = row.counts[Outcome.ADD], row.counts[Outcome.CHANGE]
            messages.success(request, f"{added:,} added, {changed:,} changed. The file is deleted.")
        return redirect(address("look", self.row.pk))


class DiscardView(AboutList):
    """Discards a list."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Discard it."""
        try:
            leave_aside(row=self.row)
        except ImportMovedOnError:
            messages.error(request, MOVED_ON)
        else:
            messages.success(request, "Discarded. Nobody was added, and the file is deleted.")
        return redirect(address("index"))
