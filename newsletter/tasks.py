"""What workers do for the newsletter: thin, for the work is elsewhere."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from newsletter.jobs import QUEUE, SEND

#: the database or the mail server was away for a moment; anything else is for a person to look at
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name=SEND, queue=QUEUE, retry=AGAIN)
def send_some(lane: int) -> None:
    """Take a share of what is being sent, and come back while there is more."""
    from newsletter.sending.lanes import run_lane

    run_lane(lane)


@app.periodic(cron="* * * * *")
@app.task(name="newsletter.tasks.look_after_sending", queueing_lock="newsletter.tasks.look_after_sending", retry=AGAIN)
def look_after_sending(timestamp: int) -> None:
    """Start what is due, give up what was lost, end what is late; and see whether this database may send at all."""
    from newsletter.sending.lanes import look_after

    look_after()


@app.periodic(cron="40 4 * * *")
@app.task(name="newsletter.tasks.blank_addresses", queueing_lock="newsletter.tasks.blank_addresses", retry=AGAIN)
def blank_addresses(timestamp: int) -> None:
    """Blank what the ledger no longer needs to know, once a day."""
    from newsletter.sending.clock import blank_addresses as blank
    from newsletter.sending.preferring import settings_now

    blank(days=settings_now().ledger_days)
