"""What the library offers as open data."""

from __future__ import annotations

from casestudies.library.api.asking import StoriesAsked
from casestudies.library.files import csv_file, json_file
from casestudies.library.records import FIELDS
from casestudies.library.state import state
from indicators.offers import Offer, OfferedFile

OFFER = Offer(
    slug="case-studies",
    title="Case studies",
    intro="Every published story. Each names its own licence; where its authors said nothing, ask them.",
    files=(
        OfferedFile(
            "case-studies.csv",
            "Case studies, CSV",
            "A row for each. Several values in one cell are parted by semicolons.",
            csv_file,
        ),
        OfferedFile(
            "case-studies.json", "Case studies, JSON", "The same with lists, and outcomes part by part.", json_file
        ),
    ),
    columns=tuple(field.column for field in FIELDS),
    required=frozenset(field.name for field in FIELDS if field.is_required),
    lists=(("case-studies", "Case studies", StoriesAsked),),
    examples={
        "Every case study": "/api/v1/case-studies/",
        "Those with figures before or after": "/api/v1/case-studies/?has_outcomes=true",
    },
    state=state,
)
