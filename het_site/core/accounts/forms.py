"""The two forms of signing in: an address, then a code."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from het_site.core.accounts.codes import DIGITS
from het_site.core.trapped_forms import TrappedForm

NO_ADDRESS = "Enter your email address."
NOT_AN_ADDRESS = "Enter an email address such as name@example.org."
NO_CODE = "Enter the code from our email."
NOT_A_CODE = f"Enter the {DIGITS} digits of the code, such as 012345."


class AddressForm(TrappedForm):
    """Asks for an email address."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={"required": NO_ADDRESS, "invalid": NOT_AN_ADDRESS, "max_length": NOT_AN_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def clean_email(self) -> str:
        """Take plain letters only: a letter that merely looks like another could stand for somebody else's mailbox."""
        address = str(self.cleaned_data["email"])
        if not address.isascii():
            raise ValidationError(NOT_AN_ADDRESS, code="invalid")
        return address


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
