"""Answers what a reader types to find their ward: leads to it, lists what it may have meant, or says what to do.

What is typed may be a postcode, even where a name is asked for. So both forms send it out of the address, nothing of it is
kept, and the answer is not to be stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models.functions import Length
from django.http import QueryDict

from indicators.models import Postcode
from indicators.places.naming import LONGEST, Hits, cleaned, found_by_name, plain
from indicators.places.wards import Ward, Wards
from indicators.postcodes import Typed, shown, typed_postcode

NO_POSTCODE = "Enter a whole postcode, or its first part."


class NameForm(forms.Form):
    """A ward's name, or part of it."""

    name = forms.CharField(
        label="Ward name",
        max_length=LONGEST * 4,
        error_messages={
            "required": "Enter the name of a ward, or part of it.",
            "max_length": "That is too long for the name of a ward.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_name(self) -> str:
        """Give it on one line; refuse what has no letter or number that could be seen."""
        name = cleaned(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name


class PostcodeForm(forms.Form):
    """A postcode, whole or its first part."""

    postcode = forms.CharField(
        label="Postcode",
        max_length=40,
        error_messages={"required": "Enter a postcode.", "max_length": NO_POSTCODE},
    )

    def clean_postcode(self) -> Typed:
        """Read it; refuse what is none."""
        typed = typed_postcode(self.cleaned_data["postcode"])
        if not typed:
            raise forms.ValidationError(NO_POSTCODE)
        return typed


@dataclass(frozen=True)
class PostcodeHits:
    """What was found for a postcode: the wards it lies in, or its part covers; whether it has ended, or is a part."""

    asked: str
    wards: tuple[Ward, ...] = ()
    has_ended: bool = False
    is_part: bool = False


@dataclass(frozen=True)
class Answer:
    """What is answered: the address to go to, or what the page shows."""

    url: str = ""
    asked: str = ""
    hits: Hits = field(default_factory=Hits)
    form: NameForm | PostcodeForm | None = None
    postcode: PostcodeHits | None = None
    is_postcode_without_lookup: bool = False

    def context(self) -> dict[str, Any]:
        """Give it to the template; a form that was sent is the page’s form, whose errors stand in its title."""
        sent = self.form
        return {
            "asked": self.asked,
            "hits": self.hits,
            "postcode": self.postcode,
            "is_postcode_without_lookup": self.is_postcode_without_lookup,
            "form": sent,
            "name_form": sent if isinstance(sent, NameForm) else NameForm(),
            "postcode_form": sent if isinstance(sent, PostcodeForm) else PostcodeForm(),
        }


def answer_to_name(data: QueryDict, wards: Wards, *, town: str, town_url: str, has_lookup: bool) -> Answer:
    """Find wards by name: one that is meant is gone to, several are listed. A postcode is taken for one all the same."""
    form = NameForm(data)
    if not form.is_valid():
        return Answer(form=form)
    asked = form.cleaned_data["name"]
    by_code = wards.of_code(asked.upper())
    if by_code is not None:
        return Answer(by_code.url)
    hits = found_by_name(asked, wards)
    if plain(asked) == plain(town) and not hits.is_exact:
        return Answer(town_url)
    if not hits.is_exact and (typed := typed_postcode(asked)):
        if not has_lookup:
            return Answer(asked=asked, is_postcode_without_lookup=True, form=form)
        return _answer_to(typed, PostcodeForm({"postcode": asked}), wards)
    if len(hits.now) == 1 and not hits.former:
        return Answer(hits.now[0].url)
    return Answer(asked=asked, hits=hits, form=form)


def answer_to_postcode(data: QueryDict, wards: Wards) -> Answer:
    """Find the ward of a postcode: one in use is gone to; the wards of a part, and one that has ended, are listed."""
    form = PostcodeForm(data)
    if not form.is_valid():
        return Answer(form=form)
    return _answer_to(form.cleaned_data["postcode"], form, wards)


def _answer_to(typed: Typed, form: PostcodeForm, wards: Wards) -> Answer:
    by_id = {ward.id: ward for ward in (*wards.in_use, *wards.earlier)}
    if typed.whole:
        found = Postcode.objects.filter(postcode=typed.whole, area_id__in=list(by_id)).first()
        ward = by_id[found.area_id] if found else None
        if found is not None and ward is not None and not found.has_ended:
            return Answer(ward.url)
        has_ended = found is not None
        hits = PostcodeHits(shown(typed.whole), (ward,) if ward else (), has_ended=has_ended)
        return Answer(form=form, postcode=hits)
    asked = " ".join(str(form.data["postcode"]).upper().split())
    for start, length in typed.parts:
        rows = Postcode.objects.filter(postcode__startswith=start, area_id__in=list(by_id), has_ended=False)
        ids = set(
            rows.annotate(length=Length("postcode")).filter(length=length).order_by().values_list("area_id", flat=True)
        )
        if ids:
            in_order = tuple(ward for pk, ward in by_id.items() if pk in ids)
            return Answer(form=form, postcode=PostcodeHits(asked, in_order, is_part=True))
    return Answer(form=form, postcode=PostcodeHits(asked, is_part=True))
