"""Screens for the lookup of postcodes: hand a file in, see what it would change, load it, take it out of use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.generic import TemplateView
from django.views.generic.edit import FormMixin
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput
from wagtail.permission_policies import ModelPermissionPolicy

from indicators.actions.postcodes import (
    AT_WORK,
    OPEN,
    PostcodeError,
    check_lookup_again,
    discard_lookup,
    receive_lookup,
    start_loading,
    withdraw_lookup,
)
from indicators.cms.progress import PAUSE_WITHOUT_SCRIPTS
from indicators.cms.screens import ReleasePolicy, person
from indicators.cms.upload import LimitedUpload
from indicators.cms.upload_limit import MOST, megabytes
from indicators.models import PostcodeLookup

NAMESPACE, TITLE = "postcode_lookups", "Postcodes"
TOO_LARGE = (
    f"The file is larger than {megabytes(MOST)}. Take the file of your area alone, or leave out other places’ rows."
)
Status = PostcodeLookup.Status
TONES = {Status.LIVE: "primary", Status.READY: "primary", Status.FAULTY: "critical", Status.FAILED: "critical"}
#: what the counts are called, in the order in which they are told
COUNTS = {
    "rows": "Rows in the file",
    "postcodes": "Postcodes in the town’s wards",
    "ended": "of these no longer in use",
    "elsewhere": "Rows of other places, left out",
    "unreadable": "Rows without a readable postcode, left out",
    "twice": "Rows that say the same twice",
    "new": "New postcodes",
    "moved": "Postcodes that change their ward",
    "gone": "Postcodes that go",
}


def address(name: str, *arguments: int) -> str:
    """Give the address of one of the screens."""
    return reverse(f"{NAMESPACE}:{name}", args=arguments)


class LookupForm(forms.Form):
    """A file and what has to be told of it."""

    file = forms.FileField(
        label="File",
        help_text=f"CSV, up to {megabytes(MOST)}: the ONS Postcode Directory, the National Statistics Postcode Lookup, "
        "or a table of your own with the columns postcode and ward_code.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        error_messages={"required": "Choose the file with the postcodes.", "empty": "The file is empty."},
    )
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="Who published it, for example “ONS Postcode Directory”. Shown to readers.",
    )
    as_of = forms.DateField(
        label="Date of the lookup", help_text="The month it is true for: choose its first day.", widget=AdminDateInput
    )
    licence = forms.CharField(
        label="Licence and credits",
        max_length=250,
        help_text="As its publisher asks for it, in a sentence. Shown to readers.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, refused_file: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if refused_file:
            self.fields["file"].error_messages["required"] = TOO_LARGE

    def clean_file(self) -> UploadedFile:
        """Refuse what is no CSV by its name; what it holds is looked at by the worker."""
        file: UploadedFile = self.cleaned_data["file"]
        if PurePath(file.name or "").suffix.lower() not in {".csv", ".txt"}:
            raise forms.ValidationError("This is no CSV file. Unpack the archive, or save the table as CSV.")
        return file


class PostcodeScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """What every screen of the section has: who may see it and the way back."""

    permission_policy: ClassVar[ModelPermissionPolicy] = ReleasePolicy(PostcodeLookup)
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        own = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, {"url": address("index"), "label": TITLE}, own]


class ReceiveView(LimitedUpload, FormMixin[LookupForm], PostcodeScreen):
    """The form with which a file is handed in."""

    permission_required = "add"
    template_name = "indicators/cms/postcodes_upload.html"
    page_title = "Bring in postcodes"
    form_class = LookupForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form that a file was too large to be kept."""
        asked = super().get_form_kwargs()  # reads the form, and with it the file
        return asked | {"label_suffix": "", "refused_file": getattr(self.request, "refused_file", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the way back."""
        return super().get_context_data(**kwargs) | {"index_url": address("index")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the file, or say what is missing."""
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        lookup = receive_lookup(by=person(request), **form.cleaned_data)
        messages.success(request, f"“{lookup.file_name}” has come in and is checked now.")
        return redirect(address("inspect", lookup.pk))


class LookupScreen(PostcodeScreen):
    """One lookup: what it holds and would change, and what can be done with it."""

    any_permission_required: ClassVar[list[str]] = ["add", "change", "view"]
    template_name = "indicators/cms/postcodes.html"
    # what Wagtail's own screen of this place asks for
    fields: ClassVar[list[str]] = []
    fields_exclude: ClassVar[list[str]] = []
    lookup: PostcodeLookup

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the lookup."""
        super().setup(request, *args, **kwargs)
        rows = PostcodeLookup.objects.select_related("received_by", "loaded_by")
        self.lookup = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        """Name it."""
        return str(self.lookup)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what it holds and what may be done."""
        lookup, may = self.lookup, bool(self.user_has_permission("change"))
        return super().get_context_data(**kwargs) | {
            "lookup": lookup,
            "tone": TONES.get(Status(lookup.status), ""),
            "counts": list(_counted(lookup)),
            "is_at_work": lookup.status in AT_WORK,
            "pause": PAUSE_WITHOUT_SCRIPTS,
            "can_load": may and lookup.status == Status.READY,
            "can_check": may and lookup.status in OPEN - {Status.WAITING},
            "can_discard": may and lookup.status in OPEN,
            "can_withdraw": may and lookup.status == Status.LIVE,
            "history_url": address("history", lookup.pk),
        }


def _counted(lookup: PostcodeLookup) -> Iterator[tuple[str, str]]:
    for name, words in COUNTS.items():
        if name in lookup.counts:
            yield words, f"{lookup.counts[name]:,}"


class Deed(LookupScreen):
    """Something done at the press of a button; looking at its address does nothing."""

    permission_required = "change"
    http_method_names = ["post"]
    deed: ClassVar[Callable[..., None]]
    done = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it and go back."""
        try:
            type(self).deed(lookup=self.lookup, by=person(request))
        except PostcodeError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, self.done)
        return redirect(address("inspect", self.lookup.pk))


class LoadView(Deed):
    """Loads it."""

    deed = start_loading
    done = "The postcodes are being loaded. Until that is done, readers are answered as before."


class CheckView(Deed):
    """Checks it again."""

    deed = check_lookup_again
    done = "The file is checked again."


class DiscardView(Deed):
    """Lays it aside."""

    deed = discard_lookup
    done = "The file is discarded. The postcodes in use are not touched."


class WithdrawView(Deed):
    """Takes it out of use."""

    deed = withdraw_lookup
    done = "Readers can no longer find their ward by postcode."


class LookupIndexView(IndexView):
    """Every lookup, newest first."""

    page_title = TITLE
    default_ordering = "-received_at"
    columns: ClassVar[list[Column]] = [
        TitleColumn("source", label="Lookup", accessor=str, get_url=lambda lookup: address("inspect", lookup.pk)),
        Column("status", label="State", accessor="get_status_display"),
        Column("postcodes", label="Postcodes", accessor=lambda lookup: lookup.counts.get("postcodes", "")),
        Column("received_by", label="Handed in by", accessor=lambda lookup: lookup.received_by or "A command"),
        DateColumn("received_at", label="When"),
    ]

    def get_add_url(self) -> str | None:
        """Give the screen where a file is handed in."""
        return address("add") if self.user_has_permission("add") else None


class PostcodeLookupViewSet(ModelViewSet):
    """Everything that officers do with lookups of postcodes."""

    model = PostcodeLookup
    icon = "mail"
    menu_label = TITLE
    index_view_class = LookupIndexView
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: ClassVar[list[str]] = ["source", "as_of", "licence"]
    permission_policy = ReleasePolicy(PostcodeLookup)
    list_per_page = 50
    add_to_reference_index = False

    @property
    def add_view(self) -> Any:
        """Give the upload, which brings its own form and template."""
        return self.construct_view(ReceiveView)

    @property
    def inspect_view(self) -> Any:
        """Give the lookup’s own screen."""
        return self.construct_view(LookupScreen)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the buttons."""
        deeds = {"load": LoadView, "check": CheckView, "discard": DiscardView, "withdraw": WithdrawView}
        return [
            *super().get_urlpatterns(),
            *(path(f"<int:pk>/{name}/", self.construct_view(view), name=name) for name, view in deeds.items()),
        ]
