"""The published definition of an indicator as plain values, for files and the API alike."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.utils.html import strip_tags

from indicators.models import Indicator, Target

#: fields that are given as they are
PLAIN = (
    *("slug", "number", "title", "question", "status", "value_type", "unit", "unit_short", "decimals", "multiplier"),
    *("polarity", "headline_age", "measure_used", "is_proxy", "proxy_for", "source_name", "source_url", "source_id"),
    *("licence", "frequency", "next_update_on", "next_update", "trend_allowed", "trend_note"),
    *("periods_comparable", "comparison_allowed"),
    *("comparison_note", "baseline_period", "baseline_reason", "reviewed_on", "is_retired", "retired_because"),
)
#: fields with marks of a web page, given as plain text
PROSE = ("meaning", "method", "caveats")


def plain_text(markup: str) -> str:
    """Give the words of a rich text, a line for each of its paragraphs."""
    apart = markup.replace("</p>", "</p>\n").replace("</li>", "</li>\n").replace("<br/>", "\n")
    return "\n".join(line.strip() for line in unescape(strip_tags(apart)).splitlines() if line.strip())


def definition(indicator: Indicator) -> dict[str, Any]:
    """Give a definition; the caller brings theme, successor and targets along."""
    successor = indicator.successor if indicator.is_retired else None
    return {
        **{name: getattr(indicator, name) for name in PLAIN},
        **{name: plain_text(getattr(indicator, name)) for name in PROSE},
        "principle": indicator.theme.title if indicator.theme else "",
        "replaced_by": successor.slug if successor else None,
        "targets": [target(row) for row in sorted(indicator.targets.all(), key=lambda row: (row.due_on, row.pk))],
    }


def target(row: Target) -> dict[str, Any]:
    """Give one target."""
    names = ("value", "due_on", "sex", "set_by", "source", "source_url", "note")
    return {name: getattr(row, name) for name in names}
