"""How stories are taken in: whether new ones are, how soon partners hear from us, and how long anything is kept."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


def _days(default: int, most: int, name: str, help_text: str) -> models.PositiveSmallIntegerField[int, int]:
    limits = [MinValueValidator(1), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(name, default=default, validators=limits, help_text=help_text)


@register_setting(icon="openquote")
class CaseStudySettings(BaseSiteSetting):
    """A form in the CMS. Readers and partners are shown the periods that stand here."""

    is_open = models.BooleanField(
        "new stories are taken in",
        default=True,
        help_text="If not, nobody can start one; drafts can still be finished, and kept.",
    )
    closed_note = models.CharField(
        max_length=250, blank=True, help_text="What partners read while no new stories are taken in."
    )
    answer_days = _days(15, 120, "working time", "Days within which partners hear from us after they send a story.")
    reminder_days = _days(7, 60, "first reminder", "Days after which a draft that nobody touches is called to mind.")
    last_reminder_days = _days(21, 90, "second reminder", "Days after which it is called to mind again.")
    notice_days = _days(30, 120, "notice", "Days between the second reminder and the removal of the draft.")
    contact_months = _days(
        24, 120, "contact details", "Months after the decision on a story after which contact details are erased."
    )
    account_months = _days(
        12, 120, "unused accounts", "Months after which an account without a story that nobody uses goes, after notice."
    )

    panels = [
        MultiFieldPanel([FieldPanel("is_open"), FieldPanel("closed_note")], "Taking stories in"),
        FieldPanel("answer_days"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("reminder_days"), FieldPanel("last_reminder_days")]),
                FieldRowPanel([FieldPanel("notice_days"), FieldPanel("contact_months")]),
                FieldPanel("account_months"),
            ],
            "How long we wait and keep",
        ),
    ]

    class Meta:
        verbose_name = "Taking in case studies"
