"""Takes in the files that a form sends: no more than may be sent, by their content, each with what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from casestudies.actions.pictures import StoredFile, TooManyError, add_document, add_picture
from casestudies.models import Submission
from casestudies.uploads import guard
from casestudies.uploads.cleaning import RefusedFileError
from casestudies.uploads.limits import LIMITS
from het_site.core.models import User
from het_site.core.throttle import Limit, network_address, spend

BY_PERSON = Limit("story files by person", LIMITS.an_hour, timedelta(hours=1))
BY_PLACE = Limit("story files by place", LIMITS.an_hour * 5, timedelta(hours=1))
TOO_OFTEN = "You have sent many files in a short time. Wait an hour and send the rest."
TOO_LARGE = f"It is larger than {LIMITS.megabytes} MB. Send a smaller one."
TOO_MUCH = f"All of it together is more than {LIMITS.request_megabytes} MB. Send fewer files at once."


@dataclass
class Received:
    """What became of files: those that were added, and sentences about those that were not."""

    added: list[StoredFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_throttled: bool = False


class SizeLimit(FileUploadHandler):
    """Stands before the handlers that keep files: passes over one that is too large, so that nobody sees a broken connection."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._of_file = self._of_all = 0
        self._is_hopeless = False
        request.too_large = []  # type: ignore[attr-defined]  # a note of our own

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  (the name that Django gives it)
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Note how much is announced."""
        if content_length > LIMITS.request_bytes * 5:
            raise RequestDataTooBig("The upload is many times larger than any that is taken.")
        self._is_hopeless = content_length > LIMITS.request_bytes

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count, or pass over a file of too large a whole."""
        super().new_file(*args, **kwargs)
        self._of_file = 0
        if self._is_hopeless:
            self._refuse(TOO_MUCH)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on what comes, until it is too much."""
        self._of_file += len(raw_data)
        self._of_all += len(raw_data)
        if self._of_all > LIMITS.request_bytes:
            self._refuse(TOO_MUCH)
        if self._of_file > LIMITS.bytes:
            self._refuse(TOO_LARGE)
        return raw_data

    def _refuse(self, words: str) -> None:
        self.request.too_large.append(f"“{shown_name(self.file_name)}”: {words}")  # type: ignore[union-attr]  # a handler at work has one
        raise SkipFile

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""
        return


def receive(
    *, request: HttpRequest, submission: Submission, by: User, files: Iterable[UploadedFile], as_documents: bool
) -> Received:
    """Clean and keep what a form sent, one file after the other. Raises `Refused`."""
    received = Received(problems=list(getattr(request, "too_large", ())))
    for file in files:
        if not spend({BY_PERSON: str(by.pk), BY_PLACE: network_address(request)}):
            received.problems.append(TOO_OFTEN)
            received.is_throttled = True
            break
        try:
            received.added.append(_keep(submission, by, file, as_document=as_documents))
        except (RefusedFileError, TooManyError) as refusal:
            received.problems.append(f"“{shown_name(file.name)}”: {refusal}")
    return received


def shown_name(name: str | None) -> str:
    """Give what people call a file, short and without marks that turn or hide letters."""
    return "".join(letter for letter in name or "" if letter.isprintable())[:60] or "file"


def _keep(submission: Submission, by: User, file: UploadedFile, *, as_document: bool) -> StoredFile:
    content = file.read()
    if not as_document:
        return add_picture(submission=submission, by=by, picture=guard.clean_picture(content))
    title = shown_name(file.name).rpartition(".")[0].replace("_", " ").replace("-", " ").strip()
    return add_document(submission=submission, by=by, document=guard.clean_document(content), title=title)
