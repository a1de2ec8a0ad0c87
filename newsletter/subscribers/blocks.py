"""The block by which any page leads to signing up. It holds words only: the form has a page of its own."""

from __future__ import annotations

from wagtail.blocks import CharBlock, StructBlock, TextBlock


class SignUpBlock(StructBlock):
    """A call to get the newsletter, with a button that leads to its form."""

    heading = CharBlock(max_length=120, default="Get the newsletter", help_text="What readers can do.")
    text = TextBlock(
        required=False,
        max_length=300,
        default="What partners do, what is on and what the figures say, by email.",
        help_text="Why they would, in a sentence or two.",
    )

    class Meta:
        icon = "mail"
        template = "newsletter/subscribers/block.html"
        label = "Newsletter sign-up"
        description = "Leads readers to the page where they sign up."
        preview_value = {"heading": "Get the newsletter", "text": "What is new, by email."}
