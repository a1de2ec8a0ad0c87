"""Puts together what one indicator's page shows. Plain values in and out: `queries` finds the figures."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.charts import Chart
from indicators.models import Observation
from indicators.profiles.aims import Reached, reached, since_baseline
from indicators.profiles.evidence import SEXES, AreaName, Evidence, Inside, Said, Setting
from indicators.profiles.groups import gaps, groups
from indicators.profiles.headlines import Headline, chart_lines, headlines
from indicators.profiles.parts import Part
from indicators.profiles.places import alike, parts_inside
from indicators.profiles.related import parts_apart
from indicators.tables import Table

__all__ = [
    "SEXES",
    "AreaName",
    "Evidence",
    "Headline",
    "Inside",
    "Part",
    "Profile",
    "Said",
    "Setting",
    "chart_lines",
    "profile",
]


@dataclass(frozen=True)
class Profile:
    """Everything the figures of one indicator have to say; parts without figures are empty."""

    headlines: tuple[Headline, ...]
    gap_texts: tuple[str, ...]
    gaps: tuple[Part, ...]
    groups: tuple[Part, ...]
    inside: tuple[Part, ...]
    alike: Table | None
    related: tuple[Part, ...]
    sources: tuple[tuple[str, str], ...]
    releases: frozenset[int]
    targets: tuple[Reached, ...]
    since_baseline: tuple[str, ...]

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Give every chart of the page in its order; files and live figures are made of these. No two share a name."""
        return tuple(headline.chart for headline in self.headlines)


def profile(evidence: Evidence) -> Profile:
    """Give the whole profile."""
    return Profile(
        headlines=tuple(headlines(evidence)),
        gap_texts=tuple(said.gap for said in evidence.findings.values() if said.gap),
        gaps=(*parts_apart(evidence, Observation.INEQUALITY), *gaps(evidence)),
        groups=tuple(groups(evidence)),
        inside=tuple(parts_inside(evidence, evidence.measure)),
        alike=alike(evidence),
        related=tuple(parts_apart(evidence, Observation.RELATED_MEASURE)),
        sources=tuple(sorted({(figure.source, figure.licence) for figure in evidence.shown})),
        releases=frozenset(figure.release_id for figure in evidence.shown),
        targets=tuple(reached(evidence)),
        since_baseline=tuple(since_baseline(evidence)),
    )
