"""One reader: what is held, what happened, what they were sent; taking them off the list and erasing them when they ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from newsletter.cms.subscribers.screens import CHANGE, AboutReader, address, person
from newsletter.models import Suppression
from newsletter.subscribers import topics
from newsletter.subscribers.leaving import BY_OFFICE, erase, leave

MOST_SHOWN = 100


class ReadingView(AboutReader):
    """All of it on one screen."""

    template_name = "newsletter/cms/subscribers/read.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what is shown of the reader."""
        reader = self.reader
        return super().get_context_data(**kwargs) | {
            "topics": ", ".join(topics.words(reader)) or "Everything",
            "events": reader.events.select_related("by").order_by("-happened_at", "-pk")[:MOST_SHOWN],
            "deliveries": reader.deliveries.select_related("sending__edition").order_by("-pk")[:MOST_SHOWN],
            "suppression": Suppression.objects.filter(address_key=reader.address_key).first(),
            "has_left": reader.state == reader.State.LEFT,
        }


class LeaveView(AboutReader):
    """Takes a reader off the list who asked the team."""

    permission = CHANGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take them off, and say so."""
        leave(subscriber=self.reader, source=BY_OFFICE, by=person(request))
        messages.success(request, "Taken off the list. They can come back by signing up themselves.")
        return redirect(address("read", self.reader.pk))


class EraseView(AboutReader):
    """Asks before a reader is erased."""

    permission = CHANGE
    template_name = "newsletter/cms/subscribers/erase.html"
    page_title = "Erase a subscriber"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Erase them."""
        erase(subscriber=self.reader)
        messages.success(request, "Erased. Only a keyed hash is left, so that no list brings them back.")
        return redirect(address("index"))
