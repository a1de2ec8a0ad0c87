"""How editions are sent: in whose name, how fast, how long it can be undone, and how long addresses are kept."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


def _number(default: int, least: int, most: int, name: str, help_text: str) -> models.PositiveIntegerField[int, int]:
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveIntegerField(name, default=default, validators=limits, help_text=help_text)


@register_setting(icon="mail")
class NewsletterSettings(BaseSiteSetting):
    """A form in the CMS. An edition that is being sent keeps to what stands here now."""

    from_name = models.CharField(
        "name of the sender", max_length=80, blank=True, help_text="Shown as the sender. Empty for the site’s name."
    )
    reply_to = models.EmailField(
        "answers go to", blank=True, help_text="A mailbox that somebody reads. Empty for the site’s own address."
    )
    unsubscribe_address = models.EmailField(
        "mailbox for unsubscribing",
        blank=True,
        help_text="Some mail programs unsubscribe by writing there, and somebody must do it. Links work without it.",
    )
    per_minute = _number(
        300, 0, 100_000, "messages a minute", "All workers together send no more than this in any minute. 0: no limit."
    )
    domain_per_minute = _number(
        120, 0, 100_000, "messages a minute to one provider", "For each domain, such as gmail.com. 0: no limit."
    )
    lateness_hours = _number(
        24, 1, 168, "lateness", "Hours after its time in which an edition may still be sent; after that nobody gets it."
    )
    undo_minutes = _number(
        5,
        0,
        120,
        "time to undo",
        "Minutes between the officer’s Send and the first message, in which it can be undone.",
    )
    ledger_days = _number(
        30, 1, 365, "addresses of who was sent what", "Days after which they are blanked. The counts stay."
    )

    items_are_open = models.BooleanField(
        "partners can offer items",
        default=True,
        help_text="If not, nobody can start one; drafts can still be finished and sent.",
    )
    remind_days = _number(
        7,
        0,
        60,
        "reminder of the copy deadline",
        "Days before it, at which who has offered an item before is told. 0: nobody is. Each can stop it.",
    )
    item_draft_days = _number(
        90, 15, 365, "drafts of items", "Days after which a draft that nobody touches goes, after notice."
    )
    item_months = _number(
        24, 1, 120, "contact details of items", "Months after the decision on an item after which they are erased."
    )

    panels = [
        MultiFieldPanel([FieldPanel("from_name"), FieldPanel("reply_to"), FieldPanel("unsubscribe_address")], "Sender"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("per_minute"), FieldPanel("domain_per_minute")]),
                FieldRowPanel([FieldPanel("undo_minutes"), FieldPanel("lateness_hours")]),
            ],
            "How fast, and until when",
        ),
        FieldPanel("ledger_days"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("items_are_open"), FieldPanel("remind_days")]),
                FieldRowPanel([FieldPanel("item_draft_days"), FieldPanel("item_months")]),
            ],
            "Items that partners offer",
        ),
    ]

    class Meta:
        verbose_name = "Sending the newsletter"

    def clean(self) -> None:
        """Refuse a name that is not one line: it stands in the head of every message."""
        super().clean()
        if any(not letter.isprintable() for letter in self.from_name):
            raise ValidationError({"from_name": "Write the name in one line."})
