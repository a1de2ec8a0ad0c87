"""What stories hear from Wagtail: their page went live, or went down."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published, page_unpublished

from casestudies.models import CaseStudyPage


def connect() -> None:
    """Listen, once."""
    page_published.connect(_went_live, sender=CaseStudyPage, dispatch_uid="casestudies.page_went_live")
    page_unpublished.connect(_went_down, sender=CaseStudyPage, dispatch_uid="casestudies.page_went_down")


def _went_live(sender: type[CaseStudyPage], instance: CaseStudyPage, **kwargs: Any) -> None:
    from casestudies.actions.publishing import page_went_live
    from casestudies.jobs import ask_for_catalogue

    page_went_live(instance)
    ask_for_catalogue()


def _went_down(sender: type[CaseStudyPage], instance: CaseStudyPage, **kwargs: Any) -> None:
    from casestudies.actions.publishing import page_went_down
    from casestudies.jobs import ask_for_catalogue

    page_went_down(instance)
    ask_for_catalogue()
