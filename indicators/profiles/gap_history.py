"""Whether each gap closes or widens: what was found out at publication, as a question, an answer and a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.text import slugify

from indicators import charts
from indicators.figures import PERSONS
from indicators.models import Observation
from indicators.profiles.evidence import SEXES, Evidence, GapHistory, GapInPeriod, in_order
from indicators.profiles.headlines import chart_lines
from indicators.sentences import GapEnd, GapWords, Measure, gap_limits_words
from indicators.tables import NOTHING, Cell, Row, Table, time_table

COUNTRY, PUBLISHED = "country", "published"
TO_COUNTRY, INSIDE = "gap-to-country", "gap-over-time"
#: the answer in a few words, by whether it is tested, what became of the gap, and whether it is a lead
ANSWERS = {
    ("tested", "closing", False): "Closing",
    ("tested", "widening", False): "Widening",
    ("tested", "closing", True): "Lead shrinking",
    ("tested", "widening", True): "Lead growing",
    ("direction", "closing", False): "Narrower, not tested",
    ("direction", "widening", False): "Wider, not tested",
    ("direction", "closing", True): "Lead smaller, not tested",
    ("direction", "widening", True): "Lead larger, not tested",
    ("tested", "no_clear_change", False): "No clear change",
    ("tested", "no_clear_change", True): "No clear change",
    ("direction", "no_clear_change", False): "The same, not tested",
    ("direction", "no_clear_change", True): "The same, not tested",
}
CANNOT_SAY = "Cannot say"
MEASURED = {
    COUNTRY: "The gap of a period is the difference of the two figures.",
    "slope": "The gap of a period is the slope index of inequality over all groups.",
    "ends": "The gap of a period is the difference between the most and the least deprived.",
    PUBLISHED: "The gap of a period is as its publisher measures it.",
}


@dataclass(frozen=True)
class Answer:
    """What became of one gap, for one group of people; `chart` is None where there is one period alone."""

    sex: str
    who: str
    answer: str
    movement: str
    judgement: str
    change: str
    standing: str
    since_baseline: str
    method: str
    is_tested: bool
    chart: charts.Chart | None


@dataclass(frozen=True)
class Question:
    """A question of the board with its answers; `blank` says why there is none."""

    anchor: str
    heading: str
    short: str
    answers: tuple[Answer, ...]
    blank: str = ""


def questions(evidence: Evidence) -> Iterable[Question]:
    """Ask whether the gap to the country closes, and whether that inside the town does."""
    town, country = evidence.setting.town, evidence.setting.country
    if not evidence.town_headline:
        return
    if country is not None:
        found = [history for history in evidence.gaps if history.kind == COUNTRY]
        blank = f"There is no figure for {country.name} of the same period, so there is no gap to follow."
        yield _question(evidence, TO_COUNTRY, f"gap to {country.name}", found, blank)
    inside = [*(history for history in evidence.gaps if history.kind != COUNTRY), *_not_worked_out(evidence)]
    blank = f"No figures are published for parts of {town.name} by deprivation, so this gap cannot be followed."
    yield _question(evidence, INSIDE, f"gap inside {town.name}", inside, blank)


def _not_worked_out(evidence: Evidence) -> Iterable[GapHistory]:
    """Give the published measures of which nothing is stored yet, so that their figures are shown all the same."""
    stored = {(history.sex, history.name) for history in evidence.gaps if history.kind == PUBLISHED}
    held = in_order((f.sex, f.category) for f in evidence.town_figures if f.category_type == Observation.INEQUALITY)
    for sex, name in held:
        if (sex, name) not in stored:
            text = "What became of this gap has not been worked out yet."
            yield GapHistory(PUBLISHED, sex, name, "cannot_say", "", "", False, "", text, "", ())


def _question(evidence: Evidence, anchor: str, what: str, found: Sequence[GapHistory], blank: str) -> Question:
    answers = tuple(_answer(evidence, history) for history in found)
    short = f"{what[:1].upper()}{what[1:]}"
    return Question(anchor, f"Is the {what} closing?", short, answers, "" if found else blank)


def _answer(evidence: Evidence, history: GapHistory) -> Answer:
    words = ANSWERS.get((history.basis, history.verdict, history.is_lead), CANNOT_SAY)
    return Answer(
        sex=history.sex,
        who=_who(history),
        answer=words,
        movement={"closing": "down", "widening": "up", "no_clear_change": "flat"}.get(history.verdict, "none"),
        judgement=history.judgement,
        change=history.change,
        standing=history.standing,
        since_baseline=history.since_baseline,
        method=MEASURED[history.kind],
        is_tested=history.basis == "tested",
        chart=_published(evidence, history) if history.kind == PUBLISHED else _chart(evidence, history),
    )


def _who(history: GapHistory) -> str:
    """Say whose gap it is, and which of several inside the town."""
    who = SEXES[history.sex] if history.sex != PERSONS else ""
    what = history.name.partition(", in ")[0] if history.kind == PUBLISHED else history.name
    what = f"{what[:1].upper()}{what[1:]}"
    return f"{who}: {what[:1].lower()}{what[1:]}" if who and what else who or what


def _known(history: GapHistory) -> list[GapInPeriod]:
    return [period for period in history.periods if period.difference is not None]


def gap_words(evidence: Evidence, history: GapHistory) -> GapWords:
    """Give the words in which a gap is told."""
    country = evidence.setting.country
    return GapWords(
        history.kind,
        evidence.measure,
        evidence.setting.town.name,
        history.sex,
        country.name if country else "",
        history.name,
        evidence.polarity,
    )


def _chart(evidence: Evidence, history: GapHistory) -> charts.Chart | None:
    """Give a gap over time as a line with its band, and zero in it."""
    known = _known(history)
    if len(known) < 2:
        return None
    words, town = gap_words(evidence, history), evidence.setting.town.name
    is_country = history.kind == COUNTRY
    name = f"gap-to-country-{history.sex}" if is_country else f"gap-inside-{slugify(history.name)}-{history.sex}"
    first, last = known[0], known[-1]
    than = f" than {words.other}" if is_country else " where deprivation is greatest"
    drawing, no_drawing = _drawing(words, history)
    above = f"{town} is {words.side(1)}{than}" if is_country else f"{words.side(1)}{than}"
    title = f"{evidence.title}{f', {SEXES[history.sex].lower()}' if history.sex != PERSONS else ''}"
    unit = evidence.measure.gap_unit
    return charts.Chart(
        name=name,
        title=_title(words, history, than),
        subtitle=" ".join(
            [
                f"{title}: the gap{f' to {words.other}' if is_country else ' over ' + history.name}, {unit}.",
                f"{town}, {first.label} to {last.label}. Above zero: {above}; below zero: {words.side(-1)}.",
                *(drawing.notes if drawing else ()),
            ]
        ),
        source=_source(evidence),
        table=_table(words, history, f"{title}: gap{f' to {words.other}' if is_country else ''}, {unit}", name),
        drawing=drawing,
        no_drawing=no_drawing,
    )


def _source(evidence: Evidence) -> str:
    return f"{charts.source_line((f.source, f.licence) for f in evidence.town_headline)}. The gap is worked out here."


def _title(words: GapWords, history: GapHistory, than: str) -> str:
    """Say how wide the gap was and is: of the periods since the last break."""
    breaks = [at for at, period in enumerate(history.periods) if period.has_break_before]
    since = history.periods[breaks[-1] if breaks else 0 :]
    known = [period for period in since if period.difference is not None] or _known(history)
    who = f"{SEXES[history.sex]}: " if history.sex != PERSONS else ""
    ends = [
        f"{words.size(period.difference or 0.0)} {words.side(period.difference or 0.0)}"
        for period in (known[0], known[-1])
    ]
    if len(known) == 1:
        return f"{who}{ends[0]}{than} ({known[0].label})"
    start = f"{who}{'f' if who else 'F'}rom {ends[0]} ({known[0].label})"
    return f"{start} to {ends[1]}{than} ({known[-1].label}){', since the break' if breaks else ''}"


def _drawing(words: GapWords, history: GapHistory) -> tuple[charts.LineDrawing | None, str]:
    known = _known(history)
    lengths = {round((period.end - period.start).days / 30) for period in known}
    if len(known) < charts.FEWEST_POINTS:
        return None, "Two periods so far: too few to draw a line."
    if len(lengths) > 1:
        return None, "The periods differ in length, so no line is drawn through them."
    bare = replace(words, has_units=False)
    points = tuple(
        charts.Point(p.start, p.end, p.label, p.difference, p.lower, p.upper, p.has_break_before, _told(bare, p))
        for p in history.periods
    )
    label = f"Gap {_told(bare, replace(known[-1], lower=None, upper=None))}"
    line = charts.Line("Gap", "town", points, label)
    return charts.line_drawing([line], decimals=words.measure.decimals, has_zero=True), ""


def _told(words: GapWords, period: GapInPeriod) -> str:
    """Write one period's gap with the side it is on and its limits; empty where there is none."""
    if period.difference is None:
        return ""
    limits = gap_limits_words(words, _end(period))
    return f"{words.size(period.difference)} {words.side(period.difference)}{f' ({limits})' if limits else ''}"


