"""Answers what a reader types to find their ward: leads to it, lists what it may have meant, or says what to do.

What is typed may be a postcode, even where a name is asked for. So both forms send it out of the address, nothing of it is
kept, and the answer is not to be stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict

from indicators.places.naming import LONGEST, Hits, cleaned, found_by_name, plain
from indicators.places.wards import Wards

#: what may be a postcode or the first part of one: nothing that looks so is ever put into an address
POSTCODE_LIKE = re.compile(r"[a-z]{1,2}[0-9][a-z0-9]?\s*([0-9][a-z]{0,2})?", re.IGNORECASE)


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


@dataclass(frozen=True)
class Answer:
    """What is answered: the address to go to, or what the page shows."""

    url: str = ""
    asked: str = ""
    hits: Hits = field(default_factory=Hits)
    form: forms.Form | None = None

    def context(self) -> dict[str, Any]:
        """Give it to the template; a form that has errors is the page's form."""
        return {"asked": self.asked, "hits": self.hits, "name_form": self.form or NameForm(), "form": self.form}


def looks_like_postcode(text: str) -> bool:
    """Tell whether a text may be a postcode or its first part."""
    return POSTCODE_LIKE.fullmatch(text.strip()) is not None


def answer_to_name(data: QueryDict, wards: Wards, *, town: str, town_url: str) -> Answer:
    """Find wards by name: one that is meant is gone to, several are listed."""
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
    if len(hits.now) == 1 and not hits.former:
        return Answer(hits.now[0].url)
    return Answer(asked=asked, hits=hits, form=form)
