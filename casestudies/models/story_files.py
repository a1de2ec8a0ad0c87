"""What can be taken away of a story, at addresses below its page: to print, to share, to cite."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponseBase
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

if TYPE_CHECKING:
    from casestudies.models.library import CaseStudyPage


class StoryFiles(RoutablePageMixin):
    """The files of a story's page."""

    @property
    def card_url(self) -> str:
        """Give the address of the picture that stands for it; a draft has none."""
        page = cast("CaseStudyPage", self)
        return f"{page.url}card.png" if page.live and page.url else ""

    @path("story.pdf/", name="pdf")
    def pdf(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the story to print."""
        return self._file(request, "pdf")

    @path("card.png/", name="card")
    def card(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the picture that stands for it where it is shared."""
        return self._file(request, "png")

    @path("cite.bib/", name="bibtex")
    def bibtex(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with its citation as BibTeX."""
        return self._file(request, "bib")

    @path("cite.ris/", name="ris")
    def ris(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with its citation as RIS."""
        return self._file(request, "ris")

    def _file(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        from casestudies.library.taking import story_file

        return story_file(request, page=cast("CaseStudyPage", self), kind=kind)
