"""One indicator beside itself in several places: over time as lines, or in one period in order. Gives charts with tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators import charts
from indicators.compare.places import Place
from indicators.compare.subjects import Level, Subject
from indicators.figures import Figure, Series, has_equal_periods
from indicators.models import Indicator
from indicators.tables import Ranked, rank_table, time_table

#: how the lines are drawn, in the order of the places
ROLES = ("town", "comp", "comp comp--2", "comp comp--3")
COLUMN = "Figure"
#: a bar from zero would hide the differences that matter
WITHOUT_BARS = {Indicator.ValueType.LIFE_EXPECTANCY}


def lines_chart(level: Level, subject: Subject, figures: Sequence[Figure]) -> charts.Chart | None:
    """Give one indicator's figures over time in a few places; None where none of them has any."""
    columns = [
        (place.name, Series(tuple(figure for figure in figures if figure.area_id == place.id)))
        for place in level.places
    ]
    shown = [column for column in columns if column[1].figures]
    if not shown:
        return None
    drawing, why_not = _drawing(subject, shown)
    return charts.Chart(
        name=_name("over-time", subject, level),
        title=_over_time_title(subject, shown),
        subtitle=" ".join(
            [f"{subject.title}: {subject.about}. {_span(figures)}.", *(drawing.notes if drawing else ())]
        ),
        source=charts.source_line((figure.source, figure.licence) for figure in figures),
        table=time_table(
            subject.measure,
            table_id=f"table-{_name('over-time', subject, level)}",
            caption=f"{subject.title}, {subject.about}",
            columns=shown,
            all_periods=True,
        ),
        drawing=drawing,
        no_drawing=why_not,
    )


def _span(figures: Sequence[Figure]) -> str:
    """Say from which period to which the figures are."""
    first, last = min(figures, key=lambda f: (f.start, f.end)), max(figures, key=lambda f: (f.end, f.start))
    return first.label if first.label == last.label else f"{first.label} to {last.label}"


def _name(start: str, subject: Subject, level: Level) -> str:
    return "-".join(filter(None, (start, subject.sex, level.slug)))


def _drawing(subject: Subject, columns: Sequence[tuple[str, Series]]) -> tuple[charts.LineDrawing | None, str]:
    """Draw lines through periods of one length, or say why not."""
    known = [[figure for figure in series.figures if figure.value is not None] for _, series in columns]
    if not has_equal_periods([figure for figures in known for figure in figures]):
        return None, "The periods differ in length, so no line is drawn through them."
    if len(known[0]) < charts.FEWEST_POINTS:
        count = {1: "One figure", 2: "Two figures"}.get(len(known[0]), "No figure")
        return None, f"{count} for {columns[0][0]}: too few to draw a line."
    lines = [
        charts.Line(
            name,
            role,
            tuple(
                charts.Point(f.start, f.end, f.label, f.value, f.lower, f.upper, f.has_break_before)
                for f in series.figures
            ),
        )
        for role, (name, series) in zip(ROLES, columns, strict=False)
    ]
    sign = "%" if subject.measure.is_percentage else ""
    return charts.line_drawing(lines, decimals=subject.measure.decimals, sign=sign), ""


def _over_time_title(subject: Subject, columns: Sequence[tuple[str, Series]]) -> str:
    """Say the figures of the period that is compared, each place's; of the first place alone from first to last."""
    at = subject.at
    if at is None:
        return f"{subject.title}: no figure"
    told = [
        f"{name} {subject.measure.number(figure.value)}"
        for name, series in columns
        if (figure := series.at(at.period)) is not None and figure.value is not None
    ]
    return f"{', '.join(told)} in {at.label}"


def ranked_chart(level: Level, subject: Subject, figures: Sequence[Figure]) -> charts.Chart | None:
    """Give one indicator's figures of one period in order, highest first; None where there are none."""
    at = subject.at
    if at is None:
        return None
    own = {figure.area_id: figure for figure in figures}
    ranked = {place.id for place in level.ranked}
    places = [
        Ranked(place.name, (own.get(place.id),), _css(place, is_ranked=place.id in ranked)) for place in level.places
    ]
    drawing = _ranked_drawing(subject, places)
    about = f"{subject.title}: {subject.about}. {level.title or 'Places'}, {at.label}."
    return charts.Chart(
        name=_name("ranked", subject, level),
        title=_ranked_title(level, subject, own, at.label),
        subtitle=" ".join([about, *(drawing.notes if drawing else ())]),
        source=charts.source_line((figure.source, figure.licence) for figure in figures),
        table=rank_table(
            subject.measure,
            table_id=f"table-{_name('ranked', subject, level)}",
            caption=f"{subject.title}, {at.label}, {subject.about}",
            corner="Place",
            columns=[COLUMN],
            places=places,
            bars=False,
        ),
        drawing=drawing,
        no_drawing="" if drawing else "Fewer than two of these places have a figure.",
    )


def _ranked_drawing(subject: Subject, places: Sequence[Ranked]) -> charts.RankedDrawing | None:
    """Draw the places that have a value, in the order of the table."""
    bars = [
        charts.Bar(
            place.name,
            figure.value,
            figure.lower,
            figure.upper,
            is_here=place.css_class == "is-here",
            is_beside=place.css_class == "is-mean",
        )
        for place in sorted(places, key=lambda place: place.order)
        if (figure := place.figures[0]) is not None and figure.value is not None
    ]
    return charts.ranked_drawing(
        bars,
        column=COLUMN,
        decimals=subject.measure.decimals,
        sign="%" if subject.measure.is_percentage else "",
        from_zero=subject.indicator.value_type not in WITHOUT_BARS,
    )


def _css(place: Place, *, is_ranked: bool) -> str:
    if place.is_town and is_ranked:
        return "is-here"
    return "" if is_ranked else "is-mean"


def _ranked_title(level: Level, subject: Subject, own: dict[int, Figure], period: str) -> str:
    """Say the highest and the lowest of the ranked places."""
    held = [(figure.value, place.name) for place in level.ranked if (figure := own.get(place.id)) is not None]
    known = sorted((value, name) for value, name in held if value is not None)
    number = subject.measure.number
    if not known:
        return f"{subject.title}, {period}"
    if len(known) == 1 or known[0][0] == known[-1][0]:
        return f"{known[0][1]} {number(known[0][0])} in {period}"
    (low, lowest), (high, highest) = known[0], known[-1]
    return f"From {number(low)} in {lowest} to {number(high)} in {highest}, {period}"


def without_figures(level: Level, figures: Iterable[Figure]) -> list[str]:
    """Name the places that have no row at all among some figures."""
    held = {figure.area_id for figure in figures}
    return [place.name for place in level.places if place.id not in held]
