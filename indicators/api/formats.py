"""How answers are written: JSON, and for figures CSV. `?format=` chooses, for an address says all that is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from indicators.downloads.csv_files import csv_lines
from indicators.downloads.rows import COLUMNS, LIMITS
from indicators.models import Observation


class CsvRenderer(BaseRenderer):
    """A page of figures in the portal’s own format, the same columns as in the downloads."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Write the figures of one page."""
        return b"".join(csv_lines(COLUMNS, (_cells(figure) for figure in data["results"])))


def _cells(figure: Mapping[str, Any]) -> list[Any]:
    """Give a figure’s cells; limits that the portal worked out are left out, as in the downloads."""
    hidden = LIMITS if figure["limits_from"] == Observation.LimitsFrom.COUNTS else ()
    return [None if name in hidden else figure[name] for name in COLUMNS]


class ByParameter(BaseContentNegotiation):
    """Takes the format from the address alone, so that a cache needs to know nothing else."""

    def select_parser(self, request: Request, parsers: Sequence[BaseParser]) -> BaseParser | None:
        """Parse nothing: there is nothing to send."""
        return None

    def select_renderer(
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Find the renderer that was asked for; JSON where none was."""
        asked = request.query_params.get("format", "json")
        for renderer in renderers:
            if renderer.format == asked:
                return renderer, str(renderer.media_type)
        known = ", ".join(str(renderer.format) for renderer in renderers)
        raise ValidationError({"format": [f"There is no such format here. Use {known}."]})


class Json(JSONRenderer):
    """JSON, as it is, whatever a client says it accepts."""

    charset = None
