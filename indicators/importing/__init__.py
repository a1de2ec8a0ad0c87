"""From a file that an officer has to figures that can be trusted, or to every reason why not.

Knows no database: what a file is checked against comes in as `Known`. Polars and the reader of workbooks are loaded only
when a file is read, so importing this package costs a page nothing.
"""

from indicators.importing.faults import UnreadableFileError
from indicators.importing.known import AreaRules, IndicatorRules, Known, Limits, Unlisted
from indicators.importing.layouts.matching import FIELDS
from indicators.importing.looking import Look, NamedIndicator, look
from indicators.importing.reading import Reading
from indicators.importing.vocabulary import COLUMNS, Format

__all__ = [
    "COLUMNS",
    "FIELDS",
    "AreaRules",
    "Format",
    "IndicatorRules",
    "Known",
    "Limits",
    "Look",
    "NamedIndicator",
    "Reading",
    "Unlisted",
    "UnreadableFileError",
    "look",
]
