"""The two forms of signing in: an address, then a code. The first one stops programs that fill in every box at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from het_site.core.accounts.codes import DIGITS

NO_ADDRESS = "Enter your email address."
NOT_AN_ADDRESS = "Enter an email address such as name@example.org."
NO_CODE = "Enter the code from our email."
NOT_A_CODE = f"Enter the {DIGITS} digits of the code, such as 012345."
A_PROGRAM = "It looked as if a program had filled this in. Check your address and send it again."
OPEN_TOO_LONG = "This page was open for too long. Send it again."

#: nobody reads a page and types an address so quickly
AT_LEAST = timedelta(seconds=1)
AT_MOST = timedelta(days=1)
_stamp = signing.TimestampSigner(salt="het_site.core.accounts.forms")


def stamp() -> str:
    """Mark when a form was shown."""
    return _stamp.sign("shown")


class AddressForm(forms.Form):
    """Asks for an email address. `website` is a trap: people never see it."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={"required": NO_ADDRESS, "invalid": NOT_AN_ADDRESS, "max_length": NOT_AN_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
    )
    website = forms.CharField(required=False, label="Leave this empty")
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = stamp

    def clean_email(self) -> str:
        """Take plain letters only: a letter that merely looks like another could stand for somebody else's mailbox."""
        address = str(self.cleaned_data["email"])
        if not address.isascii():
            raise ValidationError(NOT_AN_ADDRESS, code="invalid")
        return address

    def clean(self) -> dict[str, Any]:
        """Refuse what came too quickly, too late, or with the trap filled in. Sent again, it passes."""
        if self.cleaned_data.get("website"):
            raise ValidationError(A_PROGRAM, code="trap")
        shown = self.cleaned_data.get("shown", "")
        try:
            _stamp.unsign(shown, max_age=AT_MOST)
        except signing.BadSignature:
            self._show_anew()
            raise ValidationError(OPEN_TOO_LONG, code="late") from None
        try:
            _stamp.unsign(shown, max_age=AT_LEAST)
        except signing.SignatureExpired:
            return self.cleaned_data
        raise ValidationError(A_PROGRAM, code="quick")

    def _show_anew(self) -> None:
        self.data = {name: self.data.get(name) for name in self.data} | {"shown": stamp()}


class CodeForm(forms.Form):
    """Asks for the code, as it is or with gaps between its digits."""

    code = forms.CharField(
        label=f"{DIGITS}-digit code",
        max_length=40,
        error_messages={"required": NO_CODE, "max_length": NOT_A_CODE},
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-10",
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        """Take out the gaps."""
        code = "".join(sign for sign in self.cleaned_data["code"] if sign not in " -\u00a0\u2009\u202f")
        if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
            raise ValidationError(NOT_A_CODE, code="invalid")
        return code
