"""Fields that every app shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from wagtail.fields import StreamField as WagtailStreamField


class StreamField(WagtailStreamField):
    """A StreamField whose blocks stay out of migrations: changing a block changes no table."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Name the field without its blocks."""
        name, path, _args, kwargs = models.Field.deconstruct(self)
        return name, path, [[]], kwargs
