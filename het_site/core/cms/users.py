"""Screens for people's accounts. Nobody but a superuser makes, changes or switches off a superuser."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.users.views.users import CreateView, EditView, UserViewSet

SUPERUSER = "is_superuser"


class NameForm(NameEmailForm):
    """One's own name, so marked that a browser can fill it in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, purpose in (("first_name", "given-name"), ("last_name", "family-name")):
            self.fields[name].widget.attrs["autocomplete"] = purpose


def use_our_forms() -> None:
    """Exchange the form of Wagtail's account screen, for which it has no setting; called once, when the app is ready."""
    NameEmailSettingsPanel.form_class = NameForm


class _WithoutSuperuser:
    """Takes the superuser box away from everybody who is none: the form itself does not know it, not only the page."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> Form:
        form: Form = super().get_form(*args, **kwargs)  # type: ignore[misc]  # a mixin's super is the view it is mixed into
        for name in ("email", "first_name", "last_name"):
            form.fields[name].widget.attrs["autocomplete"] = "off"  # they are somebody else's
        if not self.request.user.is_superuser:
            form.fields.pop(SUPERUSER, None)
        return form


class AddPersonView(_WithoutSuperuser, CreateView):
    """Adds a person."""


class EditPersonView(_WithoutSuperuser, EditView):
    """Changes a person's account."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse to open a superuser's account for anybody who is none: a new password would make them one."""
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class PersonViewSet(UserViewSet):
    """Wagtail's screens for users, with the rule above."""

    add_view_class = AddPersonView
    edit_view_class = EditPersonView
