"""Puts the letters to readers where workers find them, in the transaction of what they are about. Writes none."""

from __future__ import annotations

from enum import StrEnum

from procrastinate.contrib.django import app

QUEUE = "newsletter-letters"
LETTER = "newsletter.subscribers.write_letter"
#: before what can wait: somebody sits there
FIRST = 90


class Letter(StrEnum):
    """What is written about a sign-up."""

    #: to the address that was given: confirm it, or you get it already
    ANSWER = "answer"
    #: to the address that a reader wants to leave behind
    MOVING = "moving"


def ask_for_letter(letter: Letter, *, sign_up_id: int) -> None:
    """Have a letter written as soon as a worker is free. The job holds a number, never an address."""
    app.configure_task(LETTER, queue=QUEUE, priority=FIRST).defer(letter=str(letter), sign_up_id=sign_up_id)
