"""The briefing: one page about a place as a tagged PDF, from the same values as its page."""

from __future__ import annotations

from indicators.places.briefing.content import Drawn, Sheet, of_town, of_ward
from indicators.places.briefing.printing import pdf

__all__ = ["Drawn", "Sheet", "of_town", "of_ward", "pdf"]
