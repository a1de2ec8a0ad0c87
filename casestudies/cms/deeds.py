"""What an officer does at the press of a button in the reading view: comment, send, settle, assign, give back, hold back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.admin import messages

from casestudies.actions.judging import (
    NothingAskedError,
    ask_changes,
    assign,
    drop_remark,
    hold_back,
    let_in,
    remark,
    send_remarks,
    settle_remark,
)
from casestudies.cms import queries
from casestudies.cms.screens import Deed, person
from casestudies.models import Remark
from casestudies.template import QUESTIONS

BY_HAND = "An officer held it back."


class RemarkView(Deed):
    """Writes a comment on an answer or on all of it, or a note for us."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Store it."""
        text, field = request.POST.get("text", ""), request.POST.get("field", "")
        is_internal = request.POST.get("kind") == "note"
        anchor = f"q-{field}" if field in QUESTIONS else "notes" if is_internal else "conversation"
        if not text.strip():
            messages.error(request, "Write something first.")
            return self.back(anchor)
        return self.attempt(
            lambda: remark(submission=self.story, text=text, by=person(request), field=field, is_internal=is_internal),
            done="Stored for us." if is_internal else "Stored. Its writers read it once you send it.",
            text=text,
            anchor=anchor,
        )


class OnRemark(Deed):
    """Something that is done with one remark of the story."""

    remark: Remark

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Know which; whether it is there is asked once it is clear who asks."""
        super().setup(request, *args, **kwargs)
        self.remark_pk = kwargs["remark"]

    def found(self) -> Remark:
        """Give the remark. Not found is what belongs to another story."""
        return get_object_or_404(self.story.remarks.select_related("submission"), pk=self.remark_pk)


class DropRemarkView(OnRemark):
    """Takes back what was not sent."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it back."""
        row = self.found()
        return self.attempt(lambda: drop_remark(remark=row, by=person(request)), done="It is gone.")


class SettleRemarkView(OnRemark):
    """Notes that nothing is left to be said."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note it."""
        row = self.found()
        return self.attempt(lambda: settle_remark(remark=row, by=person(request)), done="It is settled.")


class SendRemarksView(Deed):
    """Lets writers read what was written, and leaves the story with us."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send it."""
        return self.attempt(
            lambda: send_remarks(submission=self.story, by=person(request)),
            done="Sent. Its writers get an email that leads them here.",
        )


class AskChangesView(Deed):
    """Gives the story back to its writers."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give it back, if anything is asked."""
        try:
            return self.attempt(
                lambda: ask_changes(submission=self.story, by=person(request), seen=self.seen),
                done="It is with its writers again. They get an email.",
            )
        except NothingAskedError:
            messages.error(request, "Say first what is to be changed: comment on an answer, or on all of it.")
            return self.back()


class AssignView(Deed):
    """Gives the story to somebody."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give it."""
        to = request.POST.get("to", "")
        whom = {str(one.pk): one for one in queries.officers()}
        if to and to not in whom:
            messages.error(request, "Choose whom to give it to.")
            return self.back()
        given = queries.called(whom.get(to)) or "nobody"
        return self.attempt(
            lambda: assign(submissions=[self.story], to=whom.get(to), by=person(request)), done=f"Given to {given}."
        )


class HoldBackView(Deed):
    """Puts the story aside as spam."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put it aside."""
        return self.attempt(
            lambda: hold_back(submission=self.story, by=person(request), reasons=[BY_HAND]),
            done="It is held back. Nothing is thrown away: you can let it in again.",
        )


class LetInView(Deed):
    """Takes what was held back for a story after all."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let it in."""
        return self.attempt(lambda: let_in(submission=self.story, by=person(request)), done="It is in the queue again.")
