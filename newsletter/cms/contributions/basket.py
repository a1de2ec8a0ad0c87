"""The basket: what an edition could hold, put into a draft, taken out, put in order, or left out with a reason."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.admin import messages

from het_site.core.models import User
from newsletter.basket.blocks import drafted, summary_of
from newsletter.basket.picking import (
    NotADraftError,
    TwiceError,
    leave_out,
    move,
    offer_again,
    put_in,
    take_out,
    where_else,
    why_not,
)
from newsletter.basket.sources import Thing, basket, find, since_when, standing
from newsletter.cms.beginning import new_edition_url
from newsletter.cms.contributions.screens import BASKET, ForModerators, Screen, address, person
from newsletter.contributions.access import Refused
from newsletter.models import EditionPage, Pick
from newsletter.planning import planned

KINDS = {
    Pick.Kind.ITEM: ("Partners’ items", "Nothing is accepted that is not out yet."),
    Pick.Kind.CASE_STUDY: ("Case studies", "None was published since."),
    Pick.Kind.EVENT: ("Events to come", "None is planned."),
    Pick.Kind.NEWS: ("News", "None was published since."),
    Pick.Kind.FIGURES: ("New figures", "No figures for the town were published since."),
    Pick.Kind.RECOMMENDATION: ("Recommendations", "None has changed since."),
}


@dataclass(frozen=True)
class Line:
    """One thing, and what was done with it."""

    thing: Thing
    editions: tuple[int, ...]
    is_here: bool
    reason: str


class BasketView(Screen):
    """Everything that an edition could hold, and the draft that is being filled."""

    template_name = "newsletter/cms/basket.html"
    page_title = BASKET
    header_icon = "list-ul"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the basket kind by kind, and the blocks of the chosen draft."""
        user, since = person(self.request), since_when()
        drafts = drafts_of(user)
        chosen = chosen_of(drafts, self.request.GET.get("edition", ""))
        draft = chosen.get_latest_revision_as_object() if chosen else None
        things = basket(since)
        done = standing(thing for rows in things.values() for thing in rows)
        there = Drafts()
        return super().get_context_data(**kwargs) | {
            "since": since,
            "drafts": drafts,
            "edition": chosen,
            "new_url": "" if drafts else new_edition_url(user),
            "edit_url": reverse("wagtailadmin_pages:edit", args=[chosen.pk]) if chosen else "",
            "holds": _holds(chosen, draft),
            "parts": [
                (
                    kind,
                    *KINDS[kind],
                    [_line(thing, done.get((thing.kind, thing.key), []), chosen, there) for thing in rows],
                )
                for kind, rows in things.items()
            ],
            "items_url": address("index"),
            "focus": self.request.GET.get("at", ""),
        }


class Drafts:
    """The blocks of editions as they are now, each read once."""

    def __init__(self) -> None:
        self._known: dict[int, set[str]] = {}

    def holds(self, pick: Pick) -> bool:
        """Tell whether what was put in is still there."""
        edition = pick.edition
        if edition is None:
            return False
        if edition.pk not in self._known:
            self._known[edition.pk] = {str(block.get("id")) for block in drafted(edition)}
        return str(pick.block) in self._known[edition.pk]


class BasketDeed(ForModerators):
    """Something that is done with the basket at the press of a button; looking at its address does nothing."""

    http_method_names = ["post"]

    @property
    def edition(self) -> EditionPage:
        """Give the draft that the form names. Raises `Http404` for one that the person may not change."""
        found = chosen_of(drafts_of(person(self.request)), self.request.POST.get("edition", ""), is_named=True)
        if found is None:
            raise Http404
        return found

    @property
    def thing(self) -> Thing:
        """Give the thing that the form names. Raises `Http404` for what the basket does not hold."""
        found = find(self.request.POST.get("kind", ""), self.request.POST.get("thing", ""))
        if found is None:
            raise Http404
        return found

    @property
    def block(self) -> str:
        """Give the block that the form names."""
        try:
            return str(uuid.UUID(self.request.POST.get("block", "")))
        except ValueError:
            raise Http404 from None

    def attempt(self, work: Callable[[], object], *, done: str, at: str = "") -> HttpResponse:
        """Do what was asked, say so, and go back to where it was."""
        try:
            work()
        except NotADraftError as error:
            messages.error(self.request, f"Nothing was done. {error}")
        except (Refused, LookupError):
            messages.error(self.request, "Nothing was done: it is not in the basket any more.")
        else:
            messages.success(self.request, done)
        edition = self.request.POST.get("edition", "")
        query = f"?edition={edition}" if edition.isascii() and edition.isdigit() else ""
        return redirect(f"{address('basket')}{query}{f'#{at}' if at else ''}")


