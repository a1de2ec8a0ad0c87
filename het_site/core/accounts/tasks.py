"""What workers do for signing in: the email, and forgetting. A job holds the number of a row, never an address or a code."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from het_site.core.accounts import codes
from het_site.core.accounts.mail import send

#: the database or the mail server was away for a moment; the code lives no longer than these tries take
AGAIN = RetryStrategy(max_attempts=6, exponential_wait=2, retry_exceptions={OperationalError, InterfaceError, OSError})


@app.task(name=codes.SEND, retry=AGAIN)
def send_sign_in_code(code_id: int) -> None:
    """Write to whoever asked for a code."""
    send(code_id)


@app.periodic(cron="*/15 * * * *")
@app.task(name="core.forget_sign_in_codes", queueing_lock="core.forget_sign_in_codes")
def forget_sign_in_codes(timestamp: int) -> None:
    """Delete codes that are over, with their addresses."""
    codes.forget_old()
