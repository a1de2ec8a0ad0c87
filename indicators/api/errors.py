"""What goes wrong, told to programs and the people behind them: one shape for every error, and a plain sentence in it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.response import Response

#: what each kind of error is called, and what is said where the error itself says nothing better
NOT_FOUND = ("not_found", "There is nothing at this address.")
KINDS: dict[int, tuple[str, str]] = {
    400: ("bad_request", "Something in the address cannot be used. “fields” says what."),
    404: NOT_FOUND,
    405: ("method_not_allowed", "This address can only be read: use GET."),
    429: ("too_many_requests", "Too many requests from your network address."),
}


class ErrorShape(serializers.Serializer[Any]):
    """Every error."""

    error = serializers.CharField(help_text="What kind of error it is, in one word for programs.")
    message = serializers.CharField(help_text="What is wrong, in a sentence for people.")
    fields = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What is wrong with each parameter.",
    )


class NotThere(exceptions.NotFound):
    """Something that was named does not exist, or nobody may see it: the answer is the same."""


def answer_to(error: Exception, context: dict[str, Any]) -> Response | None:
    """Give the designed answer to an error; None lets one that nobody expected be seen as what it is."""
    if isinstance(error, (Http404, PermissionDenied)):
        error = exceptions.NotFound(NOT_FOUND[1])
    if not isinstance(error, exceptions.APIException):
        return None
    word, message = KINDS.get(error.status_code, (str(error.default_code), str(error.detail)))
    body: dict[str, Any] = {"error": word, "message": message}
    headers = {}
    if isinstance(error, exceptions.ValidationError):
        body["fields"] = _fields(error.detail)
    elif isinstance(error, NotThere):
        body["message"] = str(error.detail)
    elif isinstance(error, exceptions.Throttled) and error.wait:
        seconds = int(error.wait)
        headers["Retry-After"] = str(seconds)
        body["message"] = f"{message} Wait {seconds} seconds, then go on; the downloads have all figures at once."
    return Response(body, status=error.status_code, headers=headers)


def _fields(detail: Any) -> dict[str, list[str]]:
    """Give one list of sentences for each parameter, however deep they were found."""
    if not isinstance(detail, dict):
        return {"": _sentences(detail)}
    return {str(name): _sentences(found) for name, found in detail.items()}


def _sentences(found: Any) -> list[str]:
    if isinstance(found, dict):
        return [sentence for inner in found.values() for sentence in _sentences(inner)]
    if isinstance(found, list):
        return [sentence for inner in found for sentence in _sentences(inner)]
    return [str(found)]
