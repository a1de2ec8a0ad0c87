"""The two decisions that ask for more than a button: accepting a story with its organisation, and declining with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from wagtail.admin import messages

from casestudies.access import Action
from casestudies.actions.judging import decline
from casestudies.actions.publishing import NoLibraryError, accept
from casestudies.cms import queries
from casestudies.cms.screens import REFUSED, Deed, StoryScreen, person
from casestudies.models import Submission
from priorities.models import Organisation

OTHER, NEW, NONE = "other", "new", "none"


class AcceptForm(forms.Form):
    """Whose story it is."""

    whose = forms.ChoiceField(label="Organisation", widget=forms.RadioSelect)
    other = forms.ModelChoiceField(
        label="Another organisation",
        queryset=Organisation.objects.order_by("name"),
        required=False,
        empty_label="Choose one",
    )
    new_name = forms.CharField(label="Name of the new organisation", required=False, max_length=160)
    new_kind = forms.ChoiceField(
        label="Its kind", required=False, choices=[("", "Choose one"), *Organisation.Kind.choices]
    )

    def __init__(self, *args: Any, story: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = str(story.answers.get("organisation") or "").strip()
        self.near = queries.matching_organisations(given)
        if story.organisation is not None and story.organisation not in self.near:
            self.near.insert(0, story.organisation)
        choices = [(str(one.pk), one.name) for one in self.near]
        choices += [(OTHER, "Another one that is there"), (NEW, "A new one"), (NONE, "None: the page names nobody")]
        whose: Any = self.fields["whose"]
        whose.choices = choices
        whose.initial = str(story.organisation_id or (self.near[0].pk if self.near else NEW if given else NONE))
        self.fields["new_name"].initial = given[:160]

    def clean(self) -> dict[str, Any]:
        """Ask for what the choice needs."""
        cleaned = super().clean() or {}
        if cleaned.get("whose") == OTHER and not cleaned.get("other"):
            self.add_error("other", "Choose the organisation.")
        if cleaned.get("whose") == NEW:
            if not cleaned.get("new_name"):
                self.add_error("new_name", "Give its full public name.")
            if not cleaned.get("new_kind"):
                self.add_error("new_kind", "Choose its kind.")
        return cleaned

    @property
    def organisation(self) -> Organisation | None:
        """Give the one that was chosen among those that are there."""
        whose = self.cleaned_data["whose"]
        if whose == OTHER:
            chosen: Organisation | None = self.cleaned_data["other"]
            return chosen
        return next((one for one in self.near if str(one.pk) == whose), None)

    @property
    def new(self) -> tuple[str, str] | None:
        """Give name and kind of a new one."""
        is_new = self.cleaned_data["whose"] == NEW
        return (self.cleaned_data["new_name"], self.cleaned_data["new_kind"]) if is_new else None


class DeclineForm(forms.Form):
    """Why it will not be published."""

    reason = forms.CharField(
        label="Why",
        help_text="Its writers read this on the story’s page. The email says only that there is an answer.",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Say why: its writers have a right to know."},
    )


class Decision(Deed, StoryScreen):
    """A form that decides; where the decision cannot be taken any more, it is not there."""

    http_method_names = ["get", "head", "post"]
    action: Action

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, where there is anything to decide."""
        if not self.can(self.action):
            messages.error(request, REFUSED)
            return self.back()
        return self.render_to_response(self.get_context_data(form=self.form()))

    @property
    def posted(self) -> QueryDict | None:
        """Give what was posted, if anything was, even nothing."""
        return self.request.POST if self.request.method == "POST" else None

    def form(self) -> forms.Form:
        """Give the form, with what was posted."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Remember which version was looked at, also when the form comes back."""
        context = super().get_context_data(**kwargs)
        return context | {"seen": self.request.POST.get("seen") or self.story.revision}


class AcceptView(Decision):
    """Takes the story, with its organisation."""

    template_name = "casestudies/cms/accept.html"
    page_title = "Accept"
    action = Action.ACCEPT

    def form(self) -> AcceptForm:
        """Give the form."""
        return AcceptForm(self.posted, story=self.story, label_suffix="")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the page."""
        form = self.form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            return self.attempt(
                lambda: accept(
                    submission=self.story,
                    by=person(request),
                    organisation=form.organisation,
                    new_organisation=form.new,
                    seen=self.seen,
                ),
                done="Accepted. Its page is a draft now and waits for approval.",
            )
        except NoLibraryError:
            messages.error(request, "There is no case study library: an administrator has to make that page first.")
            return self.back()


class DeclineView(Decision):
    """Says that the story will not be published, and why."""

    template_name = "casestudies/cms/decline.html"
    page_title = "Decline"
    action = Action.DECLINE

    def form(self) -> DeclineForm:
        """Give the form."""
        return DeclineForm(self.posted, label_suffix="")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decline."""
        form = self.form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        reason = form.cleaned_data["reason"]
        return self.attempt(
            lambda: decline(submission=self.story, by=person(request), reason=reason, seen=self.seen),
            done="Declined. Its writers get an email that leads to your reason.",
            text=reason,
        )
