"""What is decided about a sending that is under way: undo, pause, resume, cancel. Each is asked first, but undo."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from newsletter.cms.sending.screens import AboutSending, counted, person
from newsletter.models import Sending
from newsletter.sending import actions
from newsletter.sending.counting import Counts, counts_of

State = Sending.State
MOST_NOTE = 300


class UndoView(AboutSending):
    """Takes a sending back of which nothing has gone out: at once, for time runs."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Undo it."""
        return self.attempt(
            lambda: actions.undo(sending=self.sending, by=person(request)),
            done="It is undone: nobody was sent anything. The edition’s page is as it was published; you can send it again.",
        )


class Deed(AboutSending):
    """Asks, with what it means, and does it."""

    template_name = "newsletter/cms/sending/deed.html"
    button = ""
    is_serious = False
    has_note = False

    def effect(self, counts: Counts) -> list[str]:
        """Say what it means for whom."""
        raise NotImplementedError

    def work(self) -> None:
        """Do it."""
        raise NotImplementedError

    done = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the question."""
        return super().get_context_data(**kwargs) | {
            "effect": self.effect(counts_of(self.sending)),
            "button": self.button,
            "is_serious": self.is_serious,
            "has_note": self.has_note,
            "most": MOST_NOTE,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it and go back."""
        return self.attempt(self.work, done=self.done)


class PauseView(Deed):
    """Stops for now."""

    page_title = button = "Pause the sending"
    done = "It is paused. Nobody else is sent it until somebody resumes it."

    def effect(self, counts: Counts) -> list[str]:
        """Say what pausing means."""
        return [
            f"{counted(counts.accepted, 'reader has', 'readers have')} it; that cannot be taken back.",
            f"{counted(counts.to_do, 'reader waits', 'readers wait')} until somebody resumes it.",
            "What is in a worker’s hand this moment still goes out.",
        ]

    def work(self) -> None:
        """Pause."""
        actions.pause(sending=self.sending, by=person(self.request))


class ResumeView(Deed):
    """Goes on."""

    page_title = button = "Resume the sending"
    done = "It goes on."

    def effect(self, counts: Counts) -> list[str]:
        """Say what resuming means."""
        why = [f"It was paused: {self.sending.note}"] if self.sending.note else []
        return [
            *why,
            f"{counted(counts.to_do, 'reader waits', 'readers wait')} and will be sent it.",
            f"{counted(counts.accepted, 'reader has', 'readers have')} it already; nobody is sent it twice.",
        ]

    def work(self) -> None:
        """Resume."""
        actions.resume(sending=self.sending, by=person(self.request))


class CancelView(Deed):
    """Ends it for good."""

    page_title = button = "Cancel the sending"
    is_serious = has_note = True
    done = "It is cancelled. Nobody else is sent it."

    def effect(self, counts: Counts) -> list[str]:
        """Say what cancelling means."""
        return [
            f"{counted(counts.accepted, 'reader has', 'readers have')} it; that cannot be taken back.",
            f"{counted(counts.to_do, 'reader', 'readers')} will never be sent it.",
            "This cannot be undone, and this edition cannot be sent again. To stop for a while, pause it.",
        ]

    def work(self) -> None:
        """Cancel."""
        note = " ".join(self.request.POST.get("note", "").split())
        actions.cancel(sending=self.sending, by=person(self.request), note=note)
