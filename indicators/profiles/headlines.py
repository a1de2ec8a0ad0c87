"""The headline of an indicator: the latest figure in large and in words, its line over time and its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators import charts, sentences
from indicators.figures import PERSONS, Figure, Series, has_equal_periods
from indicators.profiles.evidence import SEXES, Evidence, Said
from indicators.sentences import Measure
from indicators.tables import NOTHING, time_table
from indicators.targets import day_text

#: how the lines are drawn: the town's first, and three beside it at most
ROLES = ("town", "comp", "comp comp--2", "comp comp--3")
Columns = Sequence[tuple[str, Series]]


@dataclass(frozen=True)
class Beside:
    """One of the figures shown side by side."""

    name: str
    words: str
    period: str
    is_blank: bool


@dataclass(frozen=True)
class Headline:
    """The latest figure of one group; `group` is empty where it is everyone's."""

    id: str
    group: str
    place: str
    number: str
    period: str
    interval: str
    words: Said
    status_text: str
    beside: tuple[Beside, ...]
    chart: charts.Chart
    #: why a period newer than the latest figure has none
    newer: str = ""

    @property
    def direction_text(self) -> str:
        """Name a direction that no test stands behind."""
        return {"up": "Went up", "down": "Went down", "flat": "About the same"}.get(self.words.movement, "")


def headlines(evidence: Evidence) -> Iterable[Headline]:
    """Give a headline for all people, or one for women and one for men; none where the town has no figure."""
    for sex in evidence.sexes:
        columns = evidence.columns(sex)
        latest = columns[0][1].latest
        if latest is not None:
            yield _headline(evidence, sex, columns, latest)


def _headline(evidence: Evidence, sex: str, columns: Columns, latest: Figure) -> Headline:
    measure, town, group = evidence.measure, evidence.setting.town, SEXES[sex] if sex != PERSONS else ""
    words = evidence.findings.get(sex) or Said(level=sentences.level_sentence(measure, latest, place=town.name))
    country = evidence.setting.country
    return Headline(
        id=sex,
        group=group,
        place=town.name,
        number=measure.number(latest.value),
        period=latest.label,
        interval=sentences.interval_sentence(measure, latest),
        words=words,
        status_text=words.status_text(country.name) if country else "",
        beside=tuple(_beside(evidence, latest, columns)),
        chart=_trend(evidence, sex, evidence.lines(sex), group),
        newer=_newer(columns[0][1], latest, measure, town.name),
    )


def _newer(series: Series, latest: Figure, measure: Measure, place: str) -> str:
    """Say that a newer period has no figure, and why; nothing where the latest figure is of the newest."""
    newest = series.figures[-1]
    return "" if newest is latest else sentences.level_sentence(measure, newest, place=place)


def _beside(evidence: Evidence, latest: Figure, columns: Columns) -> Iterable[Beside]:
    for name, series in columns:
        figure = series.at(latest.period)
        value = figure.value if figure else None
        words = evidence.measure.number(value) if value is not None else NOTHING
        yield Beside(name, words, latest.label, is_blank=value is None)


def _trend(evidence: Evidence, sex: str, columns: Columns, group: str) -> charts.Chart:
    """Give the figures over time as a chart, drawn where they can be."""
    targets = [(f"Target by {day_text(goal.aim.due_on)}, {goal.set_by}", goal.aim) for goal in evidence.aims.goals]
    own = [
        charts.Level(row, f"Target {evidence.measure.number(aim.value)}", aim.value)
        for row, aim in targets
        if aim.sex == sex
    ]
    baseline = evidence.aims.baseline.period if evidence.aims.baseline else ""
    drawing, no_drawing = _drawing(evidence, columns, own, baseline)
    measure, title = evidence.measure, f"{evidence.title}{f', {group.lower()}' if group else ''}"
    return charts.Chart(
        name=f"trend-{sex}",
        title=_over_time(evidence, columns[0][1], group),
        subtitle=_subtitle(f"{title}: {measure.unit}.", columns, drawing),
        source=charts.source_line((f.source, f.licence) for _, series in columns for f in series.figures),
        table=time_table(
            measure,
            table_id=f"table-{sex}",
            caption=f"{title}, {measure.unit}",
            columns=columns,
            all_periods=True,
            baseline=baseline,
            targets=[(level.row, level.value) for level in own],
        ),
        drawing=drawing,
        no_drawing=no_drawing,
    )


def _drawing(
    evidence: Evidence, columns: Columns, targets: Sequence[charts.Level], baseline: str
) -> tuple[charts.Drawing | None, str]:
    """Give the drawing, or the reason why there is none."""
    known = [figure for figure in columns[0][1].figures if figure.value is not None]
    if len(known) < charts.FEWEST_POINTS:
        count = {1: "One figure", 2: "Two figures"}.get(len(known), "No figure")
        return None, f"{count} so far: too few to draw a line."
    if not has_equal_periods(known):
        return None, "The periods differ in length, so no line is drawn through them."
    drawing = charts.line_drawing(
        chart_lines(columns),
        decimals=evidence.measure.decimals,
        sign=evidence.sign,
        levels=targets,
        baseline=baseline,
    )
    return drawing, ""


def _over_time(evidence: Evidence, town: Series, group: str) -> str:
    """Say where the series began and where it is now: of the figures since its last break, or else before it."""
    parts: list[list[Figure]] = [[]]
    for figure in town.figures:
        if figure.value is not None:
            if figure.has_break_before and parts[-1]:
                parts.append([])
            parts[-1].append(figure)
    who = f"{group}: " if group else ""
    told = next(((part, part is parts[-1]) for part in reversed(parts) if len(part) > 1), None)
    if told is None:
        labels = [figure.label for figure in parts[-1]]
        return f"{who}{', '.join([evidence.setting.town.name, *labels])}"
    part, is_last = told
    number = evidence.measure.number
    words = f"rom {number(part[0].value)} ({part[0].label}) to {number(part[-1].value)} ({part[-1].label})"
    breaks = (
        "" if len(parts) == 1 else ", since the break in the series" if is_last else ", before the break in the series"
    )
    return f"{who}{'f' if who else 'F'}{words}{breaks}"


def _subtitle(start: str, columns: Columns, drawing: charts.Drawing | None) -> str:
    names = [name for name, series in columns if series.figures]
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return " ".join([start, f"{listed}, {_span(columns)}.", *(drawing.notes if drawing else ())])


def _span(columns: Columns) -> str:
    """Say from which period to which the figures are."""
    figures = [figure for _, series in columns for figure in series.figures]
    first, last = min(figures, key=lambda f: (f.start, f.end)), max(figures, key=lambda f: (f.end, f.start))
    return first.label if first.label == last.label else f"{first.label} to {last.label}"


def chart_lines(columns: Columns) -> list[charts.Line]:
    """Turn series into lines, the first being the town's."""
    return [
        charts.Line(
            name,
            ROLES[min(number, len(ROLES) - 1)],
            tuple(
                charts.Point(f.start, f.end, f.label, f.value, f.lower, f.upper, f.has_break_before)
                for f in series.figures
            ),
        )
        for number, (name, series) in enumerate(columns)
        if series.figures
    ]
