"""What is looked at before an edition may be sent: for readers who cannot see it, and for programs that judge email.

Each check takes the letter as it will be sent and gives what is wrong in plain words. Nothing here asks the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from newsletter.rendering.contrast import LEAST, faint_words
from newsletter.rendering.faults import Fault, place_of
from newsletter.rendering.items import Item, Words
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
#: an edition with a picture says at least so much beside it
FEWEST_WORDS = 12
MOST_CAPITALS = 0.7
IS_SAMPLE = "It is a sample, which goes to nobody. Untick “sample” under Themes and links, or make a new edition."
SHOUTING = re.compile(r"[!?]{2}|[£$€*]{2}|!.*!")
LINK_WORDS = "Write what is there instead, for example “Read the report on housing”."
COLOURS = "Choose other colours under Settings, Brand and contact."
BARE = re.compile(r"(https?://|www\.)\S+")
MARKS = ("[[", "]]")


class Letter:
    """An edition as it will be sent, read back."""

    def __init__(self, *, subject: str, html: str, text: str, words: Words) -> None:
        self.subject, self.html, self.text, self.words = subject, html, text, words
        self.soup = BeautifulSoup(html, "html.parser")

    def links(self) -> Iterator[tuple[str, str, str]]:
        """Give each link's words, address, and the item it stands in."""
        for link in self.soup.find_all("a"):
            yield " ".join(link.get_text(" ").split()), str(link.get("href") or ""), place_of(link)


Faults = Iterator[str]
DESCRIBE = "Describe it under Images, or tick “decorative” there."


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
        place = place_of(image)
        if image.get("alt") is None:
            yield Fault(f"{name} has no words for readers who do not see it. {DESCRIBE}", place)
        if not address.startswith("https://") and not _is_local(address):
            yield Fault(
                f"{name} does not come from this site over https. Add it under Images and choose it there.", place
            )
        if any(str(image.get(side) or "") in {"0", "1", "2"} for side in ("width", "height")):
            yield Fault(f"{name} is so small that it can only be there to see who opens the email. Take it out.", place)


def words_enough(letter: Letter) -> Faults:
    """Who sees no pictures, or has them switched off, still gets the news; and pictures alone look like spam."""
    pictured = [item for item in letter.words.items if item.image]
    said = sum(len(_told(item).split()) for item in letter.words.items)
    if pictured and said < FEWEST_WORDS:
        yield Fault(
            "There are pictures and next to no words: nothing is left for readers whose mail program shows no pictures. "
            "Say in a text block what the pictures say.",
            pictured[0].anchor,
        )


def headings(letter: Letter) -> Faults:
    """One first heading, then no level left out."""
    found = [
        (int(each.name[1]), each.get_text(" ", strip=True), place_of(each))
        for each in letter.soup.find_all(re.compile(r"^h[1-6]$"))
    ]
    if [level for level, _, _ in found].count(1) != 1:
        yield "The email needs exactly one first heading: its title."
    before = 0
    for level, words, place in found:
        if not words:
            yield Fault("A heading is empty. Write it, or take its block out.", place)
        if level > before + 1:
            yield Fault(f"“{words}” leaves a level of headings out. Put a heading of a part above it.", place)
        before = level


def contrast(letter: Letter) -> Faults:
    """Words stand out from their ground, on light and on dark paper."""
    for is_dark in (False, True):
        for words, ratio, element in faint_words(letter.soup, is_dark=is_dark):
            where = "in dark mode" if is_dark else "on light paper"
            yield Fault(
                f"“{words[:60]}” has a contrast of {ratio:.1f} to 1 {where}; it needs {LEAST}. {COLOURS}",
                place_of(element),
            )


def link_words(letter: Letter) -> Faults:
    """The words of a link say where it leads, and the same words lead to one place."""
    seen: dict[str, str] = {}
    for words, address, place in letter.links():
        plainly = words.lower().strip(" .:…→>")
        if not address.strip() or address == "#":
            yield Fault(f"The link “{words}” leads nowhere. Give it an address, or take the link off the words.", place)
        elif not words:
            yield Fault(f"A link to {address} has no words. Write what is there, or take the link out.", place)
        elif plainly in EMPTY_WORDS:
            yield Fault(f"The link “{words}” does not say where it leads. {LINK_WORDS}", place)
        elif BARE.fullmatch(words):
            yield Fault(f"The link {words} is an address. {LINK_WORDS}", place)
        if seen.setdefault(plainly, address) != address:
            yield Fault(
                f"Two links have the words “{words}” and lead to different places. Say with each what is there.", place
            )


