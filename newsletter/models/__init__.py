"""News, events, and the newsletter: who reads it, what goes into it, and who was sent what."""

from newsletter.models.events import EventIndexPage, EventMaterial, EventPage
from newsletter.models.news import NewsIndexPage, NewsPage

__all__ = ["EventIndexPage", "EventMaterial", "EventPage", "NewsIndexPage", "NewsPage"]
