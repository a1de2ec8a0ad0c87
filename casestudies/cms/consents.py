"""Consent for pictures as officers see it: what there is, what runs out soon, what happened, and taking a picture away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from casestudies.access import OFFICERS, Action, may, what_is
from casestudies.actions import Refused
from casestudies.actions.consents import SOON, running_out, withdraw_consent
from casestudies.cms.screens import REFUSED, TITLE, ForOfficers, address, person
from casestudies.models import ConsentEvent, PictureConsent, Submission
from het_site.core.cms.permitted import PermittedMenuItem

PER_PAGE = 50
HEADING = "Consent for pictures"
ALL, ENDING, WITHDRAWN = "all", "ending", "withdrawn"


def addresses() -> list[URLPattern]:
    """Give the screens their addresses, below those of stories."""
    return [
        path("consents/", ConsentsView.as_view(), name="consents"),
        path("consents/log/", ConsentLogView.as_view(), name="consent_log"),
        path("consents/<int:consent>/withdraw/", WithdrawView.as_view(), name="withdraw_consent"),
    ]


def menu_item() -> MenuItem:
    """Give the entry of the menu."""
    return PermittedMenuItem(
        HEADING, address("consents"), name="picture-consents", icon_name="image", order=110, needs=OFFICERS
    )


class ConsentScreen(WagtailAdminTemplateMixin, ForOfficers, TemplateView):
    """A screen about consents."""

    page_title = HEADING
    header_icon = "image"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the stories, and to the list of consents."""
        items = [*self.breadcrumbs_items, {"url": address("index"), "label": TITLE}]
        if self.page_title != HEADING:
            items.append({"url": address("consents"), "label": HEADING})
        return [*items, {"url": "", "label": self.page_title}]


class ConsentsView(ConsentScreen):
    """Which pictures are shown by whose consent, and until when: the next to run out first."""

    template_name = "casestudies/cms/consents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the consents of one kind, with how many there are of each."""
        rows = consents()
        ending = running_out().filter(pk__in=rows.values("pk"))
        kinds: dict[str, tuple[str, QuerySet[PictureConsent]]] = {
            ENDING: (f"End within {SOON.days} days", ending),
            ALL: ("Hold", rows.filter(withdrawn_at=None)),
            WITHDRAWN: ("Withdrawn", rows.exclude(withdrawn_at=None).order_by("-withdrawn_at")),
        }
        chosen = self.request.GET.get("show", ENDING)
        chosen = chosen if chosen in kinds else ENDING
        pages = Paginator(kinds[chosen][1], PER_PAGE)
        return super().get_context_data(**kwargs) | {
            "kinds": [(name, words, found.count(), name == chosen) for name, (words, found) in kinds.items()],
            "chosen": chosen,
            "consents": pages.get_page(self.request.GET.get("p")),
            "today": timezone.localdate(),
            "log_url": address("consent_log"),
        }


class ConsentLogView(ConsentScreen):
    """Everything that happened to consents, the newest first. It cannot be changed."""

    template_name = "casestudies/cms/consent_log.html"
    page_title = "What happened to consents"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the log, a page at a time; of drafts nothing."""
        rows = ConsentEvent.objects.select_related("submission", "by")
        rows = rows.exclude(submission__state=Submission.State.DRAFT)
        return super().get_context_data(**kwargs) | {
            "events": Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        }


class WithdrawForm(forms.Form):
    """Who asked."""

    asked_by = forms.ChoiceField(
        label="Who asked for this",
        choices=ConsentEvent.Asked.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who asked for this."},
        help_text="It is noted with the day and with your name. Who is shown is not.",
    )


class WithdrawView(ConsentScreen):
    """Asks before a picture is taken away from everywhere."""

    template_name = "casestudies/cms/withdraw_consent.html"
    page_title = "Withdraw consent"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the consent among those that the officer may see."""
        if person(request).has_perm(OFFICERS):
            consent = consents().filter(pk=kwargs["consent"]).first()
            if consent is None:
                raise Http404
            story = consent.picture.submission
            if not may(what_is(person(request), story), Action.WITHDRAW_CONSENT, story.state):
                raise Http404
            self.consent = consent
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the picture and the story."""
        shown = {"consent": self.consent, "story": self.consent.picture.submission, "list_url": address("consents")}
        return super().get_context_data(**kwargs) | {"form": kwargs.get("form", WithdrawForm())} | shown

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the picture away."""
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            withdraw_consent(picture=self.consent.picture, by=person(request), asked_by=form.cleaned_data["asked_by"])
        except Refused:
            messages.error(request, REFUSED)
        else:
            messages.success(request, "The picture is taken away everywhere.")
        return redirect(f"{address('consents')}?show={WITHDRAWN}")


def consents() -> QuerySet[PictureConsent]:
    """Give the consents of stories that were sent, the next to run out first; drafts are their writers' own."""
    rows = PictureConsent.objects.exclude(picture__submission__state=Submission.State.DRAFT)
    return rows.select_related("picture__submission", "picture__image").order_by("expires_on", "pk")
