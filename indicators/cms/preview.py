"""The page of an indicator as readers would see it with the figures of a release, before any of it is live."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from indicators.actions import ReleaseError
from indicators.actions.previewing import as_if_published
from indicators.cms import words
from indicators.cms.release import COMPARED
from indicators.cms.screens import ReleaseScreen, address


class _Previewed(ReleaseScreen):
    """What both screens know: the indicators that the release is about."""

    entry: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the indicator among those of the release; the first where none is asked for."""
        entries = self.release.counts.get("indicators", [])
        wanted = kwargs.get("indicator")
        found = [entry for entry in entries if wanted is None or entry["id"] == wanted]
        if wanted is not None and not found:
            raise Http404
        if found:
            self.entry = found[0]
        return super().dispatch(request, *args, **kwargs)


class PreviewView(_Previewed):
    """The page in a frame, with the other indicators beside it."""

    template_name = "indicators/cms/preview.html"
    page_title = "Preview"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the frame, where there is anything to be seen."""
        if self.release.status not in COMPARED or not hasattr(self, "entry"):
            return self.back()
        if "indicator" not in kwargs:
            return redirect(address("preview", self.release.pk, self.entry["id"]))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the indicator and the others."""
        release = self.release
        others = [
            {
                "title": entry["title"],
                "url": address("preview", release.pk, entry["id"]),
                "is_current": entry is self.entry,
                "what": _what(entry, is_replacing=release.mode == release.Mode.REPLACE),
            }
            for entry in release.counts.get("indicators", [])
        ]
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "others": others,
            "frame_url": address("preview_page", release.pk, self.entry["id"]),
        }


def _what(entry: dict[str, Any], *, is_replacing: bool) -> str:
    counts = ((entry["new"], "new"), (entry["changed"], "changed"), (entry["absent"] * is_replacing, "taken down"))
    return ", ".join(f"{number:,} {what}" for number, what in counts if number) or "nothing changes"


class PreviewPageView(_Previewed):
    """The page itself, made with the release applied and then undone."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the page as a reader would ask for it, without a session, so that it is the reader's in every part."""
        try:
            with as_if_published(release=self.release, indicator_id=self.entry["id"]) as indicator:
                page: HttpResponse = indicator.make_preview_request()
        except ReleaseError as error:
            context = {"message": str(error), "title": words.in_short([self.entry["title"]])}
            return TemplateResponse(request, "indicators/cms/no_preview.html", context, status=409)
        page["Cache-Control"] = "private, no-store"  # it is made as for everybody and is not
        return page
