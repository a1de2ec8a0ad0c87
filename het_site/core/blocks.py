"""The blocks that pages are built from. Each renders from one template and holds no rule of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.module_loading import import_string
from django.utils.text import slugify
from wagtail.blocks import (
    Block,
    CharBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StreamBlockValidationError,
    StreamValue,
    StructBlock,
    StructValue,
    TextBlock,
    URLBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
#: another site over http or https, or a path of ours; never javascript: nor //elsewhere
ADDRESS = re.compile(r"https?://[^\s]+|/(?!/)[^\s]*")

SMALL_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(CharBlock):
    """A second-level heading with an anchor of its own."""

    class Meta:
        icon = "title"
        template = "core/blocks/heading.html"
        label = "Heading"
        max_length = 120
        preview_value = "What we found"
        description = "A heading inside the page. The page's title is already the first one."

    def get_context(self, value: str, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the anchor that links can point at."""
        return super().get_context(value, parent_context) | {"anchor": slugify(value)}


class PictureBlock(StructBlock):
    """A picture with its caption; the words for those who cannot see it belong to the picture itself."""

    image = ImageChooserBlock(
        label="Picture", help_text="Its alternative text, credit and licence belong to the picture itself."
    )
    caption = CharBlock(required=False, max_length=250, help_text="Shown under the picture, before its credit.")

    class Meta:
        icon = "image"
        template = "core/blocks/picture.html"
        label = "Picture"

    def get_searchable_content(self, value: StructValue) -> list[str]:
        """Keep the words about a withdrawn picture out of the search."""
        image = value.get("image")
        return [] if image is None or image.is_withdrawn else super().get_searchable_content(value)


class QuoteBlock(StructBlock):
    """What somebody said, who said it and where it was published."""

    text = TextBlock(help_text="Their exact words. Never write words for somebody.")
    attribution = CharBlock(max_length=160, help_text="Who said it: name or role, and organisation.")
    source = CharBlock(required=False, max_length=240, help_text="Where it was published.")
    source_url = URLBlock(
        required=False, label="Source address", help_text="Where readers can check it. Leave empty if not public."
    )

    class Meta:
        icon = "openquote"
        template = "core/blocks/quote.html"
        label = "Quote"


class FigureBlock(StructBlock):
    """One figure told as a fact."""

    number = CharBlock(max_length=40, help_text="As it should be shown, for example 239, £78,000 or 77%.")
    label = CharBlock(max_length=200, help_text="What it counts.")
    unit = CharBlock(required=False, max_length=60, help_text="Only if the label does not say it, for example “years”.")
    period = CharBlock(
        required=False, max_length=80, help_text="When it was measured. Leave empty if it is not published."
    )
    source = CharBlock(max_length=240, help_text="Who published it and where.")
    source_url = URLBlock(
        required=False, label="Source address", help_text="Where readers can check it. Leave empty if not public."
    )

    class Meta:
        icon = "order"
        label = "Figure"


class FiguresBlock(StructBlock):
    """A row of figure tiles."""

    heading = CharBlock(required=False, max_length=120, help_text="Stands above the figures, if they need one.")
    items = ListBlock(FigureBlock(), min_num=1, max_num=6, help_text="Up to six figures, the most telling first.")

    class Meta:
        icon = "order"
        template = "core/blocks/figures.html"
        label = "Figures"


class TableBlock(StructBlock):
    """A table with a caption and a source."""

    caption = CharBlock(max_length=200, help_text="Says what the table shows. Read out first by screen readers.")
    table = TypedTableBlock(
        [("text", CharBlock(required=False)), ("number", CharBlock(required=False))],
        help_text="The first column names the rows. Choose “number” for columns of numbers.",
    )
    source = CharBlock(required=False, max_length=240, help_text="Who published the figures and where.")

    class Meta:
        icon = "table"
        template = "core/blocks/table.html"
        label = "Table"


class AccordionItemBlock(StructBlock):
    """One part that opens and closes."""

    heading = CharBlock(max_length=120, help_text="The question, or what the part is about.")
    text = RichTextBlock(features=SMALL_TEXT_FEATURES, help_text="Shown when a reader opens the part.")


class AccordionBlock(StructBlock):
    """Parts that open and close, for answers that few readers need at once."""

    items = ListBlock(AccordionItemBlock(), min_num=2, help_text="Two parts or more.")

    class Meta:
        icon = "list-ul"
        template = "core/blocks/accordion.html"
        label = "Accordion"


def with_one_target(value: StructValue) -> StructValue:
    """Give a link whose `page` or `url` is there. Raises `ValidationError` where it goes nowhere or to two places."""
    url = value.get("url")
    if bool(value.get("page")) == bool(url):
        raise ValidationError("Choose a page or give an address, not both.")
    if url and not ADDRESS.fullmatch(url):
        raise ValidationError("An address starts with https://, or with / when it is one of ours.")
    return value


