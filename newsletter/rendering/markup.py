"""Words with links: tidied to what every mail program shows, and said as plain text with the addresses written out."""

from __future__ import annotations

import re
import textwrap

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from django.conf import settings

#: the elements that stay, and the attributes they keep
KEPT: dict[str, tuple[str, ...]] = {"p": (), "ul": (), "ol": (), "li": (), "b": (), "i": (), "br": (), "a": ("href",)}
SAME = {"strong": "b", "em": "i"}
GONE = ("script", "style", "form", "iframe", "object")
SPACE = re.compile(r"\s+")
WIDTH = 72
LONGEST_HEADING = 80
#: what an address may begin with
SAFE = ("https://", "http://", "mailto:", "tel:")


def absolute(address: str) -> str:
    """Give the full address of a path of ours; another one as it is."""
    return f"{settings.SITE_URL}{address}" if address.startswith("/") else address


def tidy(html: str) -> str:
    """Keep paragraphs, lists, emphasis, and links with full addresses; of everything else, the words."""
    soup = BeautifulSoup(html, "html.parser")
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(GONE):
        tag.decompose()
    for tag in soup.find_all(True):
        tag.name = SAME.get(tag.name, tag.name)
        address = absolute(str(tag.get("href") or "")) if tag.name == "a" else ""
        if tag.name not in KEPT or (tag.name == "a" and not address.startswith(SAFE)):
            tag.unwrap()
            continue
        tag.attrs = {"href": address} if address else {}
    return str(soup).strip()


def lost_links(html: str) -> list[str]:
    """Give the words of links that do not stay: they lead nowhere, within the page, or would run something."""
    links = BeautifulSoup(html, "html.parser").find_all("a")
    return [
        " ".join(link.get_text(" ").split())
        for link in links
        if not absolute(str(link.get("href") or "").strip()).lower().startswith(SAFE)
    ]


def bold_paragraphs(html: str) -> list[str]:
    """Give paragraphs that are bold from end to end, and so look like headings to those who see them alone."""
    found = []
    for paragraph in BeautifulSoup(html, "html.parser").find_all("p"):
        words = paragraph.get_text(" ", strip=True)
        bold = " ".join(each.get_text(" ", strip=True) for each in paragraph.find_all(["b", "strong"], recursive=False))
        if words and words == bold and len(words) < LONGEST_HEADING:
            found.append(words)
    return found


def plain(html: str, *, width: int = WIDTH) -> str:
    """Say it as text: lines of at most `width` letters, lists with marks, each link's address after its words."""
    soup = BeautifulSoup(html, "html.parser")
    parts: list[str] = []
    for node in soup.children:
        if isinstance(node, Tag) and node.name in {"ul", "ol"}:
            parts.append(_list(node, width))
        else:
            parts += ["\n".join(fold(line, width=width) for line in _lines(node))]
    return "\n\n".join(part for part in parts if part.strip())


def fold(line: str, *, width: int = WIDTH, first: str = "", later: str = "") -> str:
    """Break a line between words; an address is never broken."""
    return textwrap.fill(
        SPACE.sub(" ", line).strip(),
        width,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _list(node: Tag, width: int, indent: str = "") -> str:
    lines = []
    for number, entry in enumerate(node.find_all("li", recursive=False), start=1):
        mark = f"{indent}{number}. " if node.name == "ol" else f"{indent}- "
        inner = entry.find_all(["ul", "ol"], recursive=False)
        below = [_list(each.extract(), width, f"{indent}  ") for each in inner]
        words = " ".join(_lines(entry))
        lines += [fold(words, width=width, first=mark, later=" " * len(mark)), *below]
    return "\n".join(lines)


def _lines(node: object) -> list[str]:
    """Give the words of an element, a line for each break in it."""
    return [line for line in _said(node).split("\n") if line.strip()]


def _said(node: object) -> str:
    if isinstance(node, NavigableString):
        return SPACE.sub(" ", str(node))
    if not isinstance(node, Tag):
        return ""
    if node.name == "br":
        return "\n"
    words = "".join(_said(child) for child in node.children)
    address = str(node.get("href") or "").removeprefix("mailto:").removeprefix("tel:")
    return f"{words} ({address})" if node.name == "a" and address and address != words.strip() else words
