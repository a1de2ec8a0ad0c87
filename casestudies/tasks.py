"""What workers do with stories: thin, for the work is elsewhere."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from casestudies.jobs import CATALOGUE, NOTICE

#: the database or the mail server was away for a moment; anything else is for a person to look at
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions={OperationalError, InterfaceError, OSError})


@app.task(name=NOTICE, retry=AGAIN)
def send_notice(notice: str, submission_id: int, user_id: int | None = None, invitation_id: int | None = None) -> None:
    """Tell one person what happened."""
    from casestudies.notices import deliver

    deliver(notice=notice, submission_id=submission_id, user_id=user_id, invitation_id=invitation_id)


@app.periodic(cron="30 5 * * *")
@app.task(name="casestudies.tasks.run_clock", queueing_lock="casestudies.tasks.run_clock", retry=AGAIN)
def run_clock(timestamp: int) -> None:
    """Do what time does to stories, once a day."""
    from django.utils import timezone

    from casestudies.actions.clock import run
    from casestudies.actions.sweeping import sweep

    run(timezone.localdate())
    sweep()


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="casestudies.tasks.look_after_pictures", queueing_lock="casestudies.tasks.look_after_pictures", retry=AGAIN
)
def look_after_pictures(timestamp: int) -> None:
    """Take away pictures whose consent has run out, and files of withdrawn ones that a process left behind when it died."""
    from casestudies.actions.consents import expire_consents
    from het_site.core.withdrawing import finish_withdrawals

    expire_consents()
    finish_withdrawals()


@app.periodic(cron="* * * * *")
@app.task(name=CATALOGUE, queueing_lock=CATALOGUE, retry=AGAIN)
def look_after_catalogue(timestamp: int) -> None:
    """Write the library's catalogue down anew if it is out of date: after a publication, an edit, an upgrade."""
    from casestudies.actions.cataloguing import look_after_catalogue as look_after

    look_after()
