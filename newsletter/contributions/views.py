"""The partners' side: what offering an item is, one page to write it, one to check and send it, and where it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from casestudies.desk import keeping, proof
from casestudies.desk.guards import keep_private, person, private
from casestudies.notices import settings_now as accounts_settings
from casestudies.uploads import guard
from casestudies.uploads.cleaning import RefusedFileError
from casestudies.uploads.limits import LIMITS
from casestudies.uploads.receiving import BY_PERSON, BY_PLACE, TOO_OFTEN, SizeLimit
from het_site.core.accounts.access import partner_required
from het_site.core.throttle import Limit, network_address, spend
from newsletter.contributions.access import TABLE, Action, Refused, Who, may
from newsletter.contributions.forms import NEXT, PictureForm, WordsForm
from newsletter.contributions.guards import NOT_NOW, for_owner, page
from newsletter.contributions.notices import STOP_SALT, aim_in_words, settings_now
from newsletter.contributions.pictures import describe_picture, put_picture, remove_picture
from newsletter.contributions.publishing import public_address
from newsletter.contributions.writing import (
    TRAPPED,
    missing_from,
    picture_of,
    save,
    send,
    start,
)
from newsletter.models import Contributor, EditionPage, Item
from newsletter.planning import open_editions
from newsletter.subscribers.pages import look_or_send

State = Item.State
ASK = ("GET", "HEAD", "POST")
NEW = Limit("items-new", 20, timedelta(days=1))
SAVING = Limit("items-save", 120, timedelta(hours=1))
NOT_OURS = "This form did not come from our page as we sent it, so nothing was done. Press the button once more."
REFUSALS = {
    proof.QUICK: "That was quicker than a person reads. Press the button once more.",
    proof.OLD: "This page was open for more than a day. Press the button once more.",
    proof.AGAIN: "This form was sent before. Your item is in the list below if it was started.",
}
#: who acts next, and what happens then
NEXT_STEP = {
    State.DRAFT: ("You", "It is a draft that nobody else can read. Send it when you are ready."),
    State.SUBMITTED: ("We", "We read it and write to you."),
    State.CHANGES_NEEDED: ("You", "We ask you to change something before it can go into the newsletter."),
    State.ACCEPTED: ("We", "It is accepted and waits in the basket for its edition."),
    State.PUBLISHED: ("Nobody", "It is in the newsletter, for everybody to read."),
    State.DECLINED: ("Nobody", "We will not have it in the newsletter."),
    State.WITHDRAWN: ("Nobody", "You took it back, or it was closed because nobody answered."),
}
#: what partners read of what happened; the rest is ours to sort out
HAPPENED = {
    "start": "You started it",
    Action.SEND: "You sent it to us",
    Action.ASK_CHANGES: "We asked for changes",
    Action.ACCEPT: "We accepted it",
    Action.DECLINE: "We decided not to print it",
    Action.WITHDRAW: "It was taken back",
    Action.PUBLISH: "It is out",
    Action.WITHDRAW_CONSENT: "The picture was taken away",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what offering an item is, the next copy deadline, and the items of whoever has signed in."""
    return _home(request)


def _home(request: HttpRequest, *, problem: str = "", mark: str = "", status: int = 200) -> HttpResponse:
    editions = open_editions()
    known: dict[str, Any] = {"problem": problem, "editions": editions, "settings": settings_now()}
    known |= {"account_months": accounts_settings().account_months}
    title = "Offer an item for the newsletter"
    if not request.user.is_authenticated:
        return page(request, "home", title, status=status, **known)
    mine = Item.objects.filter(owner=person(request)).order_by("-saved_at")[:100]
    known |= {"mine": [(one, NEXT_STEP[State(one.state)][0]) for one in mine], "is_signed_in": True}
    known |= {"mark": mark or proof.mark(request, "offer")}
    return keep_private(page(request, "home", title, status=status, **known))