def size(letter: Letter) -> Faults:
    """Some mail programs cut off what is larger, and with it the link to leave."""
    found = len(letter.html.encode())
    if found > MOST_BYTES:
        longest = max(letter.words.items, key=lambda item: len(item.html), default=None)
        yield Fault(
            f"The email is {found // 1000} KB; it must be below {MOST_BYTES // 1000} KB, or mail programs cut its end off. "
            "Shorten the longest item, or leave one for the next edition.",
            longest.anchor if longest else "",
        )


def text_part(letter: Letter) -> Faults:
    """Plain text is there, and says all that the rest says."""
    said = _flat(letter.text)
    if not said:
        yield "The email has no plain text. Write at least one block that says something in words."
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
                yield Fault(
                    f"The plain text lacks “{part[:60]}”. Save the block again; if it stays, report it.", item.anchor
                )


def leaving(letter: Letter) -> Faults:
    """Everybody finds the link to leave, in both forms."""
    addresses = {address for _, address, _ in letter.links()}
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
            yield Fault("The email holds something that would run by itself. Take it out.", place_of(tag))
        if str(tag.get("href") or "").lower().startswith(("javascript:", "data:", "vbscript:")):
            yield Fault("A link of the email would run something. Give it an address of a page.", place_of(tag))
    for _, address, place in letter.links():
        if re.search(r"[?&](utm_\w+|mc_eid|fbclid|gclid)=", address):
            yield Fault(
                f"The link {address} carries a mark that tells who followed it. Take off what follows the question mark.",
                place,
            )
    if re.search(r"@import|url\(", "".join(style.get_text() for style in letter.soup.find_all("style"))):
        yield "The email fetches something from elsewhere by its style."


def subject(letter: Letter) -> Faults:
    """The subject is one line that is seen whole."""
    words = letter.subject
    letters = [each for each in words if each.isalpha()]
    if not words.strip():
        yield "The email has no subject. Write one, or give the edition a title."
    if len(words) > LONGEST_SUBJECT:
        yield f"The subject has {len(words)} letters; after {LONGEST_SUBJECT} it is cut off. Shorten it."
    if words != "".join(each for each in words if each.isprintable()):
        yield "The subject must be one line. Write it again without line breaks."
    if len(letters) > 5 and sum(each.isupper() for each in letters) > MOST_CAPITALS * len(letters):
        yield "The subject is in capitals, which are hard to read and look like spam. Use small letters."
    if SHOUTING.search(words):
        yield "The subject shouts, which looks like spam. Take out “!!”, “£££” and the like."


def preview_text(letter: Letter) -> Faults:
    """What mail programs show after the subject."""
    hidden = letter.soup.select_one('body > div[style*="display:none"]')
    if hidden is None or not hidden.get_text(strip=True):
        yield "There is no preview text: write a summary or a preview text."


def sample(letter: Letter) -> Faults:
    """A sample shows what an edition looks like; nobody is sent it."""
    if letter.words.is_sample:
        yield IS_SAMPLE


def references(letter: Letter) -> Faults:
    """Everything that the edition names can be opened, and every picture may be shown."""
    yield from letter.words.faults


def whole_addresses(letter: Letter) -> Faults:
    """An email is read elsewhere: its links need full addresses."""
    for words, address, place in letter.links():
        parts = urlsplit(address)
        is_mark = address.startswith(MARKS[0]) and address.endswith(MARKS[1])
        if address and not is_mark and parts.scheme not in {"https", "mailto", "tel"} and not _is_http(address):
            yield Fault(f"The link “{words}” has no full address. Choose a page, or begin with https://.", place)


@dataclass(frozen=True)
class Check:
    """One check: what it is called, what it looks for."""

    name: str
    question: str
    look: Callable[[Letter], Faults]


CHECKS = (
    Check("references", "Everything it names is published, and every picture may be shown", references),
    Check("sample", "It is not a sample", sample),
    Check("leaving", "Readers find how to leave and to choose", leaving),
    Check("subject", "The subject is one line that is seen whole", subject),
    Check("preview", "There are words for the preview", preview_text),
    Check("language", "The language is named", language),
    Check("title", "It has a title", title),
    Check("headings", "Headings are in order", headings),
    Check("pictures", "Pictures are described and come from here", pictures),
    Check("words", "There are words for who sees no pictures", words_enough),
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


def _told(item: Item) -> str:
    """Give what an item says without its picture."""
    return " ".join((item.heading, plain(item.html), *item.facts, *(each.words for each in item.figures)))


def _is_local(address: str) -> bool:
    """Tell whether an address is that of a copy of the site on one's own machine."""
    return _is_http(address) and urlsplit(address).hostname in {"localhost", "127.0.0.1", "testserver"}


def _is_http(address: str) -> bool:
    return urlsplit(address).scheme == "http"
