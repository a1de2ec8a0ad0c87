"""What is measured, where, and with what result. Rules that need more than one row are in queries and actions."""

from indicators.models.area_groups import AreaGroup, AreaGroupMember
from indicators.models.areas import Area, edition_of, newest_edition
from indicators.models.charts import StoredChart
from indicators.models.commentary import Commentary
from indicators.models.findings import Finding
from indicators.models.gaps import GapFigure, GapSeries, judgement_of_gap
from indicators.models.indicators import Indicator
from indicators.models.observations import Observation, PastObservation, StagedObservation
from indicators.models.pages import IndicatorIndexPage
from indicators.models.postcodes import Postcode, PostcodeLookup
from indicators.models.profiles import StoredProfile
from indicators.models.releases import DataRelease
from indicators.models.settings import IndicatorSettings
from indicators.models.targets import Target

__all__ = [
    "Area",
    "AreaGroup",
    "AreaGroupMember",
    "Commentary",
    "DataRelease",
    "Finding",
    "GapFigure",
    "GapSeries",
    "Indicator",
    "IndicatorIndexPage",
    "IndicatorSettings",
    "Observation",
    "PastObservation",
    "Postcode",
    "PostcodeLookup",
    "StagedObservation",
    "StoredChart",
    "StoredProfile",
    "Target",
    "edition_of",
    "judgement_of_gap",
    "newest_edition",
]
