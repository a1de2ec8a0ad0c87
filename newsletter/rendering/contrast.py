"""Finds words in an email that are hard to read: by the colours that stand on their elements, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.element import PageElement

from het_site.core.colour import contrast_ratio

LEAST = 4.5
WHITE, BLACK = "#ffffff", "#000000"
DARK_RULES = re.compile(r"@media \(prefers-color-scheme: dark\)\s*\{((?:[^{}]*\{[^{}]*\})*)\s*\}")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
HEX = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b")
UNSEEN = {"style", "title", "head", "script"}
Colours = dict[int, dict[str, str]]


def faint_words(soup: BeautifulSoup, *, is_dark: bool) -> Iterator[tuple[str, float, PageElement]]:
    """Give words below the least contrast, with theirs and where they stand; words that stand for a picture too."""
    changed = _dark_colours(soup) if is_dark else {}
    for text in soup.find_all(string=True):
        if isinstance(text, Comment) or type(text) is not NavigableString or not text.strip(" \n\xa0"):
            continue
        above = [tag for tag in text.parents if isinstance(tag, Tag)]
        if any(tag.name in UNSEEN or "display:none" in _style(tag) for tag in above):
            continue
        ratio = _ratio(above, changed)
        if ratio < LEAST:
            yield " ".join(text.split()), ratio, text
    for image in soup.find_all("img", alt=True):
        ratio = _ratio([image, *(tag for tag in image.parents if isinstance(tag, Tag))], changed)
        if str(image["alt"]).strip() and ratio < LEAST:
            yield str(image["alt"]), ratio, image


def _ratio(above: list[Tag], changed: Colours) -> float:
    ink = _nearest(above, "color", changed) or BLACK
    return contrast_ratio(ink, _nearest(above, "background-color", changed) or WHITE)


def _nearest(above: list[Tag], name: str, changed: Colours) -> str:
    for tag in above:
        found = changed.get(id(tag), {}).get(name) or _own(tag).get(name)
        if found:
            return found
    return ""


def _own(tag: Tag) -> dict[str, str]:
    found = _declared(_style(tag))
    given = str(tag.get("bgcolor") or "")
    return ({"background-color": _long(given)} if HEX.fullmatch(given) else {}) | found


def _declared(style: str) -> dict[str, str]:
    found = {}
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        colour = HEX.search(value)
        if colour and name.strip() in {"color", "background-color", "background"}:
            found["background-color" if "background" in name else "color"] = _long(colour[0])
    return found


def _dark_colours(soup: BeautifulSoup) -> Colours:
    """Give what elements are changed to on dark paper; a later rule wins over an earlier one."""
    found: Colours = {}
    for style in soup.find_all("style"):
        for block in DARK_RULES.finditer(style.get_text()):
            for selector, declarations in RULE.findall(block[1]):
                for tag in soup.select(selector.strip()):
                    found.setdefault(id(tag), {}).update(_declared(declarations))
    return found


def _style(tag: Tag) -> str:
    return str(tag.get("style") or "")


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(letter * 2 for letter in colour[1:])