def _table(words: GapWords, history: GapHistory, caption: str, name: str) -> Table:
    """Lay the periods under each other, the latest first; every size says which way it is."""
    words = replace(words, has_units=False)
    has_limits = any(period.lower is not None for period in history.periods)
    rows: list[Row] = []
    for period in reversed(history.periods):
        if period.difference is None:
            cells = [Cell(NOTHING, is_blank=True)]
        else:
            said = f"{words.size(period.difference)} {words.side(period.difference)}".strip()
            cells = [Cell(said, value=period.difference, lower=period.lower, upper=period.upper)]
        if has_limits:
            limits = gap_limits_words(words, _end(period))
            cells.append(Cell(limits or NOTHING, is_blank=not limits, is_limits=True))
        is_key = period.difference is not None and not any(row.css_class for row in rows)
        marks = "break before" if period.has_break_before else ""
        rows.append(Row(period.label, tuple(cells), css_class="is-key" if is_key else "", note=marks))
    columns = ("Gap", "95% interval") if has_limits else ("Gap",)
    return Table(f"table-{name}", caption, "Period", columns, tuple(rows))


def _end(period: GapInPeriod) -> GapEnd:
    return GapEnd(period.label, period.difference or 0.0, period.lower, period.upper)


def _published(evidence: Evidence, history: GapHistory) -> charts.Chart | None:
    """Give a publisher's own measure of the gap over time, beside the other places that have one."""
    columns = evidence.columns(history.sex, Observation.INEQUALITY, history.name)
    if not columns[0][1].figures:
        return None
    what, _, unit = history.name.partition(", in ")
    measure = Measure(unit=unit, decimals=evidence.measure.decimals, is_percentage=False)
    who = SEXES[history.sex] if history.sex != PERSONS else ""
    known = [figure for figure in columns[0][1].figures if figure.value is not None]
    name = f"gap-published-{slugify(what)}-{history.sex}"
    shown = [column for column in columns if column[1].figures]
    drawing = charts.line_drawing(chart_lines(shown), decimals=measure.decimals, has_zero=True)
    start = f"{who}: {what[:1].lower()}{what[1:]}" if who else what
    ends = [f"{measure.number(figure.value)} ({figure.label})" for figure in (known[0], known[-1])] if known else []
    return charts.Chart(
        name=name,
        title=f"{start}{' from ' + ' to '.join(ends) if len(ends) > 1 and ends[0] != ends[1] else ''}",
        subtitle=" ".join(
            [
                f"{evidence.title}{f', {who.lower()}' if who else ''}: {history.name}, as published.",
                f"{' and '.join(place for place, _ in shown)}. Above zero: the most deprived fare worse.",
                *(drawing.notes if drawing else ()),
            ]
        ),
        source=charts.source_line((f.source, f.licence) for _, series in shown for f in series.figures),
        table=time_table(
            measure,
            table_id=f"table-{name}",
            caption=f"{start}{f', {unit}' if unit else ''}",
            columns=columns,
            all_periods=True,
        ),
        drawing=drawing,
        no_drawing="" if drawing else "Fewer than three figures so far: too few to draw a line.",
    )
