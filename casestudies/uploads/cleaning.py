"""What is left of a file that was sent, once it is cleaned; or why it is refused, in a sentence for its sender."""

from __future__ import annotations

from dataclasses import dataclass


class RefusedFileError(Exception):
    """The file is not taken; the words say why and what to do."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture written anew: pixels and nothing else. `format` is `jpg` or `webp`, `small` the same for lists."""

    content: bytes
    small: bytes
    format: str
    width: int
    height: int


@dataclass(frozen=True)
class CleanDocument:
    """A PDF written anew, without what acts and without what tells of its makers."""

    content: bytes
    pages: int
