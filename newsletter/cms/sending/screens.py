"""What every screen of the sending desk has: who may see it, the way back, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Revision

from het_site.core.cms.permitted import PermittedView, person
from het_site.core.models import User
from newsletter.models import EditionPage, Sending
from newsletter.sending.actions import NotNowError
from newsletter.sending.dispatching import SEND

NAMESPACE, TITLE = "newsletter_sending", "Sending"
SEE_READERS = "newsletter.view_subscriber"


def address(name: str, *arguments: int) -> str:
    """Give the address of one of the screens."""
    return reverse(f"{NAMESPACE}:{name}", args=arguments)


def name_of(user: User | None) -> str:
    """Name a person to their colleagues."""
    return (user.get_full_name() or user.email) if user else "Somebody whose account is gone"


def called(edition: EditionPage) -> str:
    """Call an edition by its number and its title, or by the title alone where that says the number."""
    label, title = f"Edition {edition.number}", edition.get_admin_display_title()
    return title if title.startswith(label) else f"{label}: {title}"


def clock_words(at: datetime) -> str:
    """Say a moment in the place's own time."""
    return date_format(timezone.localtime(at), "j F Y, H:i")


def counted(number: int, one: str, many: str = "") -> str:
    """Say how many there are of something."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def changed(revision: Revision) -> str:
    """Say when something was changed, and by whom where that is known."""
    who = f"by {name_of(revision.user)}, " if revision.user else ""
    return f"{who}{clock_words(revision.created_at)}"


def masked(address: str) -> str:
    """Give an address of which only the owner knows whose it is."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}" if address else "Erased"


class ForSenders(PermittedView):
    """Lets in who may send, before anything is looked up."""

    needs = SEND


class Screen(WagtailAdminTemplateMixin, ForSenders, TemplateView):
    """A screen of the desk."""

    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        own = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, {"url": address("index"), "label": TITLE}, own]


class AboutEdition(Screen):
    """A screen about one edition, and its sending if there is one."""

    edition: EditionPage
    sending: Sending | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the edition, for who may send."""
        if person(request).has_perm(SEND):
            self.find(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        """Find the edition as it is now. Raises `Http404`."""
        found = EditionPage.objects.select_related("latest_revision__user").filter(pk=pk).first()
        if found is None:
            raise Http404
        self.edition = found
        self.sending = Sending.objects.select_related("by").filter(edition=found).first()

    @property
    def label(self) -> str:
        """Name the edition."""
        return f"Edition {self.edition.number}"

    @property
    def desk_url(self) -> str:
        """Give the address of the edition's desk."""
        return address("desk", self.edition.pk)

    def get_page_title(self) -> str:
        """Name the edition, unless the screen has a name of its own."""
        return f"{self.page_title}: {self.label}" if self.page_title else called(self.edition)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list, and to the desk."""
        items = [*self.breadcrumbs_items, {"url": address("index"), "label": TITLE}]
        if self.page_title:
            items.append({"url": self.desk_url, "label": self.label})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the edition and its sending."""
        return super().get_context_data(**kwargs) | {
            "edition": self.edition,
            "label": self.label,
            "sending": self.sending,
            "desk_url": self.desk_url,
            "can_see_readers": person(self.request).has_perm(SEE_READERS),
        }

    def attempt(self, work: Callable[[], object], *, done: str) -> HttpResponse:
        """Do what was asked, say so, and go back to the desk; where it cannot be done, say why."""
        try:
            work()
        except NotNowError as error:
            messages.error(self.request, f"Nothing was changed. {error}")
        else:
            messages.success(self.request, done)
        return redirect(self.desk_url)


class AboutSending(AboutEdition):
    """A screen about the sending of an edition; leads to the desk where there is none."""

    sending: Sending

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find it; one that was undone meanwhile is gone."""
        if person(request).has_perm(SEND):
            self.find(kwargs["pk"])
            if self.sending is None:
                messages.error(
                    request, "Nothing was changed. The edition is not being sent: it was undone, or never sent."
                )
                return redirect(self.desk_url)
        return ForSenders.dispatch(self, request, *args, **kwargs)
