"""Whom an edition goes to, and who is left out and why: one question to the database, asked the same way by all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.text import get_text_list

from newsletter.models import Delivery, EditionPage

#: every subscriber, with the reason for which they are not sent it; none for those who are
CANDIDATES = """
    SELECT s.id, s.address_key, s.email, CASE
        WHEN s.state IN ('left', 'stopped')
            OR EXISTS (SELECT FROM newsletter_suppression x WHERE x.address_key = s.address_key) THEN 'suppressed'
        WHEN s.state <> 'confirmed' THEN 'not_confirmed'
        WHEN NOT %(everyone)s AND NOT (
            (s.wants_news AND %(is_news)s) OR (s.wants_figures AND %(is_figures)s)
            OR EXISTS (SELECT FROM newsletter_subscriber_themes t WHERE t.subscriber_id = s.id
                AND t.theme_id = ANY(%(themes)s))
            OR EXISTS (SELECT FROM newsletter_subscriber_priorities p WHERE p.subscriber_id = s.id
                AND p.prioritypage_id = ANY(%(priorities)s))
            OR NOT (s.wants_news OR s.wants_figures
                OR EXISTS (SELECT FROM newsletter_subscriber_themes t WHERE t.subscriber_id = s.id)
                OR EXISTS (SELECT FROM newsletter_subscriber_priorities p WHERE p.subscriber_id = s.id))
        ) THEN 'other_topics'
        WHEN %(known)s::text[] IS NOT NULL AND NOT EXISTS (SELECT FROM unnest(%(known)s::text[]) entry
            WHERE CASE WHEN starts_with(entry, '@') THEN right(s.email, length(entry)) = entry ELSE s.email = entry END
        ) THEN 'stranger'
        ELSE '' END AS why
    FROM newsletter_subscriber s"""


@dataclass(frozen=True)
class Audience:
    """How many subscribers there are, how many of them are sent an edition, and how many are left out for each reason."""

    candidates: int
    readers: int
    left_out: Mapping[Delivery.Why, int]
    follows: tuple[str, ...]
    is_everyone: bool

    def __str__(self) -> str:
        who = f"{self.readers:,} {'reader' if self.readers == 1 else 'readers'}"
        if self.is_everyone:
            return f"{who}: everybody who gets the newsletter"
        if not self.follows:
            return f"{who} who have chosen no topic"
        return f"{who} who follow {get_text_list(list(self.follows), 'or')}, or have chosen no topic"


def audience_of(edition: EditionPage) -> Audience:
    """Count whom an edition goes to as it stands, and who is left out."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT why, count(*) FROM ({CANDIDATES}) AS who GROUP BY why", choices_of(edition))  # noqa: S608  (our own words)
        found: dict[str, int] = dict(cursor.fetchall())
    readers = found.pop("", 0)
    left_out = {Delivery.Why(why): found[why] for why in sorted(found)}
    return Audience(
        candidates=readers + sum(found.values()),
        readers=readers,
        left_out=left_out,
        follows=tuple(topics_of(edition)),
        is_everyone=edition.audience == EditionPage.Audience.EVERYONE,
    )


def topics_of(edition: EditionPage) -> list[str]:
    """Name an edition's topics as readers choose them."""
    pages = [*edition.themes.all(), *edition.priorities.all()]
    marks = {"news and events": edition.is_news, "new figures": edition.is_figures}
    return [str(page) for page in pages] + [name for name, is_chosen in marks.items() if is_chosen]


def choices_of(edition: EditionPage) -> dict[str, Any]:
    """Give what `CANDIDATES` asks for; of the edition as it is given, drafted or published."""
    known = settings.EMAIL_KNOWN_RECIPIENTS
    return {
        "everyone": edition.audience == EditionPage.Audience.EVERYONE,
        "is_news": edition.is_news,
        "is_figures": edition.is_figures,
        "themes": [theme.pk for theme in edition.themes.all()],
        "priorities": [priority.pk for priority in edition.priorities.all()],
        "known": None if known is None else [entry.lower() for entry in known],
    }
