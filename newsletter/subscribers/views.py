"""The pages of readers: sign up, confirm, choose, move, take away, leave, be erased. Looking at any of them changes nothing."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from newsletter import links
from newsletter.models import Subscriber
from newsletter.subscribers import limits, wording
from newsletter.subscribers.changing import change
from newsletter.subscribers.forms import MoveForm, SignUpForm, YoursForm
from newsletter.subscribers.held import held
from newsletter.subscribers.leaving import BY_BUTTON, ONE_CLICK, erase, leave
from newsletter.subscribers.pages import for_readers, no_such_link, page, too_many
from newsletter.subscribers.signing_up import ask, ask_to_move, confirm, waiting

logger = logging.getLogger(__name__)

SIGN_UP = "Get the newsletter"
YOURS = "What you get"
#: what RFC 8058 has mail programs send, and what our own button sends
ONE_CLICK_FIELD, ONE_CLICK_VALUE = "List-Unsubscribe", "One-Click"
OUR_BUTTON = "leave"


@for_readers
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for an address, and have a letter sent there; the answer is the same whoever has it."""
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid():
            found = form.cleaned_data
            if wait := limits.spend(request, found["email"]):
                return too_many(request, wait)
            ask(email=found["email"], name=found["name"], topic_names=found["topics"], source=_here(request))
            return HttpResponseRedirect(reverse("newsletter_sent"))
        logger.info("A sign-up was refused: %s.", ", ".join(sorted(form.errors)))
    return page(request, "sign_up", SIGN_UP, form=form, words=wording.WORDS)


@for_readers
def sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next, to everybody in the same words."""
    return page(request, "sent", "Check your email")


@for_readers
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button; pressing it confirms."""
    key = links.key_of(links.CONFIRM, token)
    if key is None:
        return no_such_link(request, links.CONFIRM)
    if request.method == "POST":
        reader = confirm(key=key)
        if reader is None:
            return page(request, "over", "This link is over", status=410)
        return page(request, "confirmed", "You are on the list", yours_url=links.preferences_url(reader))
    asked = waiting(key)
    if asked is None:
        return page(request, "over", "This link is over", status=410)
    title = "Confirm your new address" if asked.moves_id else "Confirm your email address"
    return page(request, "confirm", title, asked=asked, words=wording.VERSIONS.get(asked.wording, wording.WORDS))


@for_readers
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button; pressing it, or a mail program's one click, takes the reader off the list at once."""
    key = links.key_of(links.UNSUBSCRIBE, token)
    if token == links.TEST:
        return page(request, "test", "This was a test")
    if key is None:
        return no_such_link(request, links.UNSUBSCRIBE)
    reader = Subscriber.objects.filter(key=key).first()
    is_one_click = request.POST.get(ONE_CLICK_FIELD) == ONE_CLICK_VALUE
    if is_one_click or OUR_BUTTON in request.POST:
        if reader is not None:
            leave(subscriber=reader, source=ONE_CLICK if is_one_click else BY_BUTTON)
        if is_one_click:
            return HttpResponse("You are off the list.\n", content_type="text/plain; charset=utf-8")
    if reader is not None:
        reader.refresh_from_db()
    if reader is None or reader.state == Subscriber.State.LEFT:
        return page(request, "left", "You are off the list", yours_url=links.preferences_url(reader) if reader else "")
    return page(request, "unsubscribe", "Stop getting the newsletter?", yours_url=links.preferences_url(reader))


@for_readers
def yours(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a reader gets, and change it."""
    if token == links.TEST:
        return page(request, "test", "This was a test")
    reader = _reader(token)
    if reader is None:
        return no_such_link(request, links.YOURS)
    form = YoursForm(request.POST if request.method == "POST" else None, subscriber=reader)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        change(subscriber=reader, name=found["name"], topic_names=found["topics"], source=BY_BUTTON)
        return HttpResponseRedirect(f"{reverse('newsletter_yours', args=[token])}?saved")
    return page(
        request,
        "yours",
        YOURS,
        form=form,
        reader=reader,
        token=token,
        is_saved="saved" in request.GET and not form.is_bound,
        has_left=reader.state == Subscriber.State.LEFT,
        leave_url=links.unsubscribe_url(reader),
    )


@for_readers
def move(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for another address; nothing changes before it confirms."""
    reader = _reader(token)
    if reader is None:
        return no_such_link(request, links.YOURS)
    form = MoveForm(request.POST if request.method == "POST" else None, subscriber=reader)
    if request.method == "POST" and form.is_valid():
        if wait := limits.spend(request, form.cleaned_data["email"]):
            return too_many(request, wait)
        ask_to_move(
            subscriber=reader, email=form.cleaned_data["email"], source=f"{settings.SITE_URL}/newsletter/yours/"
        )
        return HttpResponseRedirect(reverse("newsletter_sent"))
    return page(request, "move", "Get it at another address", form=form, reader=reader, token=token)


@for_readers
def forget_me(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then erase a reader and all that is held of them."""
    reader = _reader(token)
    if reader is None:
        return no_such_link(request, links.YOURS)
    if request.method == "POST":
        erase(subscriber=reader)
        return page(request, "erased", "You are erased")
    return page(request, "erase", "Erase everything about you?", reader=reader, token=token)


@for_readers
def take_away(request: HttpRequest, token: str) -> HttpResponse:
    """Give a reader all that is held of them."""
    reader = _reader(token)
    if reader is None:
        return no_such_link(request, links.YOURS)
    response = JsonResponse(held(reader), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="newsletter-what-is-held.json"'
    return response


def _reader(token: str) -> Subscriber | None:
    key = links.key_of(links.YOURS, token)
    return Subscriber.objects.filter(key=key).first() if key else None


def _here(request: HttpRequest) -> str:
    """Give the address of a page, for the proof of what somebody agreed to there."""
    return f"{settings.SITE_URL}{request.path}"
