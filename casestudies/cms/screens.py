"""What every screen about stories has: who may see it, the story, the way back, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from casestudies.access import OFFICERS, Action, Who, may, what_is
from casestudies.actions import Refused
from casestudies.actions.judging import MovedOnError
from casestudies.models import Submission
from het_site.core.cms.permitted import PermittedView, person

NAMESPACE = "stories"
TITLE = "Stories"
MOVED_ON = "Its writers sent it anew after you opened this page. Nothing was done: look at what changed first."
REFUSED = "This cannot be done any more: somebody else, or its writers, did something with the story meanwhile."

TONES = {
    Submission.State.SUBMITTED: "primary",
    Submission.State.ACCEPTED: "primary",
    Submission.State.PUBLISHED: "primary",
}


def address(name: str, *arguments: int) -> str:
    """Give the address of one of the screens."""
    return reverse(f"{NAMESPACE}:{name}", args=arguments)


class ForOfficers(PermittedView):
    """Lets in who judges stories, before anything is looked up."""

    needs = OFFICERS


class AboutStory(ForOfficers):
    """Something about one story that was sent; a draft, and an officer's own story, are not there."""

    story: Submission

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the story."""
        if person(request).has_perm(OFFICERS):
            rows = Submission.objects.select_related("assignee", "organisation", "page")
            story = rows.filter(pk=kwargs["pk"]).first()
            if story is None or not may(what_is(person(request), story), Action.READ_AS_OFFICER, story.state):
                raise Http404
            self.story = story
        return super().dispatch(request, *args, **kwargs)

    def can(self, action: Action) -> bool:
        """Tell whether an officer can do something with the story now."""
        return may(Who.OFFICER, action, self.story.state)

    def back(self, anchor: str = "") -> HttpResponse:
        """Go to the story."""
        return redirect(address("read", self.story.pk) + (f"#{anchor}" if anchor else ""))

    def attempt(
        self, work: Callable[[], object], *, done: str, text: str = "", anchor: str = "", or_else: str = REFUSED
    ) -> HttpResponse:
        """Do what was asked, say so and go back; where it cannot be done say why, and show again what was written."""
        try:
            work()
        except Refused as error:
            why = MOVED_ON if isinstance(error, MovedOnError) else or_else
            if text.strip():
                words = {"story": self.story, "why": why, "text": text, "story_url": address("read", self.story.pk)}
                return render(self.request, "casestudies/cms/kept.html", words | header(self.story), status=409)
            messages.error(self.request, why)
            return self.back()
        messages.success(self.request, done)
        return self.back(anchor)


def header(story: Submission) -> dict[str, Any]:
    """Give what a screen's frame needs that is no view of Wagtail's."""
    return {"page_title": "Not saved", "header_title": "Not saved", "header_icon": "openquote"}


class StoryScreen(WagtailAdminTemplateMixin, AboutStory, TemplateView):
    """A screen about one story."""

    header_icon = "openquote"

    def get_page_title(self) -> str:
        """Name the story, unless the screen has a name of its own."""
        return self.page_title or self.story.called or "A story"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the queue, and to the story."""
        items = [*self.breadcrumbs_items, {"url": address("index"), "label": TITLE}]
        if not self.page_title:
            return [*items, {"url": "", "label": self.story.called or self.story.title}]
        own = {"url": address("read", self.story.pk), "label": self.story.called or self.story.title}
        return [*items, own, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the story and its state."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "story": self.story,
            "story_url": address("read", self.story.pk),
            "tone": TONES.get(Submission.State(self.story.state), ""),
        }


class Deed(AboutStory):
    """Something that is done with a story at the press of a button; looking at its address does nothing."""

    http_method_names = ["post"]

    @property
    def seen(self) -> int | None:
        """Give the revision that the officer looked at, as the form says."""
        value = self.request.POST.get("seen", "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
