"""Freezes an edition: its words, and one row for every subscriber, in one transaction. Sends nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from het_site.core.models import User
from newsletter.models import EditionPage, Sending
from newsletter.rendering.marks import UNSUBSCRIBE, Rendered
from newsletter.sending import steps
from newsletter.sending.audience import CANDIDATES, audience_of, choices_of
from newsletter.sending.preferring import settings_now

#: what is counted and what is written see the same instant of the same table, and are counted apart
_WRITE = f"""
    WITH who AS MATERIALIZED ({CANDIDATES}),
    written AS (
        INSERT INTO newsletter_delivery (sending_id, subscriber_id, address_key, address, domain, state, why,
            attempts, not_before, worker, reply, changed_at)
        SELECT %(sending)s, id, address_key, CASE why WHEN '' THEN email ELSE '' END,
            CASE why WHEN '' THEN split_part(email, '@', -1) ELSE '' END,
            CASE why WHEN '' THEN 'pending' ELSE 'excluded' END, why, 0, %(start_at)s, '', '', statement_timestamp()
        FROM who ORDER BY id RETURNING 1
    )
    SELECT (SELECT count(*) FROM newsletter_subscriber), (SELECT count(*) FROM written)"""  # noqa: S608  (our own words)


class AlreadySentError(Exception):
    """An edition is sent once."""


def freeze(edition: EditionPage, *, by: User | None, start_at: datetime, rendered: Rendered) -> Sending:
    """Write down what is sent to whom; the sending then waits for its time.

    Raises `AlreadySentError` for an edition that has been frozen before, and `ValueError` for words that cannot be sent.
    """
    _check(rendered)
    start_at = max(start_at, timezone.now())
    try:
        with transaction.atomic():
            sending = Sending.objects.create(
                edition=edition,
                subject=rendered.subject,
                html=rendered.html,
                text=rendered.text,
                words=rendered.words,
                audience=str(audience_of(edition))[:300],
                candidates=0,
                by=by,
                start_at=start_at,
                latest_at=start_at + timedelta(hours=settings_now().lateness_hours),
            )
            _write_rows(sending, edition)
            steps.reached(steps.FREEZING)
    except IntegrityError as error:
        if Sending.objects.filter(edition=edition).exists():
            raise AlreadySentError(f"“{edition.title}” has been sent, or is being sent.") from error
        raise
    steps.reached(steps.FROZEN)
    return sending


def _write_rows(sending: Sending, edition: EditionPage) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, choices_of(edition) | {"sending": sending.pk, "start_at": sending.start_at})
        sending.candidates, _ = cursor.fetchone()
    sending.save(update_fields=["candidates"])


def _check(rendered: Rendered) -> None:
    if not rendered.subject.strip() or not all(letter.isprintable() for letter in rendered.subject):
        raise ValueError("An edition needs a subject of one line.")
    for name, words in {"HTML": rendered.html, "text": rendered.text}.items():
        if UNSUBSCRIBE not in words:
            raise ValueError(f"An edition’s {name} needs a place for each reader’s own link to unsubscribe.")
