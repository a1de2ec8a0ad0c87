"""Before an edition is sent: whom it goes to, what is in the way, and the form in which an officer says yes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from het_site.core.models import User
from newsletter.cms.sending.progress import no_worker
from newsletter.cms.sending.screens import changed, clock_words, counted
from newsletter.models import Delivery, EditionPage
from newsletter.rendering.report import Report
from newsletter.sending import arming
from newsletter.sending.audience import Audience, audience_of
from newsletter.sending.dispatching import NOBODY, is_published, newest, report_on, why_not
from newsletter.sending.preferring import sender_now, settings_now

NOW, LATER = "now", "later"
#: the list of readers is made when Send is pressed; one that is older leaves out too many who came since
FURTHEST = timedelta(days=30)
PLACE = settings.TIME_ZONE.partition("/")[2].replace("_", " ") or settings.TIME_ZONE

#: where in the editor each finding is mended: the part of the form, in words; others in the items
MENDED: Mapping[str, tuple[str, str]] = {
    "subject": ("Content, as an email", "#panel-child-content-as_an_email-section"),
    "preview": ("Content, as an email", "#panel-child-content-as_an_email-section"),
    "title": ("Content, title", "#panel-child-content-title-section"),
}
ITEMS = ("Content, body", "#panel-child-content-body-section")


class SendForm(forms.Form):
    """When, and the number of readers, typed."""

    when = forms.ChoiceField(
        label="When",
        choices=[(NOW, "Now"), (LATER, "At a time that I set")],
        initial=NOW,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose when it is to be sent."},
    )
    send_at = forms.DateTimeField(
        label="Date and time",
        help_text=f"Only if you set a time: in the time of {PLACE}, summer time included.",
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"invalid": "Write the day and the time like this: 2026-12-01 09:30."},
    )
    readers = forms.CharField(label="Number of readers", required=False, max_length=20)
    #: the draft and the number that the officer has looked at
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shown = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, readers: int, revision: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"label_suffix": ""})
        self.actual = readers
        self.fields["readers"].help_text = f"Type {readers} to say that you want to send it to so many people."
        self.fields["readers"].widget.attrs |= {
            "inputmode": "numeric",
            "autocomplete": "off",
            "class": "het-figure-field",
        }
        self.fields["revision"].initial, self.fields["shown"].initial = revision, readers

    def clean_readers(self) -> int:
        """Read a number as people write it; it must be the one that they were shown."""
        typed = re.sub(r"[\s,.\u00a0\u202f’']", "", self.cleaned_data["readers"])
        if not typed:
            raise forms.ValidationError(f"Type the number of readers: {self.actual}.")
        if not typed.isascii() or not typed.isdigit():
            raise forms.ValidationError(f"Type the number of readers in digits: {self.actual}.")
        if int(typed) != self.actual:
            raise forms.ValidationError(f"You typed {int(typed)}. It would go to {self.actual}: type {self.actual}.")
        return int(typed)

    def clean(self) -> dict[str, Any]:
        """Ask for a time to come where one is to be set."""
        cleaned = super().clean() or {}
        at: datetime | None = cleaned.get("send_at")
        if cleaned.get("when") == LATER and "send_at" not in self.errors:
            if at is None:
                self.add_error("send_at", "Say on which day and at what time.")
            elif at <= timezone.now():
                self.add_error("send_at", "This time has passed. Choose one to come.")
            elif at > timezone.now() + FURTHEST:
                last = clock_words(timezone.now() + FURTHEST)
                self.add_error("send_at", f"Choose a time before {last}: who signs up after you press Send gets none.")
        return cleaned

    @property
    def at(self) -> datetime | None:
        """Give the time that was chosen; none for now."""
        found: datetime | None = self.cleaned_data["send_at"] if self.cleaned_data["when"] == LATER else None
        return found


@dataclass(frozen=True)
class Fault:
    """A finding of the report, and where it is mended."""

    question: str
    faults: tuple[str, ...]
    where: str
    url: str


@dataclass(frozen=True)
class Before:
    """All that is looked at before an edition is sent."""

    edition: EditionPage
    draft: EditionPage
    audience: Audience
    report: Report
    blocked: tuple[str, ...]

    @property
    def may_send(self) -> bool:
        """Tell whether Send is unlocked."""
        return self.report.may_send and not self.blocked

    @property
    def button(self) -> str:
        """Say what the button does."""
        return "Send this edition" if is_published(self.edition) else "Publish and send"

    def form(self, data: Any = None) -> SendForm:
        """Give the form that asks for what is shown."""
        return SendForm(data, readers=self.audience.readers, revision=self.edition.latest_revision_id)


def look(edition: EditionPage, by: User) -> Before:
    """Look at an edition as it would be sent now."""
    draft = newest(edition)
    audience = audience_of(draft)
    why_off = arming.why_not()
    blocked = [f"Sending is switched off. {why_off}"] if why_off else []
    blocked += [why] if (why := why_not(edition, by)) else []
    blocked += [] if audience.readers else [NOBODY]
    return Before(edition, draft, audience, report_on(edition), tuple(blocked))


def context_of(before: Before, form: SendForm | None = None) -> dict[str, Any]:
    """Give what the page shows of it."""
    edition, chosen = before.edition, settings_now()
    revision = edition.latest_revision
    sender = sender_now()
    return {
        "before": before,
        "audience": before.audience,
        "left_out": [(Delivery.Why(why).label, number) for why, number in before.audience.left_out.items()],
        "report": before.report,
        "faults": [_fault(edition, finding) for finding in before.report.findings if not finding.has_passed],
        "passed": [finding.question for finding in before.report.findings if finding.has_passed],
        "form": form or before.form(),
        "is_published": is_published(edition),
        "changed_by": changed(revision) if revision else "",
        "subject": before.draft.subject or before.draft.title,
        "sender": f"{sender.name} <{sender.address}>" if sender.name else sender.address,
        "undo": counted(chosen.undo_minutes, "minute") if chosen.undo_minutes else "",
        "lateness": counted(chosen.lateness_hours, "hour"),
        "no_worker": no_worker(),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[edition.pk]),
        "preview_url": reverse("wagtailadmin_pages:view_draft", args=[edition.pk]),
    }


def _fault(edition: EditionPage, finding: Any) -> Fault:
    where, part = MENDED.get(finding.name, ITEMS)
    editor = reverse("wagtailadmin_pages:edit", args=[edition.pk])
    if finding.name in {"page", "whole page"}:
        return Fault(finding.question, finding.faults, "the editor", editor)
    return Fault(finding.question, finding.faults, where, f"{editor}{part}")
