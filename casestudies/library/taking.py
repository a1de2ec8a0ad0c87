"""Answers the addresses below the library and its stories that are files: PDF, card, citation, feed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from casestudies.library.card import card
from casestudies.library.citing import citation
from casestudies.library.feeds import atom_feed
from casestudies.library.filtering import Selection
from casestudies.library.printing import pdf
from casestudies.library.queries import bring_along
from casestudies.library.state import State, state
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from het_site.core.middleware import ASK_EACH_TIME
from het_site.core.models import BrandSettings
from indicators.downloads.views import limited

#: how long what costs much to make is kept, in seconds
KEPT_FOR = 60 * 60


def story_file(request: HttpRequest, *, page: CaseStudyPage, kind: str) -> HttpResponseBase:
    """Give a file of a story."""
    give = limited(_costly) if kind in {"pdf", "png"} else _cheap
    return give(request, page=page, kind=kind)


def _costly(request: HttpRequest, *, page: CaseStudyPage, kind: str) -> HttpResponseBase:
    site, address = _imprint(request, page)
    now = state()
    mark = now.mark_of(kind, page.pk, site, address)

    def make() -> bytes:
        made: bytes | None = cache.get(key := f"casestudies.library.{mark}")
        if made is None:
            if kind == "png":
                owners = ", ".join(owner.name for owner in page.organisations.all())
                made = card(title=page.title, organisation=owners, site=site)
            else:
                bring_along(page)
                made = pdf(page, site=site, address=address, state=now)
            cache.set(key, made, timeout=KEPT_FOR)
        return made

    content_type = "image/png" if kind == "png" else "application/pdf"
    response = _answer(request, make, content_type=content_type, name=f"{page.slug}.{kind}", mark=mark, now=now)
    if kind == "pdf":  # pictures that may be withdrawn are in it, and the words about them
        response["Cache-Control"] = ASK_EACH_TIME
    return response


def _cheap(request: HttpRequest, *, page: CaseStudyPage, kind: str) -> HttpResponseBase:
    site, address = _imprint(request, page)
    now = state()
    cited = citation(page, site=site, address=address)
    text, content_type = (
        (cited.bibtex, "application/x-bibtex; charset=utf-8")
        if kind == "bib"
        else (cited.ris, "application/x-research-info-systems; charset=utf-8")
    )
    mark = now.mark_of(kind, page.pk, site, address)
    response = _answer(request, text.encode, content_type=content_type, name=f"{page.slug}.{kind}", mark=mark, now=now)
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.{kind}"'
    return response


def feed(request: HttpRequest, *, index: CaseStudyIndexPage) -> HttpResponseBase:
    """Give the feed of a choice of filters."""
    now, asked = state(), Selection.parse(request.GET)
    mark = now.mark_of("feed", index.get_full_url(request), asked)

    def make() -> bytes:
        return atom_feed(index, request, asked).encode()

    return _answer(request, make, content_type="application/atom+xml; charset=utf-8", name="", mark=mark, now=now)


def _imprint(request: HttpRequest, page: CaseStudyPage) -> tuple[str, str]:
    return BrandSettings.for_request(request).site_name, f"{settings.SITE_URL}{page.url}"


def _answer(
    request: HttpRequest, make: Callable[[], bytes], *, content_type: str, name: str, mark: str, now: State
) -> HttpResponse:
    """Give a file; nothing is made for those who have it already, or ask for its head alone."""
    modified = int(now.changed_at.timestamp()) if now.changed_at else None
    unchanged: Any = get_conditional_response(request, mark, modified)
    if unchanged is not None:
        return cast("HttpResponse", unchanged)
    response = HttpResponse(make() if request.method == "GET" else b"", content_type=content_type)
    response["ETag"] = mark
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    if name:
        response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
