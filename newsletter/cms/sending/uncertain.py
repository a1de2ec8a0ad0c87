"""Copies of which nobody knows whether they were sent, and what an officer says of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic.edit import FormMixin
from wagtail.admin import messages

from newsletter.cms.sending.after import words
from newsletter.cms.sending.screens import SEE_READERS, AboutSending, address, clock_words, masked, person
from newsletter.models import Delivery, Sending
from newsletter.sending import actions

PER_PAGE = 50
ARRIVED, AGAIN, LEAVE = "arrived", "again", "leave"
TITLE = "Uncertain copies"


@dataclass(frozen=True)
class Line:
    """One copy."""

    delivery: Delivery
    who: str
    said: str
    when: str


class UncertainView(AboutSending):
    """The list of them."""

    template_name = "newsletter/cms/sending/uncertain.html"
    page_title = TITLE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give them, a page at a time."""
        rows = self.sending.deliveries.filter(state=Delivery.State.UNCERTAIN).select_related("sending")
        found = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        can_see = person(self.request).has_perm(SEE_READERS)
        return super().get_context_data(**kwargs) | {
            "rows": found,
            "lines": [line_of(row, can_see=can_see) for row in found],
        }


class SettleForm(forms.Form):
    """What is known, and how."""

    what = forms.ChoiceField(
        label="What do you know of this copy?",
        widget=forms.RadioSelect,
        choices=[
            (ARRIVED, "It arrived: count it as sent, and send nothing more"),
            (AGAIN, "Send it again: if it did arrive, the reader gets it twice"),
            (LEAVE, "Leave it: nothing changes, and it stays in the list"),
        ],
        error_messages={"required": "Choose one."},
    )
    note = forms.CharField(
        label="How you know",
        required=False,
        max_length=300,
        help_text="For the history: “The reader says that it came.” You can leave it empty.",
    )


class SettleView(FormMixin[SettleForm], AboutSending):
    """One of them: the officer says what became of it."""

    template_name = "newsletter/cms/sending/settle.html"
    page_title = "Settle an uncertain copy"
    form_class = SettleForm
    delivery: Delivery

    def find(self, pk: int) -> None:
        """Find the copy too."""
        super().find(pk)
        row = Delivery.objects.filter(pk=self.kwargs["row"], sending=self.sending).select_related("sending").first()
        if row is None and self.sending is not None:
            raise Http404
        if row is not None:
            self.delivery = row

    def get_form_kwargs(self) -> dict[str, Any]:
        """Leave the colon off the labels."""
        return super().get_form_kwargs() | {"label_suffix": ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the copy, and whether it can still be sent again."""
        can_see = person(self.request).has_perm(SEE_READERS)
        is_open = self.sending.state in (Sending.State.RUNNING, Sending.State.PAUSED, Sending.State.FINISHED)
        return super().get_context_data(**kwargs) | {
            "line": line_of(self.delivery, can_see=can_see),
            "is_settled": self.delivery.state != Delivery.State.UNCERTAIN,
            "can_send_again": is_open and self.sending.latest_at > timezone.now(),
            "latest": clock_words(self.sending.latest_at),
            "list_url": address("uncertain", self.edition.pk),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Settle it, or say why not."""
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        what, note = form.cleaned_data["what"], " ".join(form.cleaned_data["note"].split())
        if what == LEAVE:
            messages.info(request, "Nothing was changed: it is still uncertain.")
            return redirect(address("uncertain", self.edition.pk))
        self.attempt(
            lambda: actions.settle(delivery=self.delivery, was_sent=what == ARRIVED, by=person(request), note=note),
            done="It counts as sent." if what == ARRIVED else "It is sent again.",
        )
        return redirect(address("uncertain", self.edition.pk))


def line_of(row: Delivery, *, can_see: bool) -> Line:
    """Say of a copy whose it is, to who may know, and what was heard of it last."""
    who = (row.address if can_see else "") or masked(row.address)
    return Line(row, who=who, said=words(row.reply), when=clock_words(row.changed_at))