class PutInView(BasketDeed):
    """Puts a thing at the end of a draft; asks first where another edition holds it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put it in."""
        thing, edition, by = self.thing, self.edition, person(request)
        again = request.POST.get("again") == "yes"
        try:
            return self.attempt(
                lambda: put_in(kind=thing.kind, thing=thing.key, edition=edition, by=by, again=again),
                done=f"“{thing.title}” is in Edition {edition.number}.",
                at=thing.anchor,
            )
        except TwiceError as error:
            if where_else(thing.kind, thing.key, but=edition.pk) and not again:
                words = {"thing": thing, "edition": edition, "why": str(error), "basket_url": address("basket")}
                return render(request, "newsletter/cms/twice.html", words | {"page_title": BASKET}, status=409)
            return self.attempt(lambda: None, done=str(error), at=thing.anchor)


class TakeOutView(BasketDeed):
    """Takes a block out of a draft."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it out."""
        edition, block = self.edition, self.block
        return self.attempt(
            lambda: take_out(block=block, edition=edition, by=person(request)), done="Taken out.", at="holds"
        )


class MoveView(BasketDeed):
    """Puts a block of a draft one place up or down."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Move it."""
        edition, block, up = self.edition, self.block, request.POST.get("to") == "up"
        return self.attempt(
            lambda: move(block=block, edition=edition, by=person(request), up=up), done="Moved.", at=f"b-{block}"
        )


class LeaveOutView(BasketDeed):
    """Notes that a thing will be in no edition, and why."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Leave it out, or take that back."""
        thing, by = self.thing, person(request)
        if request.POST.get("do") == "back":
            return self.attempt(
                lambda: offer_again(kind=thing.kind, thing=thing.key, by=by),
                done=f"“{thing.title}” is offered again.",
                at=thing.anchor,
            )
        reason = request.POST.get("reason", "")
        if not reason.strip():
            messages.error(request, "Say why it is left out: others want to know.")
            return self.attempt(lambda: None, done="Nothing was changed.", at=thing.anchor)
        return self.attempt(
            lambda: leave_out(kind=thing.kind, thing=thing.key, reason=reason, by=by),
            done=f"“{thing.title}” is left out.",
            at=thing.anchor,
        )


def drafts_of(user: User) -> list[EditionPage]:
    """Give the planned editions that somebody may fill, the next copy deadline first."""
    keys = [one.pk for one in planned()]
    found = EditionPage.objects.filter(pk__in=keys).select_related("latest_revision", "sending")
    # what says whether a page is locked
    found = found.prefetch_workflow_states().annotate_approved_schedule()
    rows = {row.pk: row for row in found}
    return [rows[key] for key in keys if key in rows and not why_not(rows[key], user)]


def chosen_of(drafts: list[EditionPage], key: str, *, is_named: bool = False) -> EditionPage | None:
    """Give the draft that is meant; the first, where none is named."""
    if key or is_named:
        return next((one for one in drafts if str(one.pk) == key), None)
    return next(iter(drafts), None)


def _line(thing: Thing, picks: list[Pick], chosen: EditionPage | None, drafts: Drafts) -> Line:
    inside = [pick for pick in picks if pick.edition_id is not None and drafts.holds(pick)]
    return Line(
        thing,
        editions=tuple(sorted(pick.edition.number for pick in inside if pick.edition)),
        is_here=chosen is not None and any(pick.edition_id == chosen.pk for pick in inside),
        reason=next((pick.reason for pick in picks if pick.edition_id is None), ""),
    )


def _holds(chosen: EditionPage | None, draft: EditionPage | None) -> list[dict[str, Any]]:
    """Give the blocks of a draft in their order: which came from the basket, and which can go up or down."""
    if chosen is None or draft is None:
        return []
    ours = {str(block) for block in Pick.objects.filter(edition=chosen).values_list("block", flat=True)}
    rows = summary_of(draft)
    return [
        {
            "block": block,
            "label": label,
            "text": text,
            "is_ours": block in ours,
            "is_first": place == 0,
            "is_last": place == len(rows) - 1,
        }
        for place, (block, label, text) in enumerate(rows)
    ]
