"""What every screen about a release has: who may see it, its header, its way back, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from het_site.core.models import User
from indicators.actions import ReleaseError
from indicators.cms import words
from indicators.models import DataRelease

#: the name under which the screens' addresses are known
NAMESPACE = "data_releases"
TITLE = "Data releases"


class ReleasePolicy(ModelPermissionPolicy):
    """Lets nobody delete a release, administrators included: it is discarded, and its history stays."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse to delete."""
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Refuse when only deleting is asked for."""
        left = [action for action in actions if action != "delete"]
        return bool(left) and super().user_has_any_permission(user, left)


def address(name: str, *arguments: int) -> str:
    """Give the address of one of the screens."""
    return reverse(f"{NAMESPACE}:{name}", args=arguments)


def person(request: HttpRequest) -> User:
    """Give who is signed in; the CMS lets nobody else in."""
    return cast("User", request.user)


def attempt(request: HttpRequest, work: Callable[[], object], *, done: str) -> bool:
    """Do what was asked and say so; where it cannot be done, say why."""
    try:
        work()
    except ReleaseError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


class Screen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen of the section; who may see it is said by each."""

    permission_policy = ReleasePolicy(DataRelease)
    any_permission_required = ["add", "change", "view"]
    header_icon = "history"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": address("index"), "label": TITLE},
            {"url": "", "label": self.get_page_title()},
        ]

    def may(self, action: str) -> bool:
        """Tell whether the person may do something with releases."""
        return bool(self.user_has_permission(action))


class ReleaseScreen(Screen):
    """A screen about one release."""

    release: DataRelease

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the release."""
        super().setup(request, *args, **kwargs)
        rows = DataRelease.objects.select_related("indicator", "loaded_by", "published_by", "restores")
        self.release = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        """Name the release, unless the screen has a name of its own."""
        return self.page_title or self.release.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the release and to the list."""
        items = [*self.breadcrumbs_items, {"url": address("index"), "label": TITLE}]
        if not self.page_title:
            return [*items, {"url": "", "label": self.release.title}]
        own = {"url": self.release_url, "label": self.release.title}
        return [*items, own, {"url": "", "label": self.page_title}]

    @property
    def release_url(self) -> str:
        """Give the address of the release's own screen."""
        return address("inspect", self.release.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the release, its state in words and what may be done."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "release": self.release,
            "release_url": self.release_url,
            "state": words.state(self.release),
            "tone": words.tone(self.release),
            "can_change": self.may("change"),
            "can_add": self.may("add"),
        }

    def back(self) -> HttpResponse:
        """Go to the release's own screen."""
        return redirect(self.release_url)


class ReleaseDeed(ReleaseScreen):
    """Something that is done with a release at the press of a button; looking at its address does nothing."""

    permission_required = "change"
    http_method_names = ["post"]
    done = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it and go back to the release."""
        attempt(request, self.work, done=self.done)
        return self.back()

    def work(self) -> None:
        """Do what the button says."""
        raise NotImplementedError
