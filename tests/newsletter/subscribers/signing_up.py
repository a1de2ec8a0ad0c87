"""What tests of readers do again and again: send the form, have a worker write, open what was written."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from newsletter.subscribers import tasks
from newsletter.subscribers.jobs import LETTER
from tests.core.accounts.signing_in import stamped

SIGN_UP = "/newsletter/sign-up/"
ADDRESS = "reader@demo.example"
LINK = re.compile(r"http://testserver(/newsletter/\S+)")


def sign_up(email: str = ADDRESS, *, place: str = "192.0.2.1", client: Client | None = None, **fields: Any) -> Any:
    """Send the form, as somebody does who took five seconds over it."""
    sent = {"email": email, "website": "", "shown": stamped()} | fields
    return (client or Client()).post(SIGN_UP, sent, REMOTE_ADDR=place)


def waiting() -> list[dict[str, Any]]:
    """Give the arguments of the letters that wait."""
    return list(ProcrastinateJob.objects.filter(task_name=LETTER).order_by("pk").values_list("args", flat=True))


def work() -> list[Any]:
    """Do what a worker would, and give the letters that went."""
    before = len(mail.outbox)
    for arguments in waiting():
        tasks.write_letter(**arguments)
    forget_jobs()
    return mail.outbox[before:]


def forget_jobs() -> None:
    """Take the jobs away that are done."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def link_in(letter: Any) -> str:
    """Give the path of the first link of ours in a letter's text."""
    found = LINK.search(letter.body)
    assert found, letter.body
    return found[1]


def signed_up(email: str = ADDRESS, **fields: Any) -> str:
    """Sign up, and give the path of the link to confirm."""
    assert sign_up(email, **fields).status_code == 302
    return link_in(work()[-1])
