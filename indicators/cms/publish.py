"""Publishing: at once or at a time, with a tick beside the words that say what will happen; and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic.edit import FormMixin
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput

from indicators import differences
from indicators.actions import (
    check_again,
    discard_release,
    schedule_release,
    start_publishing,
    unschedule_release,
)
from indicators.cms import words
from indicators.cms.release import COMPARED
from indicators.cms.screens import ReleaseDeed, ReleaseScreen, attempt, person
from indicators.models import DataRelease

NOW, LATER = "now", "later"
LOOKED_AGAIN = "The difference is not the one that you looked at any more. Look at it again before you publish."
NOTHING_LOST = "Nothing of yours is lost: the new difference is being worked out. Look at it again before you publish."
CROSSED = f"Somebody else has published figures of the same indicators meanwhile. {NOTHING_LOST}"
REDEFINED = f"The definition of an indicator was changed meanwhile. {NOTHING_LOST}"


def seen_mark(release: DataRelease) -> str:
    """Give what tells one difference of a release from another: what it was taken against and what it found."""
    counts = release.counts
    return "-".join(
        str(part) for part in (release.compared_with, *(counts.get(name) for name in ("new", "changed", "gone")))
    )


class PublishForm(forms.Form):
    """When, and the tick that stands beside what will happen."""

    when = forms.ChoiceField(
        label="When",
        choices=[(NOW, "Now"), (LATER, "At a time that I set")],
        initial=NOW,
        widget=forms.RadioSelect,
    )
    publish_at = forms.DateTimeField(
        label="Date and time",
        help_text=f"In the time of {settings.TIME_ZONE.partition('/')[2] or settings.TIME_ZONE}, summer time included.",
        required=False,
        widget=AdminDateTimeInput,
    )
    agreed = forms.BooleanField(
        error_messages={"required": "Tick the box to say that you want this to happen."},
    )
    #: the difference that the person has looked at
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, release: DataRelease, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = f"This {words.effect(release.counts)}. Publish it."
        self.fields["seen"].initial = seen_mark(release)

    def clean(self) -> dict[str, Any]:
        """Ask for a time to come where one is to be set."""
        cleaned = super().clean() or {}
        at: datetime | None = cleaned.get("publish_at")
        if cleaned.get("when") == LATER and "publish_at" not in self.errors:
            if at is None:
                self.add_error("publish_at", "Say on which day and at what time.")
            elif at <= timezone.now():
                self.add_error("publish_at", "This time has passed. Choose one to come.")
        return cleaned


class PublishView(FormMixin[PublishForm], ReleaseScreen):
    """Asks once more, in words, and then has the release published."""

    permission_required = "change"
    template_name = "indicators/cms/publish.html"
    page_title = "Publish"
    form_class = PublishForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, where there is anything to publish."""
        if self.release.status not in COMPARED:
            return self._nothing_to_do()
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what it is about."""
        return super().get_form_kwargs() | {"release": self.release, "label_suffix": ""}

    def get_initial(self) -> dict[str, Any]:
        """Begin with the time that is set, if one is."""
        at = self.release.publish_at
        return {"when": LATER, "publish_at": at} if at else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what will happen."""
        return super().get_context_data(**kwargs) | {"effect": words.effect(self.release.counts)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Have it published; pressed twice, it is published once."""
        release = self.release
        if release.status not in COMPARED:
            return self._nothing_to_do()
        form = self.get_form()
        if form.data.get("seen", "") != seen_mark(release):
            messages.error(request, LOOKED_AGAIN)
            return self.back()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if crossed := _what_crossed(release):
            attempt(request, lambda: self._look_again(release), done="The new difference is being worked out.")
            messages.error(request, crossed)
            return self.back()
        if form.cleaned_data["when"] == LATER:
            self._schedule(form.cleaned_data["publish_at"])
        else:
            attempt(
                request,
                lambda: start_publishing(release=release, by=person(request)),
                done="The figures are being published. This page says when it is done.",
            )
        return self.back()

    def _look_again(self, release: DataRelease) -> None:
        if release.status == DataRelease.Status.SCHEDULED:
            unschedule_release(release=release, by=person(self.request))
        check_again(release=release, by=person(self.request))

    def _schedule(self, at: datetime) -> None:
        attempt(
            self.request,
            lambda: schedule_release(release=self.release, publish_at=at, by=person(self.request)),
            done="The time is set. Until then you can take it back.",
        )

    def _nothing_to_do(self) -> HttpResponse:
        """Lead back; the second press of a button is no fault."""
        if self.release.status not in {DataRelease.Status.PUBLISHING, DataRelease.Status.PUBLISHED}:
            messages.error(self.request, f"It cannot be published: {words.state(self.release).lower()}.")
        return self.back()


def _what_crossed(release: DataRelease) -> str:
    """Say what has changed since the difference was taken, so that it has to be taken anew; empty where nothing has."""
    ids = differences.indicator_ids(release)
    if release.compared_with is None or differences.changed_since(release.compared_with, ids=ids):
        return CROSSED
    return REDEFINED if release.counts.get("rules") != differences.rules_of(ids) else ""


class UnscheduleView(ReleaseDeed):
    """Takes the time back."""

    done = "It is not published at that time any more."

    def work(self) -> None:
        """Take it back."""
        unschedule_release(release=self.release, by=person(self.request))


class CheckAgainView(ReleaseDeed):
    """Has the file checked once more."""

    done = "It is checked again."

    def work(self) -> None:
        """Check again."""
        check_again(release=self.release, by=person(self.request))


class DiscardForm(forms.Form):
    """Why it is given up."""

    why = forms.CharField(
        label="Why",
        help_text="For the history. You can leave it empty.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DiscardView(FormMixin[DiscardForm], ReleaseScreen):
    """Asks before a release is given up."""

    permission_required = "change"
    template_name = "indicators/cms/discard.html"
    page_title = "Discard"
    form_class = DiscardForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Leave the colon off the labels."""
        return super().get_form_kwargs() | {"label_suffix": ""}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give it up; pressed twice, it is given up once."""
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if self.release.status != DataRelease.Status.DISCARDED:
            why = form.cleaned_data["why"]
            attempt(
                request,
                lambda: discard_release(release=self.release, by=person(request), why=why),
                done="It is discarded. The live figures are as they were.",
            )
        return self.back()
