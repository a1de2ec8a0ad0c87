"""Every write that touches more than one row: areas, definitions, figures and the releases they come in."""

from indicators.actions.areas import load_area_groups, load_areas
from indicators.actions.definitions import load_indicators
from indicators.actions.figures import Loaded, load_content_set, load_observations
from indicators.actions.findings import record_findings, refresh_findings

__all__ = [
    "Loaded",
    "load_area_groups",
    "load_areas",
    "load_content_set",
    "load_indicators",
    "load_observations",
    "record_findings",
    "refresh_findings",
]
