"""Refuses a file that is too large before a byte of it is kept. Says so on the form instead of breaking the connection."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from indicators.importing import Limits

MOST = Limits().file_bytes
#: what the other fields and the form's own marks may add
REST = 1_000_000
#: beyond this nobody waits for the end of it
HOPELESS = MOST * 10


def megabytes(size: int) -> str:
    """Write a size as people say it."""
    return f"{size / 1_000_000:,.0f} MB"


class SizeLimit(FileUploadHandler):
    """Stands before the handlers that keep files; notes on the request that one was refused."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._received = 0
        request.refused_file = ""  # type: ignore[attr-defined]  # a note of our own

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  (the name that Django gives it)
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Note how much is announced."""
        if content_length > HOPELESS:
            raise RequestDataTooBig("The upload is many times larger than any file of figures.")
        self._is_too_large = content_length > MOST + REST

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Pass over a file that is announced too large; the rest of the form is read."""
        super().new_file(*args, **kwargs)
        self._received = 0
        if self._is_too_large:
            self._refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on what comes, until it is too much."""
        self._received += len(raw_data)
        if self._received > MOST:
            self._refuse()
        return raw_data

    def _refuse(self) -> None:
        self.request.refused_file = self.file_name  # type: ignore[union-attr]
        raise SkipFile

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""
        return
