"""Where a story's own pages are, for what is written outside a request. The addresses in emails must never change."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

SHARE = "/case-studies/share/"


def share_url() -> str:
    """Give the full address where stories are started."""
    return f"{settings.SITE_URL}{SHARE}"


def status_url(key: UUID | str) -> str:
    """Give the full address of a story's status page."""
    return f"{settings.SITE_URL}{SHARE}{key}/"
