"""A story as a tagged PDF, from the same values as its page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.rich_text import expand_db_html

from casestudies.library.citing import citation
from casestudies.library.state import State
from casestudies.models import CaseStudyPage
from casestudies.template.choices import AUDIENCES
from indicators.typesetting import typeset

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "casestudies" / "story.typ"
#: how many pictures are on paper, and in how many pixels; how wide and high one stands, in millimetres
MOST_PICTURES, PICTURE_SIZE = 12, "max-1000x1000|format-jpeg|jpegquality-75"
WIDEST, HIGHEST = 140, 110
KINDS = {"p": "paragraph", "li": "item", "h3": "heading", "h4": "heading", "blockquote": "paragraph"}


@dataclass
class Block:
    """A paragraph, a list’s item (with its number, where items have one) or a heading; its words, and which are bold."""

    kind: str
    number: int = 0
    runs: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """One part of the template; in what we wrote ourselves, one of which the source tells nothing has no blocks."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Picture:
    """A picture on paper: what it shows, what stands under it, and how wide it is, in millimetres."""

    alt: str
    caption: str
    width: int


@dataclass(frozen=True)
class Sheet:
    """What stands on paper."""

    title: str
    site: str
    address: str
    status: str
    lede: str
    notice: str
    about: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, ...], ...]
    parts: tuple[Part, ...]
    outcomes: tuple[tuple[str, ...], ...]
    pictures: tuple[Picture, ...]
    more: str
    source: str
    licence: str
    cite: str


class _Blocks(HTMLParser):
    """Reads rich text as blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._lists: list[int | None] = []
        self._bold = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Begin a block, a list or bold words."""
        if tag in {"ul", "ol"}:
            self._lists.append(0 if tag == "ol" else None)
        elif tag in KINDS:
            number = 0
            if tag == "li" and self._lists and (last := self._lists[-1]) is not None:
                self._lists[-1] = number = last + 1
            self.blocks.append(Block(KINDS[tag], number))
        elif tag in {"b", "strong"}:
            self._bold += 1
        elif tag == "br" and self.blocks:
            self.blocks[-1].runs.append(("\n", False))

    def handle_endtag(self, tag: str) -> None:
        """End a list or bold words."""
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag in {"b", "strong"} and self._bold:
            self._bold -= 1

    def handle_data(self, data: str) -> None:
        """Add words to the block that is open; words outside any are a paragraph."""
        if not data.strip() and not (self.blocks and self.blocks[-1].runs):
            return
        if not self.blocks:
            self.blocks.append(Block("paragraph"))
        self.blocks[-1].runs.append((re.sub(r"\s+", " ", data), self._bold > 0))


def blocks_of(text: str) -> tuple[Block, ...]:
    """Give the blocks of a rich text that have words."""
    reader = _Blocks()
    reader.feed(expand_db_html(text))
    reader.close()
    return tuple(block for block in reader.blocks if any(words.strip() for words, _ in block.runs))


def pictures_of(page: CaseStudyPage) -> list[tuple[Picture, bytes]]:
    """Give the pictures in a story's body with their bytes, as far as they may be shown, each in a size for paper."""
    found: list[tuple[Picture, bytes]] = []
    for block in page.body:
        image = block.value.get("image") if block.block_type == "picture" else None
        if image is None or image.is_withdrawn or len(found) == MOST_PICTURES:
            continue
        try:
            made = image.get_rendition(PICTURE_SIZE)
            with made.file.open("rb") as file:
                data = file.read()
        except OSError:  # its file is gone, or is being taken away at this moment
            continue
        caption = [block.value["caption"], image.credit and f"{image.credit}.", image.licence and f"{image.licence}."]
        width = min(WIDEST, round(HIGHEST * made.width / made.height))
        picture = Picture(image.default_alt_text, " ".join(filter(None, caption)), width)
        found.append((picture, data))
    return found


def sheet_of(page: CaseStudyPage, *, site: str, address: str, pictures: Iterable[Picture] = ()) -> Sheet:
    """Give what stands on paper."""
    owners = [owner.name for owner in page.organisations.all()]
    about = (
        ("Work by", ", ".join(owners) or "Not published"),
        ("Written by", page.authors),
        ("Told in", str(page.year or "")),
        ("When", page.period),
        ("Who it was for", ", ".join(AUDIENCES[one] for one in page.audiences if one in AUDIENCES)),
        ("Wards", ", ".join(ward.name for ward in page.wards.all())),
        ("Principles", ", ".join(theme.title for theme in page.themes.all())),
        ("Contact", page.contact),
    )
    changed = page.last_published_at or page.first_published_at
    return Sheet(
        title=page.title,
        site=site,
        address=address,
        status=f"As published on {date_format(localtime(changed), 'j F Y')}" if changed else "",
        lede=page.summary,
        notice=" ".join(filter(None, ["This work has ended." if page.is_archived else "", page.notice])),
        about=tuple((name, words) for name, words in about if words),
        figures=tuple((one.label, f"{one.number} {one.unit}".strip(), one.period) for one in page.figures.all()),
        parts=tuple(Part(part.heading, blocks_of(part.text)) for part in page.sections),
        outcomes=tuple(
            tuple(getattr(one, name) or "–" for name in ("measure", "before", "after", "period", "source"))
            for one in page.outcomes.all()
        ),
        pictures=tuple(pictures),
        more="The page has more, such as quotes and tables."
        if any(block.block_type != "picture" for block in page.body)
        else "",
        source=page.source,
        licence=page.licence_words,
        cite=citation(page, site=site, address=address).text,
    )


def pdf(page: CaseStudyPage, *, site: str, address: str, state: State) -> bytes:
    """Give the PDF of a story."""
    shown = pictures_of(page)
    sheet = sheet_of(page, site=site, address=address, pictures=[picture for picture, _ in shown])
    return typeset(TEMPLATE, asdict(sheet), made_at=state.changed_at, pictures=[data for _, data in shown])
