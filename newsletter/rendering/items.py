"""An edition's items as plain values: the one form from which page, email and text are written, and which is frozen."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One latest figure: number, whose and when, the sentences that are stored with it, and the shape of its verdict."""

    number: str
    whose: str
    words: str
    verdict: str = ""
    sign: str = ""


@dataclass(frozen=True)
class Item:
    """One item. `shape` says how it is drawn, `html` holds nothing but paragraphs, lists, emphasis and full addresses.

    A picture is kept by its number alone: what it shows, and whether it may be shown, is asked when somebody looks.
    """

    kind: str
    shape: str
    anchor: str
    level: int = 2
    label: str = ""
    theme: str = ""
    hue: int = 0
    number: int = 0
    icon: str = ""
    heading: str = ""
    html: str = ""
    facts: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    image: int | None = None
    caption: str = ""
    credit: str = ""
    source: str = ""
    source_url: str = ""
    link: str = ""
    link_words: str = ""


@dataclass(frozen=True)
class Words:
    """An edition before it takes a form."""

    title: str
    number: int
    date: str
    summary: str
    subject: str
    preview: str
    address: str
    items: tuple[Item, ...] = ()
    is_sample: bool = False
    faults: tuple[str, ...] = field(default=(), compare=False)
    hints: tuple[str, ...] = field(default=(), compare=False)

    @property
    def kicker(self) -> str:
        """Say which edition it is: what stands above the title."""
        name = "Newsletter, sample edition" if self.is_sample else f"Newsletter, edition {self.number}"
        return f"{name}, {self.date}" if self.date else name

    def stored(self) -> dict[str, Any]:
        """Give what is kept of it when it is sent."""
        kept = asdict(self)
        return {name: value for name, value in kept.items() if name not in {"faults", "hints"}}


def restore(stored: dict[str, Any]) -> Words:
    """Make of what was kept what it was."""
    items = tuple(_item(each) for each in stored["items"])
    return Words(**{**stored, "items": items})


def _item(stored: dict[str, Any]) -> Item:
    figures = tuple(Figure(**each) for each in stored["figures"])
    return Item(**{**stored, "figures": figures, "facts": tuple(stored["facts"])})
