"""Tells what looks like spam, and why, in words that officers read. Plain values in and out; throws nothing away."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from casestudies.template.differences import as_text

#: what a form noticed about whoever sent it
HIDDEN_FIELD, TOO_FAST = "hidden_field", "too_fast"
SIGNS = {
    HIDDEN_FIELD: "A field that people cannot see was filled in.",
    TOO_FAST: "It was sent faster than anybody can read the form.",
}
MOST_LINKS = 5
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
#: nothing that a story about health or fairness may have to say
SOLD_BY_ROBOTS = re.compile(
    r"\b(viagra|cialis|online casino|casino bonus|payday loans?|backlinks?|seo services|crypto giveaway|forex signals"
    r"|essay writing service|escort services?)\b",
    re.IGNORECASE,
)


def reasons(answers: Mapping[str, Any], *, signs: Collection[str] = ()) -> list[str]:
    """Give every reason to hold a story back; none is the rule."""
    found = [words for sign, words in SIGNS.items() if sign in signs]
    text = "\n".join(as_text(answer) for answer in answers.values())
    links = len(LINK.findall(text))
    if links > MOST_LINKS:
        found.append(f"It has {links} links.")
    if LINK.search(as_text(answers.get("title"))):
        found.append("Its title is a link.")
    if sold := sorted({word.lower() for word in SOLD_BY_ROBOTS.findall(text)}):
        found.append(f"It has words that robots sell with: {', '.join(sold)}.")
    return found
