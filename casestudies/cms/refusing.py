"""Tells editors why a page did not go live, whichever button they pressed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from casestudies.actions.publishing import NotPublicError


class TellWhyNotPublic:
    """Leads whoever approved or published such a page, alone or with others, back to it. Nothing of it was done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Turn the refusal into words."""
        if not isinstance(fault, NotPublicError):
            return None
        messages.error(request, f"{fault.page.get_admin_display_title()}: {fault}")
        address = reverse("wagtailadmin_pages:edit", args=[fault.page.pk])
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":  # the window in which one approves
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)
