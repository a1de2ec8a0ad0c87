"""The form with which a file of figures is handed in. Checks what can be told at once; the worker does the rest."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices

from indicators.cms.upload_limit import MOST, megabytes
from indicators.models import DataRelease, Indicator

ENDINGS = (".csv", ".txt", ".xlsx", ".ods")
TOO_LARGE = f"The file is larger than {megabytes(MOST)}. Split it by indicator or by years, or leave out areas that are not needed."


def _text(label: str, help_text: str, *, most: int, is_required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=most, required=is_required)


def _choice(label: str, choices: type[TextChoices], initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices.choices, initial=initial, widget=forms.RadioSelect)


class UploadForm(forms.Form):
    """A file, what it is, why it comes in, and how it is taken."""

    file = forms.FileField(
        label="File",
        help_text=f"CSV, XLSX or ODS, up to {megabytes(MOST)}.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": "Choose the file with the figures.", "empty": "The file is empty."},
    )
    title = _text("Title", "What comes in, for example “Fuel poverty, 2022”.", most=200, is_required=True)
    notes = forms.CharField(
        label="Why",
        help_text="For colleagues and for the history: “Yearly update”, “Corrects 2021 after the publisher’s notice”.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )
    indicator = forms.ModelChoiceField(
        Indicator.objects.filter(is_retired=False).order_by("number", "title"),
        label="Indicator",
        required=False,
        empty_label="The file says which",
        help_text="Choose one only where the file does not name it.",
    )
    mode = _choice("What it does", DataRelease.Mode, DataRelease.Mode.ADD)
    disclosure = _choice("Small numbers", DataRelease.Disclosure, DataRelease.Disclosure.AUTOMATIC)
    source_name = _text("Source", "Who published the figures. Only where the file does not say.", most=240)
    source_url = forms.URLField(
        label="Source address",
        help_text="Where readers can check them.",
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    licence = _text(
        "Licence", "For example “Open Government Licence v3.0”. Only where the file does not say.", most=160
    )

    #: what belongs together on the screen
    FIRST = ("file", "title", "notes", "indicator")
    HOW = ("mode", "disclosure")
    SOURCE = ("source_name", "source_url", "licence")

    def __init__(self, *args: Any, refused_file: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if refused_file:
            self.fields["file"].error_messages["required"] = TOO_LARGE

    def clean_file(self) -> UploadedFile:
        """Refuse what is no table by its name; what it holds is looked at by the worker."""
        file: UploadedFile = self.cleaned_data["file"]
        if PurePath(file.name or "").suffix.lower() not in ENDINGS:
            raise forms.ValidationError("This is no CSV, XLSX or ODS file. Save the table as one of these.")
        if (file.size or 0) > MOST:
            raise forms.ValidationError(TOO_LARGE)
        return file

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Give the fields of the first part."""
        return [self[name] for name in self.FIRST]

    @property
    def how_fields(self) -> list[forms.BoundField]:
        """Give the fields of the second part."""
        return [self[name] for name in self.HOW]

    @property
    def source_fields(self) -> list[forms.BoundField]:
        """Give the fields of the third part."""
        return [self[name] for name in self.SOURCE]
