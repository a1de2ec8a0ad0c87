"""The forms of readers: sign up, choose, another address. What was typed stays, unless it is far too long to show again."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from het_site.core.trapped_forms import TrappedForm
from newsletter.addresses import LONGEST, tidy
from newsletter.models import Subscriber
from newsletter.subscribers import topics

NO_ADDRESS = "Enter your email address"
LONGEST_NAME = 80
NAME_TOO_LONG = f"Your name must be {LONGEST_NAME} characters or fewer"
NAME_WITH_SIGNS = "Your name must be letters in one line, without signs that control how text is shown"
SAME_ADDRESS = "This is the address we have. Enter another one"
#: signs that some languages need to write a name
JOINERS = "\u200c\u200d"
#: longer than anybody types; it is refused, and not sent back either
FAR_TOO_LONG = 1000


def tidy_name(text: str) -> str:
    """Give a name as it is kept: one line, gaps closed. Raises `ValidationError` where it holds control signs."""
    text = unicodedata.normalize("NFC", text).strip()
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} for sign in text if sign not in JOINERS):
        raise ValidationError(NAME_WITH_SIGNS, code="signs")
    text = " ".join(text.split())
    if len(text) > LONGEST_NAME:
        raise ValidationError(NAME_TOO_LONG, code="max_length")
    return text


def _shortened(data: QueryDict) -> QueryDict:
    """Cut what nobody typed: still too long to be taken, short enough to be shown again."""
    fresh = data.copy()
    for name, values in data.lists():
        fresh.setlist(name, [str(value)[:FAR_TOO_LONG] for value in values])
    return fresh


class AddressField(forms.CharField):
    """An email address, tidied as the newsletter keeps it."""

    def __init__(self, *, label: str, help_text: str = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            error_messages={"required": NO_ADDRESS},
            widget=forms.EmailInput(
                attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none", "maxlength": LONGEST}
            ),
        )

    def clean(self, value: Any) -> str:
        """Tidy what was typed."""
        return tidy(str(super().clean(value)))


class ChoiceForm(forms.Form):
    """A name and topics."""

    name = forms.CharField(
        label="Your name",
        required=False,
        max_length=LONGEST_NAME,
        error_messages={"max_length": NAME_TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "govuk-input--width-20"}),
    )
    topics = forms.MultipleChoiceField(
        label="Topics",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "small"}),
        help_text="Choose what you want to hear about. Choose none to get every edition.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topics"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (declared above)
        field.choices = topics.choices()
        if isinstance(self.data, QueryDict):
            self.data = _shortened(self.data)

    def clean_name(self) -> str:
        """Tidy the name."""
        return tidy_name(self.cleaned_data["name"])


class SignUpForm(ChoiceForm, TrappedForm):
    """Asks for the newsletter."""

    email = AddressField(label="Email address")
    field_order = ["email", "name", "topics"]


class YoursForm(ChoiceForm):
    """A reader's name and topics."""

    def __init__(self, data: Any = None, *, subscriber: Subscriber) -> None:
        super().__init__(data, initial={"name": subscriber.name, "topics": topics.of(subscriber)})


class MoveForm(forms.Form):
    """Another address."""

    email = AddressField(
        label="New email address", help_text="We send an email there. Nothing changes before you confirm."
    )

    def __init__(self, data: Any = None, *, subscriber: Subscriber) -> None:
        super().__init__(_shortened(data) if isinstance(data, QueryDict) else data)
        self._subscriber = subscriber

    def clean_email(self) -> str:
        """Refuse the address that we have."""
        email: str = self.cleaned_data["email"]
        if email == self._subscriber.email:
            raise ValidationError(SAME_ADDRESS, code="same")
        return email
