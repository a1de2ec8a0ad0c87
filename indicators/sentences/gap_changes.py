"""Says whether a gap closes or widens and where it was and is. No bare sign: every size says worse, better, wider, narrower."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.formatting import number_text
from indicators.sentences.levels import group_words
from indicators.sentences.measures import Measure


@dataclass(frozen=True)
class GapEnd:
    """One period's gap with its limits; above zero is to the harm of the place or of its most deprived part."""

    label: str
    value: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class GapWords:
    """What a gap is between: “country” (then `other` names it), “slope”, “ends” or “published” (then `name` is its)."""

    kind: str
    measure: Measure
    place: str
    sex: str
    other: str = ""
    name: str = ""
    polarity: str = "high_is_good"
    #: tables name the unit once, above all their numbers
    has_units: bool = True

    @property
    def who(self) -> str:
        """Say whose gap it is: “ for women”, or nothing."""
        return group_words(self.sex)

    def size(self, value: float) -> str:
        """Give the size without a sign: “5.5 years”; a published measure has the unit that its name tells."""
        if not self.has_units:
            return number_text(abs(value), decimals=self.measure.decimals)
        if self.kind == "published":
            unit = self.name.partition(", in ")[2]
            return f"{self.measure.number(abs(value)).removesuffix('%')} {unit}".rstrip()
        return self.measure.difference(value)

    def is_nothing(self, value: float) -> bool:
        """Tell whether a gap is none to the decimals shown."""
        return self.measure.number(abs(value)).startswith("less than") or value == 0

    def side(self, value: float) -> str:
        """Say on which side the place, or its most deprived part, is."""
        if self.kind == "published":
            return ""
        if self.polarity == "no_judgement":
            return "higher" if value > 0 else "lower"
        return "worse" if value > 0 else "better"


def gap_standing_sentence(words: GapWords, end: GapEnd) -> str:
    """Say how wide the gap is in one period, with its limits where there are any."""
    if words.kind == "published":
        name = words.name.partition(", in ")[0]
        start = f"The publisher’s {name[:1].lower()}{name[1:]}{words.who} is {_signed(words, end.value)} in {end.label}"
        return f"{start}{_limits(words, end)}."
    if words.kind == "country":
        start = f"In {end.label} the figure{words.who} in {words.place} is"
        if words.is_nothing(end.value):
            return f"{start} the same as in {words.other}, to the decimals shown{_limits(words, end)}."
        than = "than in" if words.side(end.value) else ""
        return f"{start} {words.size(end.value)} {words.side(end.value)} {than} {words.other}{_limits(words, end)}."
    over = "the slope index of inequality" if words.kind == "slope" else "the gap between the two ends"
    start = f"In {end.label}, {over}{words.who} is {words.size(end.value)}{_limits(words, end)}"
    if words.is_nothing(end.value):
        return f"{start}."
    return f"{start}: {_harm(words, end.value)}."


def _harm(words: GapWords, value: float) -> str:
    return f"the figure is {words.side(value)} where deprivation is greatest"


def _signed(words: GapWords, value: float) -> str:
    return f"{words.size(value)}{' below zero' if value < 0 else ''}"


def gap_limits_words(words: GapWords, end: GapEnd) -> str:
    """Give the limits of a gap for a table: “0.4 better to 9.0 years worse”; empty where there are none."""
    if end.lower is None or end.upper is None:
        return ""
    return _span(words, end.lower, end.upper, (words.side(-1), words.side(1)))


def _limits(words: GapWords, end: GapEnd) -> str:
    """Give the limits of a gap in words; nothing where there are none."""
    if end.lower is None or end.upper is None:
        return ""
    if words.kind == "published":
        return f" (95% interval {words.measure.limits(end.lower, end.upper)})"
    return f" (95% interval: {_span(words, end.lower, end.upper, (words.side(-1), words.side(1)))})"


def _span(words: GapWords, lower: float, upper: float, sides: tuple[str, str]) -> str:
    """Give two limits without signs: “0.4 better to 9.0 worse”, “1.2 to 9.8 worse”."""
    less, more = sides
    one, two = words.size(lower), words.size(upper)
    if lower >= 0:
        return f"{_bare(one, two)} to {two} {more}"
    if upper <= 0:
        return f"{_bare(two, one)} to {one} {less}"
    return f"{_bare(one, two)} {less} to {two} {more}"


def _bare(size: str, other: str) -> str:
    """Leave out the unit where the next size has the same."""
    number, _, unit = size.partition(" ")
    return number if unit and other.endswith(unit) else size


def gap_change_sentence(
    words: GapWords,
    *,
    verdict: str,
    basis: str,
    first: GapEnd | None,
    last: GapEnd | None,
    change: tuple[float, float, float] | None = None,
    is_lead: bool = False,
    reason: str = "",
) -> str:
    """Say what became of a gap from one period to another.

    `change` is what was tested, with its limits, above zero where it got worse for the place; None where nothing was.
    """
    what = f"{'lead' if is_lead else 'gap'}{words.who}"
    if verdict == "cannot_say" or first is None or last is None:
        return f"We cannot say whether the {what} is closing. {reason}".rstrip()
    if first.value * last.value < 0 and not (words.is_nothing(first.value) or words.is_nothing(last.value)):
        start, end = _turned(words, first, last, change)
    else:
        start, end = _moved(words, what, (first, last), change, is_lead=is_lead)
    if basis != "tested" or change is None:
        return f"{start}. That is a direction, not a tested change. {reason}".rstrip()
    if verdict == "no_clear_change":
        return f"There is no clear change in the {what}. {end}, which chance alone could explain."
    return f"The {what} is {verdict}. {end}. Chance alone is unlikely to explain that."


def _moved(
    words: GapWords,
    what: str,
    ends: tuple[GapEnd, GapEnd],
    change: tuple[float, float, float] | None,
    *,
    is_lead: bool,
) -> tuple[str, str]:
    """Say by how much a gap became narrower or wider: as a sentence of its own, and as what follows a verdict."""
    first, last = ends
    ways = ("smaller", "larger") if is_lead else ("narrower", "wider")
    turn = -1 if is_lead else 1
    wider = turn * (last.value - first.value) > 0
    if words.size(first.value) == words.size(last.value):
        moved = f"the same as in {first.label}, to the decimals shown"
    else:
        moved = f"{words.size(last.value - first.value)} {ways[wider]} than in {first.label}"
    if change is None:
        return f"The {what} is {moved}", ""
    lower, upper = sorted((turn * change[1], turn * change[2]))
    span = _span(words, lower, upper, ways)
    return f"The {what} is {moved}", f"It is {moved} (95% interval: {span})"


def _turned(words: GapWords, first: GapEnd, last: GapEnd, change: tuple[float, float, float] | None) -> tuple[str, str]:
    """Say that the place, or its most deprived part, was on one side and is on the other."""
    sides = f"{words.size(first.value)} {words.side(first.value)} in {first.label}"
    sides += f" and is {words.size(last.value)} {words.side(last.value)} in {last.label}"
    start = f"It has turned round: it was {sides}"
    if change is None:
        return start, ""
    span = _span(words, change[1], change[2], (words.side(-1), words.side(1)))
    return start, f"{start} (95% interval of the change: {span})"
