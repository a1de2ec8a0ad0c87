"""The library as CSV and as JSON, written while it is sent: every published story below /data/, a choice below the library."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import path
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from casestudies.library.filtering import Selection
from casestudies.library.listing import choice
from casestudies.library.records import NAMES, all_stories, record, row, stories_of
from casestudies.library.state import state
from casestudies.models import CaseStudyPage
from indicators.downloads.csv_files import csv_lines
from indicators.downloads.views import limited


@require_safe
@limited
def case_studies(request: HttpRequest, *, kind: str) -> HttpResponseBase:
    """Give every published story as a file."""
    return _sent(request, kind, WRITERS[kind])


@limited
def chosen_stories(request: HttpRequest, *, kind: str) -> HttpResponseBase:
    """Give the stories of a choice of filters as a file, newest first."""
    asked = Selection.parse(request.GET)
    return _sent(request, kind, lambda: WRITERS[kind](stories_of(choice(asked).keys)), asked)


def _sent(request: HttpRequest, kind: str, write: Callable[[], Iterator[bytes]], *about: object) -> HttpResponseBase:
    now = state()
    mark = now.mark_of("case-studies", kind, *about)
    modified = int(now.changed_at.timestamp()) if now.changed_at else None
    content = write() if request.method == "GET" else iter(())
    response = StreamingHttpResponse(
        content, content_type="text/csv; charset=utf-8" if kind == "csv" else "application/json"
    )
    response["ETag"] = mark
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    if kind == "csv":
        response["Content-Disposition"] = 'attachment; filename="case-studies.csv"'
    return cast("HttpResponseBase", get_conditional_response(request, mark, modified, cast("HttpResponse", response)))


def csv_file(stories: Iterable[CaseStudyPage] | None = None) -> Iterator[bytes]:
    """Write stories as rows: every one, or those that are given."""
    return csv_lines(NAMES, (row(page) for page in (all_stories() if stories is None else stories)))


def json_file(stories: Iterable[CaseStudyPage] | None = None) -> Iterator[bytes]:
    """Write stories with their lists as lists, and when the library last changed: every one, or those that are given."""
    yield _dump({"changed_at": state().changed_at})[:-1] + b', "case_studies": ['
    before = b"\n"
    for page in all_stories() if stories is None else stories:
        yield before + _dump(record(page))
        before = b",\n"
    yield b"\n]}\n"


def _dump(value: object) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode()


WRITERS: dict[str, Callable[..., Iterator[bytes]]] = {"csv": csv_file, "json": json_file}
urlpatterns = [
    path("case-studies.csv", case_studies, {"kind": "csv"}, name="data_case_studies"),
    path("case-studies.json", case_studies, {"kind": "json"}, name="data_case_studies_json"),
]
