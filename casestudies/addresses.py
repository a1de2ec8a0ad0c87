"""Where a story's own pages are, in full, for what is written outside a request."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse


def share_url() -> str:
    """Give the address where stories are started."""
    return _full("desk_home")


def story_url(key: UUID | str) -> str:
    """Give the address of a story for its writers, and for who is asked to join: it leads to where it stands."""
    return _full("desk_story", key)


def status_url(key: UUID | str) -> str:
    """Give the address of the page that says where a story is, with the conversation."""
    return _full("desk_status", key)


def office_url(number: int) -> str:
    """Give the address of a story in the CMS."""
    return _full("stories:read", number)


def _full(name: str, *arguments: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"
