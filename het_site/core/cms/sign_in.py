"""Signing in to the CMS and asking for a new password: limited, and the same answer for known and unknown addresses."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from het_site.core.tasks import send_password_reset
from het_site.core.throttle import Limit, forgive, network_address, spend

logger = logging.getLogger(__name__)

WINDOW = timedelta(minutes=15)
#: guessing one person's password from one place
BY_PERSON_AND_PLACE = Limit("sign in by person and place", most=5, within=WINDOW)
#: guessing one person's password from many places; wide enough that a stranger cannot easily keep somebody out
BY_PERSON = Limit("sign in by person", most=30, within=WINDOW)
#: trying one password on many people; wide enough for an office behind one address
BY_PLACE = Limit("sign in by place", most=60, within=WINDOW)

RESET_BY_PERSON = Limit("password reset by person", most=3, within=timedelta(hours=1))
RESET_BY_PLACE = Limit("password reset by place", most=20, within=timedelta(hours=1))

TOO_MANY = "There were too many tries. Wait 15 minutes, then try again, or ask for a new password below."
NO_ADDRESS = "Enter the email address of your account."


class SignInForm(WagtailLoginForm):
    """Email address and password, tried only so often."""

    error_messages = {
        **WagtailLoginForm.error_messages,
        "invalid_login": "The email address or the password is not right. Check both and try again.",
        "inactive": "The email address or the password is not right. Check both and try again.",
        "too_many": TOO_MANY,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.label, password.label = "Email address", "Password"
        name.error_messages["required"] = NO_ADDRESS
        password.error_messages["required"] = "Enter your password."
        name.widget.input_type = "email"
        name.widget.attrs.update({"autocomplete": "username", "spellcheck": "false"})
        password.widget.attrs["autocomplete"] = "current-password"
        for field in (name, password):
            field.widget.attrs.pop("placeholder", None)  # it goes away when it is needed most

    def clean(self) -> dict[str, Any]:
        """Refuse a try beyond the limits before the password is looked at."""
        person = str(self.cleaned_data.get("username", "")).strip()
        if not person or not self.cleaned_data.get("password"):
            return dict(super().clean())
        place = network_address(self.request)
        if not spend({BY_PERSON_AND_PLACE: f"{person} {place}", BY_PERSON: person, BY_PLACE: place}):
            logger.warning("Sign-in refused: too many tries.")
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        cleaned = dict(super().clean())
        forgive(BY_PERSON_AND_PLACE, f"{person} {place}")
        return cleaned


class NewPasswordForm(WagtailPasswordResetForm):
    """Asks where to send the link for a new password. Says the same whether or not anybody has that address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Email address"
        self.fields["email"].error_messages["required"] = NO_ADDRESS
        self.fields["email"].error_messages["invalid"] = "Enter an address such as name@example.org."
        self.fields["email"].widget.attrs["autocomplete"] = "username"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Have the link sent by a worker, unless it was asked for too often.

        Whether anybody has the address is looked up there: here it would tell a good clock.
        """
        request, person = kwargs["request"], self.cleaned_data["email"]
        if spend({RESET_BY_PERSON: person, RESET_BY_PLACE: network_address(request)}):
            send_password_reset.defer(
                address=person,
                host=request.get_host(),
                is_secure=kwargs["use_https"],
                subject_template=kwargs["subject_template_name"],
                text_template=kwargs["email_template_name"],
            )
        else:
            logger.warning("Password reset not sent: asked for too often.")
