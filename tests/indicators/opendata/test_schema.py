"""The OpenAPI document: valid, without a warning, and kept to by every answer that schemathesis can provoke."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from schemathesis.generation import GenerationMode

from indicators.api import answering
from indicators.api.views import document
from tests.indicators.opendata.conftest import Shown
from tests.indicators.opendata.trying import try_everything

pytestmark = pytest.mark.django_db


def test_the_document_is_valid_and_made_without_a_warning(client: Client) -> None:
    GENERATOR_STATS.reset()
    made = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(made)
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache
    assert len(made["paths"]) == 17
    response = client.get("/api/v1/schema/")
    assert response["Content-Type"] == "application/vnd.oai.openapi+json"
    assert response.json() == json.loads(document())


@pytest.mark.parametrize("mode", GenerationMode)
def test_every_answer_keeps_to_the_document(
    shown: Shown, mode: GenerationMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "REQUESTS", replace(answering.REQUESTS, most=10**6))
    statuses = try_everything(mode, examples=12)
    assert sum(statuses.values()) > 13
    assert set(statuses) <= {"200", "400", "404", "405"}
