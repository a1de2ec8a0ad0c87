"""The forms of partners: what is told is stored, however little. Limits are said beside the fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format

from casestudies.desk.picture_forms import ConsentForm, DraftForm
from newsletter.contributions.missing import MOST_HEADLINE, MOST_LINK, MOST_NAME, MOST_TEXT
from newsletter.models import ItemPicture
from newsletter.planning import Planned

NEXT = "next"


class WordsForm(DraftForm):
    """What an item says. No field refuses anything: what is too long or wrong is told on the check page."""

    headline = forms.CharField(
        label="Headline",
        help_text=f"What it is, in a few words. At most {MOST_HEADLINE} characters.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    text = forms.CharField(
        label="A few lines",
        help_text=f"What happens or happened, for whom, where and when. At most {MOST_TEXT} characters.",
        widget=forms.Textarea({"rows": 6}),
        strip=False,
    )
    link = forms.CharField(
        label="Web address",
        required=False,
        help_text=f"Where readers find more, like https://example.org/page. At most {MOST_LINK} characters.",
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "url", "spellcheck": "false"}),
    )
    organisation = forms.CharField(
        label="Your organisation",
        help_text=f"Readers see it as whose item this is. At most {MOST_NAME} characters.",
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    wanted = forms.ChoiceField(
        label="Which edition is it for?",
        required=False,
        widget=forms.RadioSelect,
        help_text="What comes after the copy deadline of an edition goes into the one after it.",
    )

    def __init__(self, *args: Any, editions: list[Planned], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted: Any = self.fields["wanted"]
        wanted.choices = [(NEXT, "The next one"), *((str(one.pk), _told(one)) for one in editions)]

    @property
    def words(self) -> dict[str, str]:
        """Give what was typed, also what no field would take."""
        names = ("headline", "text", "link", "organisation")
        return {name: str(self.data.get(name, "")) for name in names}

    @property
    def edition(self) -> int | None:
        """Give the edition that was chosen; none for the next one and for what was not offered."""
        chosen = self.cleaned_data.get("wanted", "")
        return int(chosen) if chosen and chosen != NEXT else None


class PictureForm(ConsentForm):
    """The words that go with the picture, and who agreed that it is shown in the newsletter."""

    alt = forms.CharField(
        label="Describe the picture for people who cannot see it",
        max_length=250,
        help_text="Say what somebody would miss: who does what, where. One or two sentences, without “picture of”.",
        widget=forms.Textarea({"rows": 3}),
    )
    credit = forms.CharField(
        label="Who took it", max_length=200, required=False, help_text="For example, Photograph: Jo Smith."
    )
    in_newsletter = forms.BooleanField(
        label="It may be shown in the newsletter: by email, and in its archive on this website",
        help_text="Needed. Everybody who can be recognised has agreed to this.",
    )
    channels = None  # type: ignore[assignment]  # the newsletter is the one place: Django drops the field
    field_order = (
        "alt",
        "credit",
        "shown",
        "holder",
        "guardian",
        "given_on",
        "in_newsletter",
        "expires_on",
        "reference",
    )

    def told(self) -> dict[str, Any]:
        """Give what was told and can be stored, as fields of the picture."""
        return dict(self.cleaned_data)

    @classmethod
    def of_picture(cls, picture: ItemPicture) -> dict[str, Any]:
        """Give what is stored, as the form shows it."""
        return {name: getattr(picture, name) for name in cls.field_order}


#: who asks that is no partner
OURS = (ItemPicture.Asked.OFFICE, ItemPicture.Asked.TIME)


class PictureWithdrawForm(forms.Form):
    """Who asked for the picture to be taken away."""

    asked_by = forms.ChoiceField(
        label="Who asked for this?",
        choices=[choice for choice in ItemPicture.Asked.choices if choice[0] not in OURS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who asked for this."},
        help_text="It is noted with the day. No name is kept.",
    )


def _told(edition: Planned) -> str:
    day, until = date_format(edition.day, "j F Y"), date_format(edition.copy_deadline, "j F Y")
    return f"{edition}, planned for {day}: items until {until}"
