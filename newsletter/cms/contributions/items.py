"""The queue of items, one item, and what a moderator decides about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages

from het_site.core.models import User
from newsletter.cms.contributions.screens import ITEMS, AboutItem, ItemScreen, Screen, address, person
from newsletter.contributions.access import Action, MovedOnError, Refused
from newsletter.contributions.judging import NothingSaidError, accept, ask_changes, decline
from newsletter.contributions.pictures import withdraw_consent
from newsletter.contributions.steps import MOST_SAID
from newsletter.contributions.writing import picture_of
from newsletter.models import Item, ItemPicture
from newsletter.planning import Aim, Planned, aim, planned

State = Item.State
PER_PAGE = 50
LISTS = {
    "waiting": ("With us", (State.SUBMITTED,)),
    "basket": ("In the basket", (State.ACCEPTED,)),
    "partner": ("With their partner", (State.CHANGES_NEEDED,)),
    "out": ("Out", (State.PUBLISHED,)),
    "over": ("Not taken or taken back", (State.DECLINED, State.WITHDRAWN)),
}
MOVED_ON = "Its partner sent it anew after you opened this page. Nothing was done: look at it again first."
REFUSED = "This cannot be done any more: somebody else, or its partner, did something with the item meanwhile."
SAY_WHY = "Say what is to be changed, or why: its partner reads it on the item’s page."
HAPPENED = {
    "start": "Started",
    "send": "Sent",
    "ask_changes": "Changes asked for",
    "accept": "Accepted into the basket",
    "decline": "Declined",
    "withdraw": "Taken back",
    "publish": "Out",
    "withdraw_consent": "Picture taken away",
    "erase": "Contact details erased",
}


@dataclass(frozen=True)
class Row:
    """One item in the queue: how long it waits, and which edition it is for by when."""

    item: Item
    days: int
    aim: Aim
    wanted: str
    is_urgent: bool


class ItemsView(Screen):
    """Every item that was sent, what waits longest first."""

    template_name = "newsletter/cms/items.html"
    page_title = ITEMS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give one list, with how many there are in each."""
        chosen = self.request.GET.get("show", "waiting")
        chosen = chosen if chosen in LISTS else "waiting"
        words = self.request.GET.get("q", "").strip()[:100]
        rows = queue(person(self.request))
        found = searched(rows, words) if words else rows.filter(state__in=LISTS[chosen][1])
        page = Paginator(found.order_by("submitted_at", "pk"), PER_PAGE).get_page(self.request.GET.get("p"))
        editions = planned()
        return super().get_context_data(**kwargs) | {
            "lists": [
                (name, label, rows.filter(state__in=states).count(), name == chosen and not words)
                for name, (label, states) in LISTS.items()
            ],
            "chosen": chosen,
            "words": words,
            "rows": [row_of(item, editions) for item in page],
            "page_obj": page,
            "basket_url": address("basket"),
            "upcoming": next((one for one in editions if one.is_open(timezone.localdate())), None),
        }


class ItemView(ItemScreen):
    """An item as it was sent, and what can be decided."""

    template_name = "newsletter/cms/item.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the item, its picture, and what happened."""
        return super().get_context_data(**kwargs) | {
            "item": self.item,
            "row": row_of(self.item, planned()),
            "picture": picture_of(self.item),
            "withdrawn": ItemPicture.objects.filter(item=self.item).exclude(withdrawn_at=None).first(),
            "can": {action.value: self.can(action) for action in Action},
            "events": [
                (HAPPENED.get(event.action, event.action), event) for event in self.item.events.select_related("by")
            ],
            "asked": [choice for choice in ItemPicture.Asked.choices if choice[0] != ItemPicture.Asked.TIME],
            "items_url": address("index"),
            "most": MOST_SAID,
            "typed": kwargs.get("typed", {}),
        }


class Deed(ItemView):
    """Something that is done with an item at the press of a button; looking at its address does nothing."""

    http_method_names = ["post"]

    def attempt(self, work: Callable[[], object], *, done: str) -> HttpResponse:
        """Do what was asked and say so; where it cannot be done say why, and show again what was written."""
        try:
            work()
        except NothingSaidError:
            return self._again(SAY_WHY, 422)
        except Refused as error:
            return self._again(MOVED_ON if isinstance(error, MovedOnError) else REFUSED, 409)
        messages.success(self.request, done)
        return redirect(address("read", self.item.pk))

    def _again(self, why: str, status: int) -> HttpResponse:
        messages.error(self.request, why)
        self.item.refresh_from_db()
        typed = {"text": self.request.POST.get("text", "")}
        return self.render_to_response(self.get_context_data(typed=typed), status=status)

    @property
    def seen(self) -> int | None:
        """Give the revision that the moderator looked at, as the form says."""
        value = self.request.POST.get("seen", "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None

    @property
    def text(self) -> str:
        """Give what was written."""
        return str(self.request.POST.get("text", ""))


class AcceptView(Deed):
    """Takes the item into the basket."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Accept."""
        return self.attempt(
            lambda: accept(item=self.item, by=person(request), seen=self.seen),
            done="Accepted. It is in the basket, and its partner gets an email.",
        )


class AskChangesView(Deed):
    """Gives the item back with what is to be changed."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask."""
        return self.attempt(
            lambda: ask_changes(item=self.item, by=person(request), comment=self.text, seen=self.seen),
            done="Sent back. Its partner gets an email that leads to your comment.",
        )


class DeclineView(Deed):
    """Says that the item will not be in the newsletter, and why."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decline."""
        return self.attempt(
            lambda: decline(item=self.item, by=person(request), reason=self.text, seen=self.seen),
            done="Declined. Its partner gets an email that leads to your reason.",
        )


class WithdrawConsentView(AboutItem):
    """Takes the picture away because somebody asked for that."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it away from everywhere."""
        asked_by = request.POST.get("asked_by", "")
        if asked_by not in ItemPicture.Asked.values:
            messages.error(request, "Choose who asked for this.")
        elif withdraw_consent(item=self.item, by=person(request), asked_by=asked_by):
            messages.success(request, "The picture is taken away everywhere.")
        return redirect(address("read", self.item.pk))


def queue(moderator: User) -> QuerySet[Item]:
    """Find every item that was sent, but the moderator's own: nobody judges theirs."""
    return Item.objects.exclude(state=State.DRAFT).exclude(owner=moderator).select_related("wanted")


def searched(rows: QuerySet[Item], words: str) -> QuerySet[Item]:
    """Find by number as people call it, or by words of headline and organisation."""
    number = words.lower().removeprefix("n-").lstrip("0")
    if number.isascii() and number.isdigit() and len(number) < 10:
        return rows.filter(number=int(number))
    found = Q()
    for word in words.split()[:10]:
        found &= Q(headline__icontains=word) | Q(organisation__icontains=word)
    return rows.filter(found)


def row_of(item: Item, editions: list[Planned], today: date | None = None) -> Row:
    """Say of an item how long it waits and what it is for."""
    day = today or timezone.localdate()
    found = aim(item.wanted_id, editions, day)
    deadline = found.edition.copy_deadline if found.edition else None
    return Row(
        item=item,
        days=(day - timezone.localdate(item.submitted_at)).days if item.submitted_at else 0,
        aim=found,
        wanted=f"Edition {item.wanted.number}" if item.wanted else "The next one",
        is_urgent=item.state == State.SUBMITTED and deadline is not None and (deadline - day).days <= 3,
    )
