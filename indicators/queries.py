"""What pages show of indicators and figures. Reads only; the number of SQL queries does not depend on the rows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict

from indicators.models import Indicator


def index_context(query: QueryDict, request: HttpRequest) -> dict[str, Any]:
    """Give what the index page shows."""
    return {}


def indicator_context(indicator: Indicator, request: HttpRequest) -> dict[str, Any]:
    """Give what one indicator's page shows."""
    return {"indicator": indicator}
