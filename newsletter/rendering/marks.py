"""What rendering hands over to sending: an edition's words once for all, with marks where each reader's own links stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: stands, as it is, wherever the address of a link or of a line of text is to be each reader's own
UNSUBSCRIBE = "[[unsubscribe]]"
PREFERENCES = "[[preferences]]"


@dataclass(frozen=True)
class Rendered:
    """An edition as it will be sent to everybody. `words` is what it was made of, for the archive to show the same."""

    subject: str
    html: str
    text: str
    words: dict[str, Any] = field(default_factory=dict)
