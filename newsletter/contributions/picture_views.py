"""The picture of an item: shown to its partner, and to moderators once it was sent; withdrawn by whoever asks for it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from casestudies.desk.guards import person
from het_site.core.private_files import private_file
from newsletter.contributions.access import Action, may, what_is
from newsletter.contributions.forms import PictureWithdrawForm
from newsletter.contributions.guards import for_owner, page
from newsletter.contributions.pictures import withdraw_consent
from newsletter.contributions.writing import picture_of
from newsletter.models import Item, ItemPicture


@require_safe
def whole(request: HttpRequest, key: UUID) -> FileResponse:
    """Give the picture."""
    return private_file(_picture(request, key).file, called="picture", is_shown=True)


@require_safe
def small(request: HttpRequest, key: UUID) -> FileResponse:
    """Give the picture as lists show it."""
    return private_file(_picture(request, key).small, called="picture", is_shown=True)


@for_owner(Action.WITHDRAW_CONSENT, methods=("GET", "HEAD", "POST"))
def withdraw(request: HttpRequest, item: Item) -> HttpResponse:
    """Ask who does not agree any more, then take the picture away from everywhere."""
    picture = picture_of(item)
    if picture is None:
        raise Http404
    form = PictureWithdrawForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        title = "Take the picture away?"
        return page(request, "picture_withdraw", title, item=item, picture=picture, form=form, status=status)
    withdraw_consent(item=item, by=person(request), asked_by=form.cleaned_data["asked_by"])
    messages.success(request, "The picture is taken away everywhere")
    return redirect("item_status", key=item.key)


def _picture(request: HttpRequest, key: UUID) -> ItemPicture:
    item = Item.objects.filter(key=key).first()
    if item is None:
        raise Http404
    who = what_is(request.user, item)
    if not any(may(who, action, item.state) for action in (Action.READ, Action.READ_AS_MODERATOR)):
        raise Http404
    picture = picture_of(item)
    if picture is None:
        raise Http404
    return picture
