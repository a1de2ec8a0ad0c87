"""Every write that touches more than one row: areas, definitions, figures and the releases they come in.

`checking` and `publishing` are what workers do; they are not imported here, so that no page that is served loads them.
"""

from indicators.actions.areas import load_area_groups, load_areas
from indicators.actions.boundaries import BoundariesLoaded, load_boundaries
from indicators.actions.definitions import load_indicators
from indicators.actions.figures import Loaded, load_content_set, load_figures
from indicators.actions.findings import record_findings, refresh_findings
from indicators.actions.releases import (
    BusyReleaseError,
    FiguresChangedError,
    ReleaseError,
    answer_matching,
    check_again,
    discard_release,
    receive_file,
    restore_release,
    schedule_release,
    start_publishing,
    unschedule_release,
)

__all__ = [
    "BoundariesLoaded",
    "BusyReleaseError",
    "FiguresChangedError",
    "Loaded",
    "ReleaseError",
    "answer_matching",
    "check_again",
    "discard_release",
    "load_area_groups",
    "load_areas",
    "load_boundaries",
    "load_content_set",
    "load_figures",
    "load_indicators",
    "receive_file",
    "record_findings",
    "refresh_findings",
    "restore_release",
    "schedule_release",
    "start_publishing",
    "unschedule_release",
]
