"""What happened to readers, and which addresses are not written to, of which nobody can read who they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse

from newsletter.addresses import address_key, tidy
from newsletter.cms.subscribers.screens import PER_PAGE, Screen
from newsletter.models import SubscriberEvent, SubscriberExport, SubscriberImport, Suppression

Kind = SubscriberEvent.Kind
MOST_FILES = 50


class LogView(Screen):
    """Everything that happened, the newest first."""

    template_name = "newsletter/cms/subscribers/log.html"
    page_title = "What happened"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the events of one kind or all, a page at a time, and how many there are of each."""
        chosen = self.request.GET.get("show", "")
        chosen = chosen if chosen in Kind.values else ""
        counts = dict(SubscriberEvent.objects.order_by().values_list("kind").annotate(Count("pk")))
        kinds = [
            ("", "All", sum(counts.values())),
            *((kind, words, counts.get(kind, 0)) for kind, words in Kind.choices),
        ]
        rows = SubscriberEvent.objects.select_related("subscriber", "by").order_by("-happened_at", "-pk")
        return super().get_context_data(**kwargs) | {
            "kinds": kinds,
            "chosen": chosen,
            "events": Paginator(rows.filter(kind=chosen) if chosen else rows, PER_PAGE).get_page(
                self.request.GET.get("p")
            ),
            "imports": SubscriberImport.objects.select_related("by")[:MOST_FILES],
            "exports": SubscriberExport.objects.select_related("by")[:MOST_FILES],
        }


class LookUpForm(forms.Form):
    """An address that somebody asks about."""

    email = forms.CharField(
        label="Is this address written to?",
        max_length=400,
        help_text="Only hashes are kept, so an address can be asked about, and none can be read.",
    )

    def clean_email(self) -> str:
        """Tidy it."""
        found: str = tidy(self.cleaned_data["email"])
        return found


class SuppressedView(Screen):
    """How many addresses are not written to and why; and whether one is among them."""

    template_name = "newsletter/cms/subscribers/suppressed.html"
    page_title = "Not written to"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the reasons with their counts, and the latest."""
        counts = dict(Suppression.objects.order_by().values_list("reason").annotate(Count("pk")))
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form", LookUpForm()),
            "reasons": [(words, counts.get(reason, 0)) for reason, words in Suppression.Reason.choices],
            "rows": Paginator(Suppression.objects.order_by("-since", "pk"), PER_PAGE).get_page(
                self.request.GET.get("p")
            ),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer whether an address is among them. Sent as a form so that the address stands in no log; changes nothing."""
        form = LookUpForm(request.POST)
        asked: dict[str, Any] = {"form": form}
        if form.is_valid():
            email = form.cleaned_data["email"]
            asked |= {"asked": email, "found": Suppression.objects.filter(address_key=address_key(email)).first()}
        return self.render_to_response(self.get_context_data(**asked))
