"""What is looked at before an edition may be sent: for readers who cannot see it, and for programs that judge email.

Each check takes the letter as it will be sent and gives what is wrong in plain words. Nothing here asks the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from newsletter.rendering.contrast import faint_words
from newsletter.rendering.items import Words
from newsletter.rendering.marks import PREFERENCES, UNSUBSCRIBE
from newsletter.rendering.markup import plain

#: Gmail cuts off what is larger; links of each reader's own make it a little longer still
MOST_BYTES = 100_000
LONGEST_SUBJECT = 78
EMPTY_WORDS = {
    "click here",
    "here",
    "more",
    "read more",
    "link",
    "this link",
    "click",
    "learn more",
    "find out more",
    "details",
}
BARE = re.compile(r"(https?://|www\.)\S+")
MARKS = ("[[", "]]")


class Letter:
    """An edition as it will be sent, read back."""

    def __init__(self, *, subject: str, html: str, text: str, words: Words) -> None:
        self.subject, self.html, self.text, self.words = subject, html, text, words
        self.soup = BeautifulSoup(html, "html.parser")

    def links(self) -> Iterator[tuple[str, str]]:
        """Give each link's words and address."""
        for link in self.soup.find_all("a"):
            yield " ".join(link.get_text(" ").split()), str(link.get("href") or "")


Faults = Iterator[str]


def language(letter: Letter) -> Faults:
    """Screen readers choose their voice by it."""
    for name in ("html", "body > div[role=article]"):
        found = letter.soup.select_one(name)
        if found is not None and not (found.get("lang") and found.get("dir") in {"ltr", "rtl"}):
            yield "The email does not say its language and direction."
    if letter.soup.html is None or not letter.soup.html.get("lang"):
        yield "The email does not say its language."


def title(letter: Letter) -> Faults:
    """The title is read out first where an email is opened as a page."""
    found = letter.soup.title
    if found is None or not found.get_text(strip=True):
        yield "The email has no title."


def layout_tables(letter: Letter) -> Faults:
    """Tables that only lay out must not be read out as tables."""
    if any(table.get("role") != "presentation" for table in letter.soup.find_all("table")):
        yield "A table that only lays out is not marked as such."


def pictures(letter: Letter) -> Faults:
    """Pictures are described, come from this site over https, and are no pixels that tell who looks."""
    for image in letter.soup.find_all("img"):
        address = str(image.get("src") or "")
        name = f"The picture “{image.get('alt')}”" if image.get("alt") else "A picture"
        if image.get("alt") is None:
            yield f"{name} has no alternative text, not even an empty one."
        if not address.startswith("https://") and not _is_local(address):
            yield f"{name} does not come from a full https address."
        if any(str(image.get(side) or "") in {"0", "1", "2"} for side in ("width", "height")):
            yield f"{name} is so small that it can only be there to see who opens the email."


def headings(letter: Letter) -> Faults:
    """One first heading, then no level left out."""
    found = [
        (int(each.name[1]), each.get_text(" ", strip=True)) for each in letter.soup.find_all(re.compile(r"^h[1-6]$"))
    ]
    if [level for level, _ in found].count(1) != 1:
        yield "The email needs exactly one first heading: its title."
    before = 0
    for level, words in found:
        if not words:
            yield "A heading is empty."
        if level > before + 1:
            yield f"“{words}” leaves a level of headings out."
        before = level


def contrast(letter: Letter) -> Faults:
    """Words stand out from their ground, on light and on dark paper."""
    for is_dark in (False, True):
        for words, ratio in faint_words(letter.soup, is_dark=is_dark):
            where = "in dark mode" if is_dark else "on light paper"
            yield f"“{words[:60]}” has a contrast of {ratio:.1f} to 1 {where}; it needs 4.5."


def link_words(letter: Letter) -> Faults:
    """The words of a link say where it leads, and the same words lead to one place."""
    seen: dict[str, str] = {}
    for words, address in letter.links():
        plainly = words.lower().strip(" .:…→>")
        if not address.strip() or address == "#":
            yield f"The link “{words}” leads nowhere."
        elif not words:
            yield f"A link to {address} has no words."
        elif plainly in EMPTY_WORDS:
            yield f"The link “{words}” does not say where it leads."
        elif BARE.fullmatch(words):
            yield f"The link {words} is an address: give it words that say what is there."
        if seen.setdefault(plainly, address) != address:
            yield f"Two links have the words “{words}” and lead to different places."


def size(letter: Letter) -> Faults:
    """Some mail programs cut off what is larger, and with it the link to leave."""
    found = len(letter.html.encode())
    if found > MOST_BYTES:
        yield f"The email is {found // 1000} KB; it must be below {MOST_BYTES // 1000} KB. Take something out."


