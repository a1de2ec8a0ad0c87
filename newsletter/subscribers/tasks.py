"""What workers do for readers: thin, for the work is elsewhere."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from newsletter.subscribers.jobs import LETTER

#: the database or the mail server was away for a moment; anything else is for a person to look at
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions={OperationalError, InterfaceError, OSError})
CLOCK = "newsletter.subscribers.run_clock"


@app.task(name=LETTER, retry=AGAIN)
def write_letter(letter: str, sign_up_id: int) -> None:
    """Write to whoever signed up."""
    from newsletter.subscribers.letters import write

    write(letter=letter, sign_up_id=sign_up_id)


@app.periodic(cron="50 4 * * *")
@app.task(name=CLOCK, queueing_lock=CLOCK, retry=AGAIN)
def run_clock(timestamp: int) -> None:
    """Forget what has had its time, once a day."""
    from newsletter.subscribers.forgetting import forget_old

    forget_old()
