"""The catalogue: which stories have which value of which filter, held in memory as one long number for each value.

Story number 3 is bit 3. Stories that pass two filters are the bits that two numbers share, so any choice of filters is counted in
microseconds, however many stories there are. The worker stores the catalogue under the library's state, as one row, and every
web process reads that row once for each state. The state is asked for at each request, so nothing old is ever shown.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Exists, Q
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet

from casestudies.library.filtering import FACETS, NEWEST, OLDEST, TITLE
from casestudies.library.queries import ORDERS
from casestudies.library.state import State
from casestudies.models import CaseStudyOutcome, CaseStudyPage, StoredCatalogue
from het_site.core.models.managers import unrestricted

#: from the story to the word that stands in the address, and to what readers are shown
PATHS = {
    "principle": ("themes__slug", "themes__short_title"),
    "priority": ("priorities__slug", "priorities__title"),
    "kind": ("organisations__kind", "organisations__kind"),
    "organisation": ("organisations__slug", "organisations__name"),
    "ward": ("wards__code", "wards__name"),
    "indicator": ("indicators__slug", "indicators__slug"),
}


@dataclass(frozen=True)
class Catalogue:
    """Every story that anybody may read, newest first; `bits` has one number for each value of each filter."""

    keys: tuple[int, ...]
    orders: Mapping[str, Sequence[int]]
    bits: Mapping[str, Mapping[str, int]]
    labels: Mapping[str, Mapping[str, str]]

    @property
    def everything(self) -> int:
        """Give the number that stands for all stories."""
        return (1 << len(self.keys)) - 1

    def of_keys(self, keys: Iterable[int]) -> int:
        """Give the number that stands for some stories; those that nobody may read are passed over."""
        places = {key: place for place, key in enumerate(self.keys)}
        return _number(places[key] for key in keys if key in places)

    def having(self, facet: str, values: Iterable[str]) -> int:
        """Give the stories that have any of some values."""
        found = 0
        for value in values:
            found |= self.bits[facet].get(value, 0)
        return found

    def most_alike(self, values: Iterable[tuple[str, str]], most: int) -> list[int]:
        """Give the keys of the stories that have most of some values, each named with its filter; the newest first.

        How many each story has is counted for all of them at once, as sums are written down: digit by digit.
        """
        digits: list[int] = []
        for facet, value in values:
            carried = self.bits[facet].get(value, 0)
            for place, digit in enumerate(digits):
                digits[place], carried = digit ^ carried, digit & carried
            digits += [carried] if carried else []
        found: list[int] = []
        for number in range((1 << len(digits)) - 1, 0, -1):
            exactly = self.everything
            for place, digit in enumerate(digits):
                exactly &= digit if number >> place & 1 else ~digit
            if exactly and len(found) < most:
                found += self.part(exactly, NEWEST, first=0, most=most - len(found))
        return found

    def part(self, passing: int, sort: str, *, first: int, most: int) -> list[int]:
        """Give the keys of some of the stories that pass, in an order."""
        marks = f"{passing:b}"[::-1].ljust(len(self.keys), "0")
        in_order = (self.keys[place] for place in self.orders[sort] if marks[place] == "1")
        return list(islice(in_order, first, first + most))

    def packed(self) -> str:
        """Write it down as one text."""
        bits = {
            facet: {value: f"{number:x}" for value, number in values.items()} for facet, values in self.bits.items()
        }
        orders = {sort: list(places) for sort, places in self.orders.items() if sort != NEWEST}
        return json.dumps([self.keys, orders, bits, self.labels], separators=(",", ":"))

    @classmethod
    def unpacked(cls, written: str) -> Catalogue:
        """Read what was written down."""
        keys, orders, bits, labels = json.loads(written)
        numbers = {
            facet: {value: int(number, 16) for value, number in values.items()} for facet, values in bits.items()
        }
        return cls(tuple(keys), {NEWEST: range(len(keys)), **orders}, numbers, labels)


_held: list[tuple[str, Catalogue]] = []


def catalogue(state: State) -> Catalogue:
    """Give the catalogue of a state: the one at hand, the stored one, or one read anew where the worker is not done yet."""
    for mark, held in _held[-1:]:
        if mark == state.mark:
            return held
    written = StoredCatalogue.objects.filter(mark=mark_for(state)).values_list("written", flat=True).first()
    found = Catalogue.unpacked(written) if written else read()
    _held[:] = [(state.mark, found)]
    return found


def mark_for(state: State) -> str:
    """Give the mark under which the catalogue of a state is stored."""
    return state.mark_of("catalogue")


def forget() -> None:
    """Have the next request read it again, as that of a new process does; for measuring."""
    _held.clear()


def readable() -> PageQuerySet:
    """Find what anybody may read. While no page is restricted, which is nearly always, no page is looked up in vain."""
    nothing_is_restricted = ~Exists(PageViewRestriction.objects.all())
    return CaseStudyPage.objects.live().filter(Q(nothing_is_restricted) | Q(unrestricted()))


def read() -> Catalogue:
    """Read it from the database, in a fixed number of queries."""
    stories = readable()
    rows = list(stories.order_by(*ORDERS[NEWEST]).values_list("pk", "year", "audiences"))
    places = {key: place for place, (key, _, _) in enumerate(rows)}
    found: dict[str, dict[str, list[int]]] = {facet: defaultdict(list) for facet in (*FACETS, *PATHS)}
    labels: dict[str, dict[str, str]] = {facet: {} for facet in (*FACETS, *PATHS)}
    for place, (_, year, audiences) in enumerate(rows):
        for audience in audiences:
            found["audience"][audience].append(place)
        if year is not None:
            found["year"][str(year)].append(place)
    for facet, (value, label) in PATHS.items():
        live = Q(priorities__live=True) if facet == "priority" else Q()
        linked = CaseStudyPage.objects.order_by().filter(live, **{f"{value}__isnull": False})
        for key, word, shown in linked.values_list("pk", value, label):
            if key in places:
                found[facet][word].append(places[key])
                labels[facet][word] = shown
    measured = CaseStudyOutcome.objects.order_by().values_list("page_id", flat=True).distinct()
    if with_outcomes := [places[key] for key in measured if key in places]:
        found["outcomes"]["yes"] = with_outcomes
    orders: dict[str, Sequence[int]] = {NEWEST: range(len(rows))}
    for sort in (OLDEST, TITLE):
        in_order = stories.order_by(*ORDERS[sort]).values_list("pk", flat=True)
        orders[sort] = [places[key] for key in in_order if key in places]
    bits = {facet: {value: _number(all_) for value, all_ in values.items()} for facet, values in found.items()}
    return Catalogue(tuple(places), orders, bits, labels)


def _number(places: Iterable[int]) -> int:
    """Give the number whose bits are at some places."""
    marks = bytearray()
    for place in places:
        byte, bit = divmod(place, 8)
        if byte >= len(marks):
            marks.extend(bytes(byte + 1 - len(marks)))
        marks[byte] |= 1 << bit
    return int.from_bytes(marks, "little")


def with_each_left_out(conditions: Mapping[str, int], everything: int) -> Iterator[tuple[str, int]]:
    """Give for each filter the stories that pass all the others."""
    for facet in FACETS:
        passing = everything
        for name, bits in conditions.items():
            if name != facet:
                passing &= bits
        yield facet, passing
