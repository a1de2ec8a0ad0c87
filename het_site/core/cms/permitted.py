"""Screens and menu entries of the CMS for whoever has a permission."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import View
from wagtail.admin.menu import MenuItem

from het_site.core.models import User


def person(request: HttpRequest) -> User:
    """Give who is signed in; the CMS lets nobody else in."""
    return cast("User", request.user)


class PermittedView(View):
    """Lets in who has the permission, before anything is looked up."""

    needs = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else."""
        if not person(request).has_perm(self.needs):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class PermittedMenuItem(MenuItem):
    """An entry for who has the permission."""

    def __init__(self, *args: Any, needs: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = needs

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person may see it."""
        return person(request).has_perm(self.needs)
