"""Has a briefing set as a PDF. Knows nothing of figures."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.conf import settings

from indicators.places.briefing.content import Sheet
from indicators.typesetting import typeset

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "indicators" / "places" / "briefing.typ"


def pdf(sheet: Sheet, *, made_at: datetime | None) -> bytes:
    """Give the PDF; the same sheet and time give the same bytes."""
    return typeset(TEMPLATE, asdict(sheet), made_at=made_at)
