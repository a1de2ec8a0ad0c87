"""What an edition is made of: few kinds of blocks, each of which reads well as a page, as an email and as plain text.

They hold choices and words. What becomes of them is told by `newsletter.rendering`; a headline stands on its own, for the
figures, pages and people it names are taken as they are when the edition is frozen.
"""

from __future__ import annotations

from django.forms import HiddenInput
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    PageChooserBlock,
    RichTextBlock,
    StaticBlock,
    StreamBlock,
    StructBlock,
    StructValue,
    TextBlock,
    URLBlock,
)
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from het_site.core.blocks import PictureBlock, QuoteBlock, with_one_target

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
WORDS_HELP = "What it means for people here, in a few sentences. Empty for the words it is listed with."


class PartHeadingBlock(CharBlock):
    """The heading of a part. Items below it stand one level deeper."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.field.widget.attrs["aria-label"] = "Heading of a part"  # alone in its block, it has no label of its own

    class Meta:
        icon = "title"
        label = "Heading of a part"
        max_length = 120
        description = "Parts a long edition. Items have headings of their own."


class NewsletterPictureBlock(PictureBlock):
    """A picture. Whether those in it agreed to newsletters is asked again whenever it is shown."""

    class Meta:
        icon = "image"
        label = "Picture"


class NewsletterQuoteBlock(QuoteBlock):
    """What somebody said."""

    class Meta:
        icon = "openquote"
        label = "Quote"


class PageItemBlock(StructBlock):
    """A page of ours with words about it."""

    words = TextBlock(required=False, help_text=WORDS_HELP)

    class Meta:
        abstract = True


class CaseStudyItemBlock(PageItemBlock):
    """A story of the library, with whose work it is."""

    page = PageChooserBlock(page_type="casestudies.CaseStudyPage", label="Case study", help_text="A published story.")

    class Meta:
        icon = "doc-full-inverse"
        label = "Case study"


class EventItemBlock(PageItemBlock):
    """An event with its day and place."""

    page = PageChooserBlock(page_type="newsletter.EventPage", label="Event", help_text="A published event.")

    class Meta:
        icon = "date"
        label = "Event"


class NewsItemBlock(PageItemBlock):
    """A piece of news."""

    page = PageChooserBlock(page_type="newsletter.NewsPage", label="News", help_text="A published piece of news.")

    class Meta:
        icon = "comment"
        label = "News"


class IndicatorItemBlock(StructBlock):
    """The latest figure of an indicator and what it says."""

    indicator = SnippetChooserBlock(
        "indicators.Indicator", help_text="Its latest figure and the sentence about it are shown by themselves."
    )
    people = ChoiceBlock(
        choices=(("persons", "All people"), ("female", "Women"), ("male", "Men")),
        required=False,
        label="Whose figures",
        help_text="Leave empty for the indicator’s own headline.",
    )
    words = TextBlock(required=False, help_text="What has changed, and what it means for people here.")

    class Meta:
        icon = "history"
        label = "Indicator"


class RecommendationItemBlock(StructBlock):
    """A recommendation and how far it has got."""

    recommendation = SnippetChooserBlock("priorities.Recommendation", help_text="Its status is shown by itself.")
    words = TextBlock(required=False, help_text="What has changed. Empty for its wording.")

    class Meta:
        icon = "pick"
        label = "Recommendation"


class PartnerItemBlock(StructBlock):
    """What a partner wrote, under their name."""

    headline = CharBlock(max_length=120, help_text="What it is, in a few words.")
    text = TextBlock(help_text="A few lines. An empty line begins a new paragraph.")
    image = ImageChooserBlock(
        required=False, label="Picture", help_text="Only one that may be shown in newsletters. The report says so."
    )
    link = URLBlock(required=False, max_length=500, label="Address", help_text="Where readers find more.")
    link_words = CharBlock(
        required=False, max_length=120, help_text="Words that make sense on their own. Empty for the headline."
    )
    credit = CharBlock(max_length=160, help_text="Whose item it is: the organisation, as it wants to be named.")
    item = CharBlock(required=False, max_length=36, form_classname="visuallyhidden", help_text="Set by the basket.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.child_blocks["item"].field.widget = HiddenInput()

    class Meta:
        icon = "group"
        label = "Partner’s item"


class ButtonBlock(StructBlock):
    """One thing to do."""

    text = CharBlock(max_length=80, help_text="What happens, for example “Book a place”. Never “click here”.")
    page = PageChooserBlock(required=False, help_text="A page of ours. Its link stays right when it moves.")
    url = CharBlock(
        required=False, max_length=500, label="Other address", help_text="Another site (https://…), or a path of ours."
    )

    def clean(self, value: StructValue) -> StructValue:
        """Refuse a button that goes nowhere or to two places."""
        return with_one_target(super().clean(value))

    class Meta:
        icon = "link-external"
        label = "Button"


class DividerBlock(StaticBlock):
    """A line between two items."""

    class Meta:
        icon = "minus"
        label = "Line"
        admin_text = "A line across, where a new subject begins."


class EditionBlock(StreamBlock):
    """What an edition may hold, in the order in which it is read."""

    heading = PartHeadingBlock()
    text = RichTextBlock(features=TEXT_FEATURES, icon="pilcrow", label="Text")
    partner_item = PartnerItemBlock()
    case_study = CaseStudyItemBlock()
    news = NewsItemBlock()
    event = EventItemBlock()
    indicator = IndicatorItemBlock()
    recommendation = RecommendationItemBlock()
    picture = NewsletterPictureBlock()
    quote = NewsletterQuoteBlock()
    button = ButtonBlock()
    divider = DividerBlock()
