"""The methods in words, with one worked example each. Numbers are written out; a test works them all out again.

What a method does is told by its template; here is what goes in and what comes out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """One method: its name in addresses and headings, where it is published, and its example in words."""

    slug: str
    title: str
    source: str
    example: tuple[str, ...]

    @property
    def template(self) -> str:
        """Name the template that tells the method in words and symbols."""
        return f"indicators/data/methods/{self.slug}.html"


OHID = "OHID, Public Health Technical Guide: Confidence Intervals"
METHODS = (
    Method(
        "proportion",
        "Limits of a proportion",
        f"Wilson (1927); {OHID}",
        (
            "65 of 100 people are counted.",
            "The proportion is 65 ÷ 100, which is 65.0%.",
            "With z = 1.96 the limits are 55.3% and 73.6%.",
        ),
    ),
    Method(
        "rate",
        "Limits of a rate",
        f"Byar’s method: Breslow and Day (1987); {OHID}",
        (
            "65 events are counted among 10,000 people.",
            "The rate is 65 ÷ 10,000 × 100,000, which is 650.0 per 100,000.",
            "The limits are 501.6 and 828.5 per 100,000.",
        ),
    ),
    Method(
        "comparison",
        "Better, similar or worse",
        "OHID, Fingertips technical guidance: comparing with a benchmark",
        (
            "A place has 65.0%, with limits 55.3% and 73.6%. The country has 54.0%. Higher is better.",
            "The lower limit, 55.3%, is above 54.0%, so the place is better.",
            "Were the country at 60.0%, between the limits, the place would be similar.",
        ),
    ),
    Method(
        "difference",
        "The difference between two groups",
        "World Health Organization, Health Equity Assessment Toolkit: technical notes (2016)",
        (
            "The most deprived fifth has 30.0%, with limits 26.0% and 34.0%. The least deprived has 20.0%, with 17.0% and 23.0%.",
            "The difference is 30.0 − 20.0, which is 10.0 percentage points.",
            "Half the widths are 4.0 and 3.0; √(4.0² + 3.0²) = 5.0, so the limits are 5.0 and 15.0.",
        ),
    ),
    Method(
        "ratio",
        "The ratio of two groups",
        "World Health Organization, Health Equity Assessment Toolkit: technical notes (2016)",
        (
            "The same two groups: 30.0% and 20.0%.",
            "The ratio is 30.0 ÷ 20.0, which is 1.50.",
            "Its limits are 1.23 and 1.83.",
        ),
    ),
    Method(
        "slope",
        "The slope index of inequality",
        "Low and Low, Journal of Public Health (2004); OHID technical guidance",
        (
            "Five equal groups, the most deprived first, have 30%, 28%, 25%, 22% and 20%.",
            "The middles of their places in the population are 0.1, 0.3, 0.5, 0.7 and 0.9.",
            "The line falls from 31.5% at the most deprived end to 18.5% at the least deprived, so the gap is 13.0 percentage points.",
            "The relative index is 31.5 ÷ 18.5, which is 1.70.",
        ),
    ),
    Method(
        "gap-change",
        "Whether a gap closes or widens",
        "Altman and Bland, Interaction revisited: the difference between two estimates, BMJ (2003)",
        (
            "In 2017 a place has 40.0%, with limits 37.0% and 43.0%; the country has 50.0%, with 46.0% and 54.0%. Higher is better.",
            "The gap is 50.0 − 40.0 = 10.0 percentage points. Half its width is √(3.0² + 4.0²) = 5.0.",
            "In 2022 the gap is 12.0, with half its width 5.0 again.",
            "The change is 12.0 − 10.0, which is 2.0 percentage points wider.",
            "√(5.0² + 5.0²) = 7.1, so the limits are 5.1 narrower and 9.1 wider.",
            "Zero lies between them, so there is no clear change.",
        ),
    ),
    Method(
        "trend",
        "The recent trend",
        "OHID, Fingertips technical guidance: recent trends",
        (
            "Five years in a row have 10.0, 11.0, 12.0, 13.0 and 14.0, each with limits 0.5 below and above.",
            "Chi-squared is 153.7. It has to be over 9.55 to be more than chance.",
            "The values rise whichever year is left out, so the trend is increasing.",
        ),
    ),
)
