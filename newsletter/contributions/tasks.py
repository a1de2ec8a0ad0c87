"""What workers do with items: thin, for the work is elsewhere. `newsletter.tasks` has them found."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from newsletter.contributions.jobs import NOTICE

#: the database or the mail server was away for a moment; anything else is for a person to look at
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions={OperationalError, InterfaceError, OSError})
CLOCK, LOOK = "newsletter.contributions.tasks.run_clock", "newsletter.contributions.tasks.look_after_items"


@app.task(name=NOTICE, retry=AGAIN)
def send_notice(notice: str, item_id: int, user_id: int) -> None:
    """Tell one person what happened."""
    from newsletter.contributions.notices import deliver

    deliver(notice=notice, item_id=item_id, user_id=user_id)


@app.periodic(cron="40 5 * * *")
@app.task(name=CLOCK, queueing_lock=CLOCK, retry=AGAIN)
def run_clock(timestamp: int) -> None:
    """Do what time does to items, once a day."""
    from django.utils import timezone

    from newsletter.contributions.clock import run
    from newsletter.contributions.sweeping import sweep

    run(timezone.localdate())
    sweep()


@app.periodic(cron="*/5 * * * *")
@app.task(name=LOOK, queueing_lock=LOOK, retry=AGAIN)
def look_after_items(timestamp: int) -> None:
    """Tell partners whose edition was sent meanwhile, and take away pictures whose consent has run out, with their words."""
    from newsletter.contributions.pictures import expire_consents
    from newsletter.contributions.publishing import editions_that_went_out, publish_items
    from newsletter.forgetting import forget_pictures

    expire_consents()
    forget_pictures()
    for edition in editions_that_went_out():
        publish_items(edition)
