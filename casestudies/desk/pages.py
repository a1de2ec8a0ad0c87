"""What every page of the partners' side is drawn with: its title, the way back, and the story it is about."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casestudies.models import CaseStudyIndexPage, Submission


def page(
    request: HttpRequest,
    template: str,
    title: str,
    *,
    submission: Submission | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Draw a page of the partners' side."""
    crumbs = [{"title": "Home", "url": "/"}]
    library = CaseStudyIndexPage.objects.live().first()
    if library is not None:
        crumbs.append({"title": library.title, "url": library.get_url(request)})
    if template != "home":
        crumbs.append({"title": "Share your story", "url": reverse("desk_home")})
    if submission is not None and template not in {"story", "home"}:
        crumbs.append({"title": submission.title, "url": reverse("desk_story", args=[submission.key])})
    known = {"page_title": title, "submission": submission, "crumbs": crumbs}
    return render(request, f"casestudies/desk/{template}.html", known | context, status=status)
