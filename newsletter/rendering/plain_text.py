"""An edition as plain text: for who reads email so, and for programs that judge an email by whether it has one."""

from __future__ import annotations

from newsletter.rendering.items import Item, Words
from newsletter.rendering.marks import PREFERENCES, UNSUBSCRIBE
from newsletter.rendering.markup import fold, plain
from newsletter.rendering.pictures import mail_picture
from newsletter.rendering.publisher import Publisher

RULE = "-" * 40


def text_of(words: Words, publisher: Publisher) -> str:
    """Write the whole."""
    head = [
        "\n".join(fold(line) for line in (publisher.name, words.kicker)),
        _underlined(words.title, "="),
        *([fold(words.summary)] if words.summary else []),
        f"Read it on the web:\n{words.address}",
    ]
    foot = [
        "=" * 40,
        fold(publisher.why),
        f"Choose what you get:\n{PREFERENCES}",
        f"Unsubscribe:\n{UNSUBSCRIBE}",
        "\n".join(fold(line) for line in publisher.lines),
    ]
    body = [part for item in words.items if (part := _item(item))]
    return "\n\n".join(part for part in (*head, *body, *foot) if part).strip() + "\n"


def _item(item: Item) -> str:
    if item.shape == "heading":
        return f"\n{_underlined(item.heading.upper(), '=')}"
    if item.shape == "divider":
        return RULE
    if item.shape == "button":
        return f"{fold(item.link_words)}:\n{item.link}"
    if item.shape == "picture":
        return _picture(item)
    if item.shape == "quote":
        said = "\n".join(f"> {line}".rstrip() for line in plain(item.html, width=68).split("\n"))
        return f"{said}\n{fold(f'– {item.credit}')}" + (f"\n{_source(item)}" if item.source else "")
    parts = [
        _underlined(item.heading, "-") if item.heading else "",
        "\n".join(fold(line) for line in (_label(item), *item.facts) if line),
        *(fold(f"{each.number} ({each.whose}). {each.words} {each.verdict}") for each in item.figures),
        _picture(item),
        plain(item.html),
        fold(f"From {item.credit}") if item.credit else "",
        _source(item) if item.source else "",
        f"{fold(item.link_words)}:\n{item.link}" if item.link else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _label(item: Item) -> str:
    theme = f"{item.number}. {item.theme}" if item.number else item.theme
    return ": ".join(part for part in (item.label, theme) if part)


def _picture(item: Item) -> str:
    """Say what a picture shows, as long as it may be shown."""
    picture = mail_picture(item.image)
    said = (picture.alt, item.caption, picture.credit) if picture else ()
    words = ". ".join(part.rstrip(".") for part in said if part)
    return fold(f"[Picture: {words}]") if words else ""


def _source(item: Item) -> str:
    return fold(f"Source: {item.source}" + (f" ({item.source_url})" if item.source_url else ""))


def _underlined(words: str, mark: str) -> str:
    lines = fold(words)
    return f"{lines}\n{mark * max(len(line) for line in lines.splitlines())}" if lines else ""
