"""Has what figures say worked out anew when a definition, or the places to compare with, changed."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from wagtail.signals import published

from indicators.jobs import ask_for_findings
from indicators.models import DataRelease, Indicator, IndicatorSettings


def connect() -> None:
    """Listen; called once, when the app is ready."""
    published.connect(refresh, sender=Indicator, dispatch_uid="findings after a definition")
    post_save.connect(refresh, sender=IndicatorSettings, dispatch_uid="findings after the places")


def refresh(sender: type, **kwargs: Any) -> None:
    """Ask for it, once there are figures that say anything."""
    if DataRelease.objects.published().exists():
        ask_for_findings()
