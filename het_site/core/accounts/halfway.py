"""Staff who have shown a password and no second factor yet: halfway in, they are nobody, wherever they go."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from het_site.core.accounts import factors, people
from het_site.core.accounts.access import NEXT
from het_site.core.models import User

#: Wagtail's own pages that people need before or instead of the second factor
OPEN = ("wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_password_reset")


class HalfwayIsNobody:
    """Leads staff without a second factor from the CMS to where they set one up or show it; elsewhere they are readers.

    `request.halfway` is who they will be, for the pages of the second factor alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = _halfway(request)
        if user is None:
            return self.get_response(request)
        path, cms = request.path_info, reverse("wagtailadmin_home")
        if path.startswith(tuple(reverse(name) for name in OPEN)):
            return self.get_response(request)
        if path.startswith(cms):
            there = request.get_full_path() if request.method in {"GET", "HEAD"} else cms
            response = HttpResponseRedirect(f"{reverse('second_factor')}?{urlencode({NEXT: there}, safe='/')}")
            response["Cache-Control"] = "private, no-store"
            return response
        request.halfway = user  # type: ignore[attr-defined]  # kept as long as the request
        request.user = AnonymousUser()
        return self.get_response(request)


def _halfway(request: HttpRequest) -> User | None:
    """Give who is halfway in. The session of readers, who bring no cookie, is not even looked at."""
    if not settings.SECOND_FACTOR or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = request.user
    if isinstance(user, AnonymousUser) or not user.is_authenticated or not people.is_staff(user):
        return None
    return None if factors.has_passed(request, user) else user
