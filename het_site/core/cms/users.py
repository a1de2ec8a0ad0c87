"""Screens for people's accounts. Nobody but a superuser makes, changes or switches off a superuser."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from wagtail.users.views.users import CreateView, EditView, UserViewSet

SUPERUSER = "is_superuser"


class _WithoutSuperuser:
    """Takes the superuser box away from everybody who is none: the form itself does not know it, not only the page."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> Form:
        form: Form = super().get_form(*args, **kwargs)  # type: ignore[misc]  # a mixin's super is the view it is mixed into
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
