"""One edition's desk: before it is sent, while it waits, while it is sent, and afterwards. Send is pressed here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from newsletter.cms.sending import after, before, progress
from newsletter.cms.sending.before import SendForm
from newsletter.cms.sending.listing import page_state
from newsletter.cms.sending.screens import AboutEdition, changed, clock_words, counted, name_of, person
from newsletter.models import Sending, SendingEvent
from newsletter.sending import arming
from newsletter.sending.actions import NotNowError, can_undo
from newsletter.sending.dispatching import MovedError, NotReadyError, send
from newsletter.sending.freezing import AlreadySentError

State = Sending.State
LOCKED = "Nothing was sent. Send is locked: the page says why."


class DeskView(AboutEdition):
    """Shows what can be done with an edition now; pressing Send freezes it."""

    def get_template_names(self) -> list[str]:
        """Choose by how far it is."""
        if self.sending is None:
            return ["newsletter/cms/sending/before.html"]
        is_over = self.sending.state in (State.FINISHED, State.CANCELLED, State.LATE)
        return [f"newsletter/cms/sending/{'after' if is_over else 'under_way'}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what the state is about, and the history."""
        context = super().get_context_data(**kwargs) | {
            "history": history(self.edition.pk),
            "why_off": arming.why_not(),
        }
        if self.sending is None:
            found = kwargs.get("before") or before.look(self.edition, person(self.request))
            return (
                context
                | before.context_of(found, kwargs.get("form"))
                | {
                    "moved": kwargs.get("moved", ""),
                    "page_state": page_state(self.edition),
                }
            )
        context |= progress.context_of(self.sending) | after.context_of(self.sending)
        changed_at = self.edition.latest_revision_created_at
        return context | {
            "sent_by": name_of(self.sending.by),
            "can_undo": can_undo(self.sending),
            "is_changed": bool(changed_at and changed_at > self.sending.frozen_at),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send it, or say what is wrong and show it again with what was typed."""
        if self.sending is not None:
            return self._already()
        found = before.look(self.edition, person(request))
        form = found.form(request.POST)
        if not found.may_send:
            messages.error(request, LOCKED)
            return self._again(None, status=409)
        if moved := _moved(found, form):
            return self._again(None, moved=moved, status=409)
        if not form.is_valid():
            return self._again(form, status=200)
        return self._send(form)

    def _send(self, form: SendForm) -> HttpResponse:
        asked = form.cleaned_data
        try:
            sending, was_published = send(
                edition=self.edition,
                by=person(self.request),
                readers=asked["readers"],
                revision=asked["revision"],
                at=form.at,
            )
        except AlreadySentError:
            self.find(self.edition.pk)
            return self._already()
        except MovedError as error:
            return self._again(None, moved=str(error), status=409)
        except (NotNowError, NotReadyError, ValueError) as error:
            messages.error(self.request, f"Nothing was sent. {error}")
            return self._again(None, status=409)
        first = "It is published, and " if was_published else "It "
        waits = sending.start_at > sending.frozen_at + timedelta(seconds=30)
        at = f"at {clock_words(sending.start_at)}. Until then it can be undone." if waits else "now."
        messages.success(self.request, f"{first}goes out {at}")
        return redirect(self.desk_url)

    def _already(self) -> HttpResponse:
        """Say that it was sent before; the second press of a button is no fault."""
        if self.sending is not None:
            at = clock_words(self.sending.frozen_at)
            messages.warning(
                self.request,
                f"Nothing more was done. Send was pressed already, by {name_of(self.sending.by)}, {at}: everybody gets one copy.",
            )
        return redirect(self.desk_url)

    def _again(self, form: SendForm | None, *, moved: str = "", status: int) -> HttpResponse:
        self.find(self.edition.pk)
        if self.sending is not None:
            return self._already()
        return self.render_to_response(self.get_context_data(form=form, moved=moved), status=status)


def _moved(found: before.Before, form: SendForm) -> str:
    """Say what has changed since the page was shown; empty where nothing has."""
    if form.data.get("revision", "") != str(found.edition.latest_revision_id or ""):
        revision = found.edition.latest_revision
        when = f" {changed(revision)}" if revision else ""
        return f"The edition was changed{when}, since you looked at it."
    shown = form.data.get("shown", "")
    if shown != str(found.audience.readers):
        was = (
            f"It was {counted(int(shown), 'reader')} when you looked, and"
            if shown.isascii() and shown.isdigit()
            else "It"
        )
        return f"{was} is {counted(found.audience.readers, 'reader')} now: people came or went."
    return ""


def history(edition: int) -> list[tuple[SendingEvent, str]]:
    """Give what was decided about an edition, the newest first, with who decided it."""
    rows = SendingEvent.objects.filter(edition_id=edition).select_related("by", "delivery")
    return [(row, name_of(row.by) if row.by else "") for row in rows.order_by("-happened_at", "-pk")[:200]]