class LinkValue(StructValue):
    """A link to one of our pages or to another site."""

    @property
    def href(self) -> str:
        """Give the address; nothing when the page is gone or not public."""
        page = self.get("page")
        if page:
            return str(page.url or "") if page.live else ""
        return str(self.get("url") or "")


class LinkBlock(StructBlock):
    """A link to a page or an address, with words that make sense alone."""

    text = CharBlock(max_length=120, help_text="Words that make sense on their own, never “click here”.")
    page = PageChooserBlock(required=False, help_text="A page of ours. Its link stays right when it moves.")
    url = CharBlock(
        required=False,
        max_length=500,
        label="Other address",
        help_text="Another site (https://…), or an address of ours that is no page, for example /indicators/overcrowding/.",
    )
    note = CharBlock(required=False, max_length=200, help_text="What readers find there, if the words do not say it.")

    class Meta:
        icon = "link"
        value_class = LinkValue

    def clean(self, value: StructValue) -> StructValue:
        """Refuse a link that goes nowhere or to two places."""
        return with_one_target(super().clean(value))


class CallToActionBlock(StructBlock):
    """One thing to do next."""

    heading = CharBlock(max_length=120, help_text="What readers can do.")
    text = TextBlock(required=False, help_text="Why they would, in a sentence or two.")
    link = LinkBlock(help_text="Where they go.")

    class Meta:
        icon = "pick"
        template = "core/blocks/call_to_action.html"
        label = "Call to action"


class DocumentBlock(StructBlock):
    """A document to download, with what it holds."""

    document = DocumentChooserBlock(help_text="Its type and size are shown by themselves.")
    note = CharBlock(
        required=False, max_length=200, help_text="What it holds. A web page is easier to read than a PDF."
    )

    class Meta:
        icon = "doc-full"
        template = "core/blocks/document.html"
        label = "Document"


class RelatedLinksBlock(StructBlock):
    """Where to go from here."""

    heading = CharBlock(default="Related", max_length=120, help_text="Stands above the links.")
    links = ListBlock(LinkBlock(), min_num=1, help_text="The most useful first.")

    class Meta:
        icon = "link"
        template = "core/blocks/related_links.html"
        label = "Related links"


#: blocks that bring a second-level heading, and where it stands; nothing where they always do
HEADED = {"heading": "", "figures": "heading", "accordion": "", "call_to_action": "", "related_links": ""}
TEXT_HEADING = re.compile(r"<h([34])[^>]*>(.*?)</h\1>", re.DOTALL)
#: what has to stand above a heading of this level
ABOVE = {3: "Heading block", 4: "Heading 3"}


def blocks_of_apps() -> Iterator[tuple[str, Block]]:
    """Give the blocks that apps offer for every page: each names its own in `body_blocks` of its configuration.

    By path, for page types are made before models can be asked for; so this app need not know who offers what.
    """
    for config in apps.get_app_configs():
        for name, path in getattr(config, "body_blocks", {}).items():
            yield name, import_string(path)()


class BodyBlock(StreamBlock):
    """What a page's body may hold. Refuses a heading that leaves out a level: screen readers list pages by them."""

    heading = HeadingBlock()
    text = RichTextBlock(features=TEXT_FEATURES, template="core/blocks/text.html", icon="pilcrow", label="Text")
    picture = PictureBlock()
    quote = QuoteBlock()
    figures = FiguresBlock()
    table = TableBlock()
    accordion = AccordionBlock()
    call_to_action = CallToActionBlock()
    document = DocumentBlock()
    related_links = RelatedLinksBlock()

    def __init__(self, local_blocks: Iterable[tuple[str, Block]] | None = None, **kwargs: Any) -> None:
        super().__init__([*(local_blocks or ()), *blocks_of_apps()], **kwargs)

    def clean(self, value: StreamValue) -> StreamValue:
        """Refuse a heading in a text with no larger one above it; a draft may still be in disorder."""
        cleaned = super().clean(value)
        faults: dict[int, ValidationError] = {}
        level = 1  # the page's title
        for number, child in enumerate(cleaned):
            if child.block_type in HEADED and (not HEADED[child.block_type] or child.value[HEADED[child.block_type]]):
                level = 2
            elif child.block_type == "text":
                for found in TEXT_HEADING.finditer(child.value.source):
                    deeper = int(found[1])
                    if deeper > level + 1:
                        faults.setdefault(number, _left_out(strip_tags(found[2]), deeper))
                    level = deeper
        if faults and not self.is_deferred_validation:
            raise StreamBlockValidationError(block_errors=faults)
        return cleaned


def _left_out(words: str, level: int) -> ValidationError:
    """Say which heading left a level out, and what to do."""
    return ValidationError(
        f"“{words}” is a Heading {level}, but there is no {ABOVE[level]} above it. "
        f"Put one above it, or make “{words}” a larger heading or plain text."
    )