def text_part(letter: Letter) -> Faults:
    """Plain text is there, and says all that the rest says."""
    said = _flat(letter.text)
    if not said:
        yield "The email has no plain text."
        return
    if "<" in letter.text and re.search(r"</?(p|a|div|table|td|br|ul|li)\b[^>]*>", letter.text):
        yield "The plain text has marks of HTML in it."
    for item in letter.words.items:
        wanted = [
            item.heading,
            item.link,
            item.credit,
            *item.facts,
            *(each.words for each in item.figures),
            plain(item.html),
        ]
        for part in wanted:
            if part and _flat(part) not in said:
                yield f"The plain text lacks “{part[:60]}”."


def leaving(letter: Letter) -> Faults:
    """Everybody finds the link to leave, in both forms."""
    addresses = {address for _, address in letter.links()}
    for mark, name in ((UNSUBSCRIBE, "unsubscribe"), (PREFERENCES, "choose what they get")):
        if mark not in addresses:
            yield f"The email has no link by which readers can {name}."
        if mark not in letter.text:
            yield f"The plain text has no link by which readers can {name}."


def nothing_active(letter: Letter) -> Faults:
    """Nothing runs, nothing is fetched besides pictures, nobody is watched."""
    for name in ("script", "form", "iframe", "object", "embed", "link", "video", "audio", "input", "base"):
        if letter.soup.find(name):
            yield f"The email holds a “{name}” element, which mail programs refuse."
    for tag in letter.soup.find_all(True):
        if any(attribute.lower().startswith("on") for attribute in tag.attrs):
            yield "The email holds something that would run by itself."
        if str(tag.get("href") or "").lower().startswith(("javascript:", "data:", "vbscript:")):
            yield "A link of the email would run something."
    for _, address in letter.links():
        if re.search(r"[?&](utm_\w+|mc_eid|fbclid|gclid)=", address):
            yield f"The link {address} carries a mark that tells who followed it."
    if re.search(r"@import|url\(", "".join(style.get_text() for style in letter.soup.find_all("style"))):
        yield "The email fetches something from elsewhere by its style."


def subject(letter: Letter) -> Faults:
    """The subject is one line that is seen whole."""
    if not letter.subject.strip():
        yield "The email has no subject."
    if len(letter.subject) > LONGEST_SUBJECT:
        yield f"The subject has {len(letter.subject)} letters; after {LONGEST_SUBJECT} it is cut off."
    if letter.subject != "".join(each for each in letter.subject if each.isprintable()):
        yield "The subject must be one line."
    if letter.subject.isupper() and len(letter.subject) > 5:
        yield "The subject is in capitals, which are hard to read and look like spam."


def preview_text(letter: Letter) -> Faults:
    """What mail programs show after the subject."""
    hidden = letter.soup.select_one('body > div[style*="display:none"]')
    if hidden is None or not hidden.get_text(strip=True):
        yield "There is no preview text: write a summary or a preview text."


def references(letter: Letter) -> Faults:
    """Everything that the edition names can be opened, and every picture may be shown."""
    yield from letter.words.faults


def whole_addresses(letter: Letter) -> Faults:
    """An email is read elsewhere: its links need full addresses."""
    for words, address in letter.links():
        parts = urlsplit(address)
        is_mark = address.startswith(MARKS[0]) and address.endswith(MARKS[1])
        if address and not is_mark and parts.scheme not in {"https", "mailto", "tel"} and not _is_http(address):
            yield f"The link “{words}” has no full address."


@dataclass(frozen=True)
class Check:
    """One check: what it is called, what it looks for."""

    name: str
    question: str
    look: Callable[[Letter], Faults]


CHECKS = (
    Check("references", "Everything it names is published, and every picture may be shown", references),
    Check("leaving", "Readers find how to leave and to choose", leaving),
    Check("subject", "The subject is one line that is seen whole", subject),
    Check("preview", "There are words for the preview", preview_text),
    Check("language", "The language is named", language),
    Check("title", "It has a title", title),
    Check("headings", "Headings are in order", headings),
    Check("pictures", "Pictures are described and come from here", pictures),
    Check("contrast", "Words stand out, on light and on dark paper", contrast),
    Check("links", "Links say where they lead", link_words),
    Check("addresses", "Links have full addresses", whole_addresses),
    Check("layout", "Tables that lay out are not read out", layout_tables),
    Check("text", "The plain text says all of it", text_part),
    Check("size", f"It is smaller than {MOST_BYTES // 1000} KB", size),
    Check("active", "Nothing runs and nobody is watched", nothing_active),
)


def _flat(text: str) -> str:
    """Give words in one line, without what only lays them out: in text and in what is looked for alike."""
    return " ".join(re.sub(r"[>\n\r\t=_-]+", " ", text).split()).lower()


def _is_local(address: str) -> bool:
    """Tell whether an address is that of a copy of the site on one's own machine."""
    return _is_http(address) and urlsplit(address).hostname in {"localhost", "127.0.0.1", "testserver"}


def _is_http(address: str) -> bool:
    return urlsplit(address).scheme == "http"