@private
@require_POST
@partner_required
def begin(request: HttpRequest) -> HttpResponse:
    """Start an item."""
    if proof.is_trapped(request):
        return _home(request, problem=NOT_OURS, status=400)
    if not settings_now().items_are_open:
        return redirect("items_home")
    try:
        proof.check(request, "offer")
    except proof.FormRefusedError as refused:
        kept = request.POST.get(proof.MARK, "") if refused.reason == proof.QUICK else ""
        return _home(request, problem=REFUSALS.get(refused.reason, NOT_OURS), mark=kept, status=400)
    if not spend({NEW: str(request.user.pk)}):
        return _home(request, problem="You have started many items today. Try again tomorrow.", status=429)
    return redirect("item", key=start(by=person(request)).key)


# Exempt only until the limit stands: the check itself reads the form, and with it every file.
@csrf_exempt
def write(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Show the one page on which an item is written, or save it. Validates nothing but files and dates."""
    request.upload_handlers.insert(0, SizeLimit(request))
    return _write(request, **kwargs)


@csrf_protect
@for_owner(Action.READ, methods=ASK, keeps=True)
def _write(request: HttpRequest, item: Item) -> HttpResponse:
    if not may(Who.OWNER, Action.SAVE, item.state):
        if request.method == "POST":
            messages.info(request, NOT_NOW)
        return redirect("item_status", key=item.key)
    if request.method != "POST":
        return _form(request, item)
    if not spend({SAVING: str(request.user.pk)}):
        return _form(request, item, problems=["You have saved very often in this hour. Wait a while."], status=429)
    try:
        return _save(request, item)
    except Refused:
        messages.info(request, NOT_NOW)
        return redirect("item_status", key=item.key)


def _save(request: HttpRequest, item: Item) -> HttpResponse:
    by, editions = person(request), open_editions()
    said = WordsForm(request.POST, editions=editions, label_suffix="")
    said.is_valid()
    wanted = EditionPage.objects.filter(pk=said.edition or 0).first()
    if "wanted" not in request.POST:
        wanted = item.wanted
    problems = []
    if not save(item=item, by=by, wanted=wanted, **said.words):
        problems.append("Some of it was much too long: only its beginning was kept.")
    agreed = PictureForm(request.POST, label_suffix="") if picture_of(item) else None
    if request.POST.get("do") == "remove":
        remove_picture(item=item, by=by)
        agreed = None
    elif agreed is not None and "shown_here" in request.POST:
        agreed.is_valid()
        describe_picture(item=item, by=by, **agreed.told())
    problems += _take_picture(request, item)
    keeping.drop(request)
    if problems or (agreed is not None and "shown_here" in request.POST and agreed.errors):
        return _form(request, item, problems=problems, agreed=agreed, status=422)
    if request.POST.get("do") == "check":
        return redirect("item_check", key=item.key)
    messages.success(request, f"Saved at {timezone.localtime():%H:%M}")
    return redirect("item", key=item.key)


def _take_picture(request: HttpRequest, item: Item) -> list[str]:
    """Clean and keep the picture that was sent, if any; gives what stands against it."""
    problems = list(getattr(request, "too_large", ()))
    file = request.FILES.get("picture")
    if file is None:
        return problems
    by = person(request)
    if not spend({BY_PERSON: str(by.pk), BY_PLACE: network_address(request)}):
        return [*problems, TOO_OFTEN]
    try:
        put_picture(item=item, by=by, picture=guard.clean_picture(file.read()))
    except RefusedFileError as refusal:
        problems.append(f"The picture was not taken. {refusal}")
    return problems


def _form(
    request: HttpRequest,
    item: Item,
    *,
    problems: list[str] | None = None,
    agreed: PictureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    editions, picture = open_editions(), picture_of(item)
    typed = keeping.kept(request) if request.method != "POST" else None
    is_gone = item.wanted_id is not None and all(one.pk != item.wanted_id for one in editions)
    stored = {
        "headline": item.headline,
        "text": item.text,
        "link": item.link,
        "organisation": item.organisation,
        "wanted": NEXT if item.wanted_id is None or is_gone else str(item.wanted_id),
    }
    said = WordsForm(typed, initial=stored, editions=editions, label_suffix="")
    if picture is not None and agreed is None:
        agreed = PictureForm(initial=PictureForm.of_picture(picture), label_suffix="")
    asked = item.events.filter(action=Action.ASK_CHANGES).last() if item.state == State.CHANGES_NEEDED else None
    return page(
        request,
        "item",
        "Write your item",
        item=item,
        status=status,
        said=said,
        picture=picture,
        agreed=agreed if picture is not None else None,
        problems=[{"words": words, "url": "#picture"} for words in problems or ()],
        editions=editions,
        has_moved=is_gone,
        limits=LIMITS,
        asked=asked,
        is_kept=typed is not None,
    )


@for_owner(Action.SEND)
def check(request: HttpRequest, item: Item) -> HttpResponse:
    """Show the item as readers will see it, and what is missing."""
    return _check(request, item)


def _check(request: HttpRequest, item: Item, *, problem: str = "", mark: str = "", status: int = 200) -> HttpResponse:
    return page(
        request,
        "check",
        "Check your item",
        item=item,
        status=status,
        missing=missing_from(item),
        missing_now=status == 422,
        picture=picture_of(item),
        aim=aim_in_words(item),
        problem=problem,
        mark=mark or proof.mark(request, f"offer {item.key}"),
    )


@for_owner(Action.SEND, methods=("POST",), form_at="item_check")
def hand_in(request: HttpRequest, item: Item) -> HttpResponse:
    """Send an item, if nothing is missing."""
    if missing_from(item):
        return _check(request, item, status=422)
    try:
        proof.check(request, f"offer {item.key}")
    except proof.FormRefusedError as refused:
        kept = request.POST.get(proof.MARK, "") if refused.reason == proof.QUICK else ""
        problem = NOT_OURS if refused.reason == proof.AGAIN else REFUSALS.get(refused.reason, NOT_OURS)
        return _check(request, item, problem=problem, mark=kept, status=400)
    send(item=item, by=person(request), signs=[TRAPPED] if proof.is_trapped(request) else [])
    messages.success(request, f"Sent. Your item is {item.called}. {aim_in_words(item)}")
    return redirect("item_status", key=item.key)


@for_owner(Action.READ)
def status(request: HttpRequest, item: Item) -> HttpResponse:
    """Show where an item is, who acts next, and what was said."""
    by, words = NEXT_STEP[State(item.state)]
    events = item.events.filter(action__in=[str(action) for action in HAPPENED])
    answer = {State.CHANGES_NEEDED: Action.ASK_CHANGES, State.DECLINED: Action.DECLINE}.get(State(item.state))
    said = item.events.filter(action=answer).last() if answer else None
    is_on_its_way = item.state in {State.SUBMITTED, State.CHANGES_NEEDED, State.ACCEPTED}
    return page(
        request,
        "status",
        item.title,
        item=item,
        next_by=by,
        next_words=words,
        aim=aim_in_words(item) if is_on_its_way else "",
        said=said.text if said else "",
        moments=[(HAPPENED[event.action], event) for event in events],
        picture=picture_of(item),
        public_url=public_address(item),
        may={action.value: item.state in TABLE[action][1] for action in Action if Who.OWNER in TABLE[action][0]},
    )


@private
@never_cache
@look_or_send
def reminders(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether somebody wants no reminders of copy deadlines any more, then do it. Needs no signing in."""
    try:
        person_id = signing.loads(token[:200], salt=STOP_SALT)
    except signing.BadSignature:
        raise Http404 from None
    contributor = Contributor.objects.filter(user=person_id).first()
    if contributor is None:
        raise Http404
    if request.method == "POST":
        contributor.wants_reminders = request.POST.get("do") == "start"
        contributor.save(update_fields=["wants_reminders"])
        return redirect("items_reminders", token=token)
    return page(request, "reminders", "Reminders of copy deadlines", wants=contributor.wants_reminders)
