"""What the app adds to the CMS."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from priorities.models import PrinciplePage
from priorities.viewsets import WhoAndWhatGroup

register_snippet(WhoAndWhatGroup)


@hooks.register("before_copy_page")
def refuse_to_copy_a_principle(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say why a principle cannot be copied, rather than fail: each has exactly one page."""
    if not isinstance(page.specific, PrinciplePage):
        return None
    messages.warning(request, "Each principle has one page, so this one cannot be copied. Edit it instead.")
    return redirect("wagtailadmin_explore", page.get_parent().pk)
