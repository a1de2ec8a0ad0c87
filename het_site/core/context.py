"""What every template knows: the place's brand. Asks the database once a request, and only when a template asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from het_site.core.models import BrandSettings


def brand(request: HttpRequest) -> dict[str, Any]:
    """Give `brand`, the place's settings, lazily."""
    return {"brand": SimpleLazyObject(lambda: BrandSettings.for_request(request))}
