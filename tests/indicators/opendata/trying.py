"""Tries every address of the API with what its OpenAPI document allows, and with what it does not, and judges each answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode

from het_site.wsgi import application
from indicators.api.views import document


@contextmanager
def _one_connection() -> Iterator[None]:
    """Keep the connection open, which a real web server's end of a request would close."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def try_everything(mode: GenerationMode, *, examples: int) -> dict[str, int]:
    """Ask every address so many times; gives how often each status was the answer. Raises at an answer that breaks a rule.

    The same examples every time: a failure can be had again.
    """
    statuses: dict[str, int] = {}
    schema = schemathesis.openapi.from_dict(json.loads(document()))
    schema.app = application
    with _one_connection():
        for found in schema.get_all_operations():
            operation = found.ok()
            if mode is GenerationMode.NEGATIVE and not list(operation.iter_parameters()):
                continue  # an address without a parameter has none that could be wrong

            @settings(max_examples=examples, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: schemathesis.Case) -> None:
                response = case.call(headers={"Accept-Encoding": "identity"})
                statuses[str(response.status_code)] = statuses.get(str(response.status_code), 0) + 1
                case.validate_response(response)

            ask()
    return statuses
