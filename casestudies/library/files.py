"""The library's files below /data/: every published story as CSV and as JSON, written while they are sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import path
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from casestudies.library.records import NAMES, all_stories, record, row
from casestudies.library.state import state
from indicators.downloads.csv_files import csv_lines
from indicators.downloads.views import limited


@require_safe
@limited
def case_studies(request: HttpRequest, *, kind: str) -> HttpResponseBase:
    """Give every published story as a file."""
    now = state()
    mark, modified = now.mark_of("case-studies", kind), int(now.changed_at.timestamp()) if now.changed_at else None
    content = (csv_file() if kind == "csv" else json_file()) if request.method == "GET" else iter(())
    response = StreamingHttpResponse(
        content, content_type="text/csv; charset=utf-8" if kind == "csv" else "application/json"
    )
    response["ETag"] = mark
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    if kind == "csv":
        response["Content-Disposition"] = 'attachment; filename="case-studies.csv"'
    return cast("HttpResponseBase", get_conditional_response(request, mark, modified, cast("HttpResponse", response)))


def csv_file() -> Iterator[bytes]:
    """Write every story as a row."""
    return csv_lines(NAMES, (row(page) for page in all_stories()))


def json_file() -> Iterator[bytes]:
    """Write every story with its lists as lists, and when the library last changed."""
    yield _dump({"changed_at": state().changed_at})[:-1] + b', "case_studies": ['
    before = b"\n"
    for page in all_stories():
        yield before + _dump(record(page))
        before = b",\n"
    yield b"\n]}\n"


def _dump(value: object) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode()


urlpatterns = [
    path("case-studies.csv", case_studies, {"kind": "csv"}, name="data_case_studies"),
    path("case-studies.json", case_studies, {"kind": "json"}, name="data_case_studies_json"),
]
