"""Takes an edition's blocks as they are now: pages, figures and pictures become words, and what is wrong is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.html import linebreaks, urlize
from wagtail.rich_text import RichText

from casestudies.actions.consents import may_be_used
from indicators.body.batch import Batch
from indicators.body.shown import headlines
from newsletter import diary
from newsletter.rendering.faults import Fault, anchor_of
from newsletter.rendering.items import Figure, Item, Words
from newsletter.rendering.markup import absolute, bold_paragraphs, lost_links, tidy

if TYPE_CHECKING:
    from het_site.core.models import CustomImage
    from newsletter.models import EditionPage

#: the shapes that stand beside how a place compares
SIGNS = {"better": "▲", "similar": "●", "worse": "▼"}
PAGE_LINK = re.compile(r'<a[^>]*linktype="page"[^>]*>(.*?)</a>', re.DOTALL)
PAGE_ID = re.compile(r'\bid="(\d+)"')


class Collector:
    """Goes through one edition; keeps what it finds wrong."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.anchor = ""
        self.hints: list[str] = []
        self.level = 2

    def item(self, block: Any) -> Item | None:
        """Give one block as an item; nothing where what it names is not there for readers."""
        self.anchor = anchor_of(block.id)
        take: Callable[[Any], dict[str, Any] | None] = getattr(self, f"_{block.block_type}")
        values = take(block.value)
        if values is None:
            return None
        found = {"kind": block.block_type, "shape": "card", "anchor": self.anchor, "level": self.level} | values
        if block.block_type == "heading":
            self.level = 3
        return Item(**found)

    def _fault(self, words: str) -> None:
        self.faults.append(Fault(words, self.anchor))

    def _heading(self, value: str) -> dict[str, Any]:
        return {"shape": "heading", "heading": value, "level": 2}

    def _text(self, value: RichText) -> dict[str, Any]:
        self._look_at_links(value.source)
        html = str(value)
        for words in lost_links(html):
            self._fault(f"The link “{words}” leads nowhere that an email can open. Give it an address or a page.")
        for words in bold_paragraphs(html):
            self.hints.append(f"“{words[:60]}” is bold and stands alone. If it is a heading, make it one.")
        return {"shape": "text", "html": tidy(html)}

    def _picture(self, value: Any) -> dict[str, Any] | None:
        image = self._allowed(value.get("image"), "A picture")
        return {"shape": "picture", "image": image.pk, "caption": value.get("caption") or ""} if image else None

    def _quote(self, value: Any) -> dict[str, Any]:
        names = {"html": _paragraphs(value["text"]), "credit": value["attribution"]}
        return {"shape": "quote", **names, "source": value.get("source"), "source_url": value.get("source_url")}

    def _divider(self, value: Any) -> dict[str, Any]:
        return {"shape": "divider"}

    def _button(self, value: Any) -> dict[str, Any] | None:
        page = value.get("page")
        if page is not None and not self._is_public(page, "button"):
            return None
        address = page.url if page is not None else value.get("url")
        if not address:
            self._fault(f"The button “{value['text']}” leads nowhere: the page it led to is gone. Choose another.")
            return None
        return {"shape": "button", "link": absolute(address), "link_words": value["text"]}

    def _partner_item(self, value: Any) -> dict[str, Any]:
        headline, image = value["headline"], value.get("image")
        self._look_at_item(value.get("item") or "", headline)
        shown = self._allowed(image, f"The picture of “{headline}”") if image else None
        return {
            "label": "From our partners",
            "heading": headline,
            "html": _paragraphs(value["text"]),
            "image": shown.pk if shown else None,
            "credit": value["credit"],
            "link": value.get("link") or "",
            "link_words": (value.get("link_words") or f"Read more: {headline}") if value.get("link") else "",
        }

    def _case_study(self, value: Any) -> dict[str, Any] | None:
        page = self._public(value.get("page"), "case study")
        if page is None:
            return None
        owners = ", ".join(owner.name for owner in page.organisations.all())
        facts = (f"{page.headline_number} {page.headline_label}",) if page.headline_number else ()
        return self._of_page(page, value, "Case study", "Read the story") | {"facts": facts, "credit": owners}

    def _news(self, value: Any) -> dict[str, Any] | None:
        page = self._public(value.get("page"), "piece of news")
        if page is None:
            return None
        return self._of_page(page, value, "News", "Read the news") | {"facts": (page.date_words,)}

    def _event(self, value: Any) -> dict[str, Any] | None:
        page = self._public(value.get("page"), "event")
        if page is None:
            return None
        if page.is_past:
            self.hints.append(f"The event “{page.title}” is over.")
        facts = tuple(filter(None, (page.date_words, page.location)))
        return self._of_page(page, value, "Event", "See the event") | {"facts": facts}

    def _recommendation(self, value: Any) -> dict[str, Any] | None:
        one = value.get("recommendation")
        if one is None or not one.live or not one.url:
            self._missing(one, "recommendation")
            return None
        return _theme([one.theme]) | {
            "label": f"Recommendation {one.theme.number}.{one.number}",
            "heading": one.title,
            "html": _paragraphs(value.get("words") or one.text),
            "facts": (f"Status: {one.state.label}",),
            "source": one.source,
            "source_url": one.source_url,
            "link": absolute(one.url),
            "link_words": f"See the recommendation: {one.title}",
        }

    def _indicator(self, value: Any) -> dict[str, Any] | None:
        one = value.get("indicator")
        if one is None or not one.live:
            self._missing(one, "indicator")
            return None
        batch = Batch([one])
        address = batch.addresses.get(one.pk, "")
        if not address:
            self._missing(one, "indicator")
            return None
        profile = batch.profiles.get(one.pk)
        found = headlines(profile, people=value.get("people") or "") if profile else []
        if not found:
            self._fault(
                f"There is no published figure of “{one.title}” to show. Choose another, or take the block out."
            )
            return None
        unit = f" {one.unit_short}" if one.unit_short and one.unit_short != "%" else ""
        figures = tuple(
            Figure(
                number=f"{each.number}{unit}",
                whose=", ".join(filter(None, (each.group, each.place, each.period))),
                words=" ".join(filter(None, (each.words.level, each.words.comparison))),
                verdict=each.status_text or "",
                sign=SIGNS.get(each.words.status, ""),
            )
            for each in found
        )
        return _theme([one.theme]) | {
            "shape": "figure",
            "label": "Figures",
            "heading": one.title,
            "figures": figures,
            "html": _paragraphs(value.get("words") or ""),
            "source": found[0].chart.source.removeprefix("Source: "),
            "link": absolute(address),
            "link_words": f"See the figures: {one.title}",
        }

    def _of_page(self, page: Any, value: Any, label: str, link_words: str) -> dict[str, Any]:
        return _theme(page.themes.all()) | {
            "label": label,
            "heading": page.title,
            "html": _paragraphs(value.get("words") or page.summary),
            "link": absolute(page.url),
            "link_words": f"{link_words}: {page.title}",
        }

    def _public(self, page: Any, kind: str) -> Any:
        """Give a page as its own kind, if readers may see it."""
        if page is None:
            self._missing(None, kind)
            return None
        return page.specific if self._is_public(page, kind) else None

    def _is_public(self, page: Any, kind: str) -> bool:
        if not page.live or not page.url or page.get_view_restrictions().exists():
            self._missing(page, kind)
            return False
        return True

    def _missing(self, one: Any, kind: str) -> None:
        if one is None:
            self._fault(f"One {kind} was deleted. Choose another, or take the block out.")
        else:
            self._fault(f"“{one}” is not published: readers could not open it ({kind}). Publish it, or take it out.")

    def _allowed(self, image: CustomImage | None, name: str) -> CustomImage | None:
        """Give a picture, if those who are in it agreed to newsletters and nobody took that back."""
        if image is not None and may_be_used(image, "in_newsletter"):
            return image
        why = "was deleted" if image is None else "may not be shown in newsletters: there is no consent for that"
        self._fault(f"{name} {why}. Choose another, or take it out.")
        return None

    def _look_at_item(self, key: str, headline: str) -> None:
        """Find what a partner took back, or what was sent back or declined, after it was put in."""
        from newsletter.models import Item as Offered

        wanted = (Offered.State.ACCEPTED, Offered.State.PUBLISHED)
        if key and not Offered.objects.filter(key=key, state__in=wanted).exists():
            self._fault(f"“{headline}” is not accepted any more, or its partner took it back. Take it out.")

    def _look_at_links(self, source: str) -> None:
        """Find links in a text to pages that readers cannot open."""
        from wagtail.models import Page

        for link in PAGE_LINK.finditer(source):
            number = PAGE_ID.search(link[0])
            page = Page.objects.filter(pk=number[1]).first() if number else None
            if page is None:
                self._missing(None, "page that a text links to")
            else:
                self._is_public(page, "link in a text")


def words_of(edition: EditionPage) -> Words:
    """Take an edition as it is now, saved or not."""
    collector = Collector()
    items = tuple(item for item in (collector.item(block) for block in edition.body) if item is not None)
    if not items:
        collector.faults.append(Fault("The edition has no item that readers can see. Add a block."))
    return Words(
        title=edition.title,
        number=edition.number or 0,
        date=diary.day(edition.planned_for) if edition.planned_for else "",
        summary=edition.summary,
        subject=edition.subject or edition.title,
        preview=edition.preview_text or edition.summary,
        address=absolute(edition.url or "/newsletter/"),
        items=items,
        is_sample=edition.is_sample,
        faults=tuple(collector.faults),
        hints=tuple(collector.hints),
    )


def _paragraphs(text: str) -> str:
    return tidy(urlize(linebreaks(text.strip(), autoescape=True))) if text.strip() else ""


def _theme(themes: Any) -> dict[str, Any]:
    first = next(iter(themes), None)
    if first is None:
        return {}
    return {"theme": first.short_title, "hue": first.hue, "number": first.number, "icon": first.icon}
