"""How each address is described in the OpenAPI document: what it takes, what it gives, and every error it may answer with."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers

from indicators.api.asking import AREA_CODE, SLUG, Asked
from indicators.api.errors import ErrorShape
from indicators.offers import list_names

Decorator = Callable[[Any], Any]

ERRORS = {
    400: OpenApiResponse(ErrorShape, description="Something in the address cannot be used."),
    404: OpenApiResponse(ErrorShape, description="There is nothing of this name that anybody may see."),
    429: OpenApiResponse(ErrorShape, description="Too many requests; Retry-After says how many seconds to wait."),
}
KNOWN = {304: OpenApiResponse(description="Nothing has changed since the answer whose ETag was sent.")}
#: what a name in an address may look like
PATTERNS = {
    "slug": SLUG,
    "code": AREA_CODE,
    "id": "^[0-9]{1,18}$",
    "number": "^[0-9]{1,10}$",
    "uuid": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
}
#: what a page of a list says of the state of its rows
RELEASE = {
    "release": serializers.IntegerField(help_text="The last data release. If it changes between pages, begin again.")
}
CHANGED = {
    "changed_at": serializers.DateTimeField(
        allow_null=True, help_text="When it last changed. If it changes between pages, begin again."
    )
}


def list_of(
    shape: type[serializers.Serializer[Any]], form: type[Asked], *, csv: bool = False, heading: Any = RELEASE
) -> Decorator:
    """Describe a list in pages."""
    name = shape.__name__.removesuffix("Shape")
    page = inline_serializer(
        f"{name}Page",
        {
            **heading,
            "next": serializers.CharField(
                allow_null=True, help_text="The address of the next page; null after the last."
            ),
            "results": shape(many=True),
        },
    )
    answers: dict[Any, Any] = {**KNOWN, **ERRORS}
    answers[200, "application/json"] = page
    if csv:
        answers[200, "text/csv"] = OpenApiTypes.STR
    return extend_schema(operation_id=f"list_{_called(name)}", parameters=[form], responses=answers, tags=["Open data"])


def one(shape: type[serializers.Serializer[Any]], **named: str) -> Decorator:
    """Describe one thing, named in the address."""
    parameters = [
        OpenApiParameter(name, {"type": "string", "pattern": PATTERNS[name]}, "path", description=meaning)
        for name, meaning in named.items()
    ]
    name = shape.__name__.removesuffix("Shape")
    answers = {200: shape, **KNOWN, **ERRORS}
    return extend_schema(
        operation_id=f"get_{_called(name)}", parameters=parameters, responses=answers, tags=["Open data"]
    )


def root(view: Any) -> Any:
    """Describe where everything begins."""
    own = ("indicators", "areas", "area_groups", "observations", "findings", "gaps", "releases")
    names = (*own, *(name.replace("-", "_") for name in list_names()), "schema")
    shape = inline_serializer(
        "Root",
        {
            "release": serializers.IntegerField(),
            "released_at": serializers.DateTimeField(allow_null=True),
            **{name: serializers.CharField() for name in names},
        },
    )
    answers = {200: shape, **KNOWN, **ERRORS}
    return extend_schema(operation_id="get_root", responses=answers, tags=["Open data"])(view)


def _called(name: str) -> str:
    """Give a shape’s name as operations are called: in small letters."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def our_addresses(endpoints: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """Leave out of the document what is not the open data’s, such as the CMS’s own API."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
