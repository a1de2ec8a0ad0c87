"""What rendering hands over to sending: an edition's words once for all, with marks where each reader's own links stand."""

from __future__ import annotations

from dataclasses import dataclass

#: stands, as it is, wherever the address of a link or of a line of text is to be each reader's own
UNSUBSCRIBE = "[[unsubscribe]]"
PREFERENCES = "[[preferences]]"


@dataclass(frozen=True)
class Rendered:
    """An edition as it will be sent to everybody."""

    subject: str
    html: str
    text: str
