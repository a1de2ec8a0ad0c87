"""What is wrong with an edition, in words, with the place where it is put right."""

from __future__ import annotations

from typing import Self

from bs4 import BeautifulSoup
from bs4.element import PageElement

PLACE = "item-"


class Fault(str):
    """A sentence that says what is wrong and what to do; `anchor` names the item, `url` leads to its block."""

    __slots__ = ("anchor", "url")
    anchor: str
    url: str

    def __new__(cls, words: str, anchor: str = "", url: str = "") -> Self:
        """Make one."""
        made = super().__new__(cls, words)
        made.anchor, made.url = anchor, url
        return made


def anchor_of(block_id: object) -> str:
    """Give the name of an item in an email and on its page."""
    return f"{PLACE}{str(block_id or '').replace('-', '')[:8]}"


def place_of(element: PageElement) -> str:
    """Give the name of the item in which something of an email stands; nothing in its head and foot."""
    for above in element.parents:
        if isinstance(above, BeautifulSoup):
            break
        for name in above.get_attribute_list("class"):
            if name and name.startswith(PLACE):
                return str(name)
    return ""
