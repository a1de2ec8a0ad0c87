"""The form about one picture: the words that go with it, who agreed, and for what. Stores what is told, however little."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from casestudies.models import ConsentEvent, PictureConsent
from het_site.core.forms import DayMonthYear

CHANNELS = {"on_web": "This website (needed)", "in_newsletter": "Newsletters", "on_social": "Social media"}
REAL_DATE = {"invalid": "Enter a real date, for example 27 3 2026."}
SHOWN = (
    (PictureConsent.Shown.NOBODY, "Nobody can be recognised"),
    (PictureConsent.Shown.ADULTS, "Adults"),
    (PictureConsent.Shown.YOUNG, "Young people from 13 to 17"),
    (PictureConsent.Shown.CHILDREN, "Children under 13"),
)


class DraftForm(forms.Form):
    """Shows which fields are needed in the end, and refuses none for being empty: a draft may be as bare as its writers like."""

    use_required_attribute = False

    def full_clean(self) -> None:
        """Look at what was told, as if nothing were needed."""
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True


class WordsForm(DraftForm):
    """What goes with a picture."""

    alt = forms.CharField(
        label="Describe the picture for people who cannot see it",
        max_length=250,
        help_text="Say what somebody would miss: who does what, where. One or two sentences, without “picture of”. "
        "For example: Two neighbours plant beans in a raised bed beside a block of flats.",
        widget=forms.Textarea({"rows": 3}),
    )
    caption = forms.CharField(
        label="Caption",
        max_length=250,
        required=False,
        help_text="Shown under the picture. Name people only if they agreed to be named.",
    )
    credit = forms.CharField(
        label="Who took it", max_length=200, required=False, help_text="For example, Photograph: Jo Smith."
    )


class ConsentForm(DraftForm):
    """Who can be recognised, who agreed, and for what. Only a date that is none, or is over, is told at once."""

    shown = forms.ChoiceField(
        label="Who can be recognised?",
        choices=SHOWN,
        widget=forms.RadioSelect,
        help_text="If there are several, choose the youngest. A badge, a voice or a place can make somebody recognisable.",
    )
    holder = forms.CharField(
        label="Who keeps the consent of the people shown?",
        max_length=160,
        help_text="The organisation or role that could show the signed form if asked. Needed if anybody can be recognised.",
    )
    guardian = forms.CharField(
        label="Which parent or guardian agreed?",
        max_length=160,
        help_text="Needed if children under 13 can be recognised. Their role is enough, for example “the mother of both”.",
    )
    given_on = forms.DateField(
        label="When did they agree?",
        widget=DayMonthYear,
        error_messages=REAL_DATE,
        help_text="Needed if anybody can be recognised.",
    )
    channels = forms.MultipleChoiceField(
        label="Where may it be shown?",
        choices=list(CHANNELS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="Only where they agreed to.",
    )
    expires_on = forms.DateField(
        label="When does the consent end?",
        required=False,
        widget=DayMonthYear,
        error_messages=REAL_DATE,
        help_text="Leave empty if they set no end. After that day the picture is taken away everywhere.",
    )
    reference = forms.CharField(
        label="Your reference",
        max_length=80,
        required=False,
        help_text="How you find the signed form again. Readers do not see it.",
    )

    def clean_given_on(self) -> Any:
        """Refuse a day that has not come."""
        given = self.cleaned_data["given_on"]
        if given is not None and given > timezone.localdate():
            raise ValidationError("The day they agreed cannot be in the future.")
        return given

    def clean_expires_on(self) -> Any:
        """Refuse a day that is over: the picture would go at once."""
        ends = self.cleaned_data["expires_on"]
        if ends is not None and ends < timezone.localdate():
            raise ValidationError("This day is over. Enter when the consent ends, or leave it empty.")
        return ends

    def told(self) -> dict[str, Any]:
        """Give what was told and can be stored, as fields of a consent."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "channels"}
        if "channels" in self.cleaned_data:
            found |= {channel: channel in self.cleaned_data["channels"] for channel in CHANNELS}
        return found

    @classmethod
    def of(cls, consent: PictureConsent | None) -> dict[str, Any]:
        """Give what is stored, as the form shows it."""
        if consent is None:
            return {}
        names = ("shown", "holder", "guardian", "given_on", "expires_on", "reference")
        channels = [channel for channel in CHANNELS if getattr(consent, channel)]
        return {name: getattr(consent, name) for name in names} | {"channels": channels}


class WithdrawForm(forms.Form):
    """Who asked for a picture to be taken away."""

    asked_by = forms.ChoiceField(
        label="Who asked for this?",
        choices=[choice for choice in ConsentEvent.Asked.choices if choice[0] != ConsentEvent.Asked.OFFICE],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who asked for this."},
        help_text="It is noted with the day. No name is kept.",
    )


class TitleForm(forms.Form):
    """What a document is called."""

    title = forms.CharField(
        label="What is the document called?",
        max_length=120,
        help_text="What readers see on the link, for example “Evaluation of the first year”.",
        error_messages={"required": "Enter what the document is called."},
    )
