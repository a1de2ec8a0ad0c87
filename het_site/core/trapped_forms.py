"""A form that people send and programs stumble over: a box that nobody sees, and a time before which nobody can be done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict

A_PROGRAM = "It looked as if a program had filled this in. Check your address and send it again."
OPEN_TOO_LONG = "This page was open for too long. Send it again."

#: nobody reads a page and types an address so quickly
AT_LEAST = timedelta(seconds=1)
AT_MOST = timedelta(days=1)
_stamp = signing.TimestampSigner(salt="het_site.core.accounts.forms")


def stamp() -> str:
    """Mark when a form was shown."""
    return _stamp.sign("shown")


class TrappedForm(forms.Form):
    """Asks nothing itself. `website` is a trap: people never see it."""

    website = forms.CharField(required=False, label="Leave this empty")
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = stamp

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
        fresh = QueryDict(mutable=True)
        fresh.update(self.data)
        fresh.setlist("shown", [stamp()])
        self.data = fresh
