"""What tests of signing in do again and again: ask for a code, have a worker send it, read it, type it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.core import mail, signing
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from het_site.core import trapped_forms
from het_site.core.accounts import codes, tasks

START, CODE = "/sign-in/", "/sign-in/code/"
PARTNER = "partner@demo.example"


def stamped(ago: timedelta = timedelta(seconds=5)) -> str:
    """Give the mark of a form that was shown a while ago."""
    real = signing.time.time
    with patch.object(signing.time, "time", lambda: real() - ago.total_seconds()):
        return trapped_forms.stamp()


def ask(client: Client, address: str = PARTNER, *, place: str = "192.0.2.1", query: str = "", **fields: str) -> Any:
    """Send the first form, as somebody does who took five seconds over it."""
    sent = {"email": address, "website": "", "shown": stamped()} | fields
    return client.post(START + query, sent, REMOTE_ADDR=place)


def waiting() -> list[dict[str, Any]]:
    """Give the arguments of the jobs that wait."""
    return list(ProcrastinateJob.objects.filter(task_name=codes.SEND).values_list("args", flat=True))


def work() -> None:
    """Do what a worker would."""
    for arguments in waiting():
        tasks.send_sign_in_code(**arguments)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def received() -> str:
    """Read the code of the last email; nothing where it has none."""
    found = re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE) if mail.outbox else None
    return found[1] if found else ""


def ask_and_receive(client: Client, address: str = PARTNER, **options: Any) -> str:
    """Ask for a code and read it."""
    ask(client, address, **options)
    work()
    return received()


def enter(client: Client, code: str, *, place: str = "192.0.2.1", query: str = "") -> Any:
    """Type a code."""
    return client.post(CODE + query, {"code": code}, REMOTE_ADDR=place)


def other_than(code: str) -> str:
    """Give a wrong code."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def is_signed_in(client: Client) -> bool:
    """Tell whether a browser's session is somebody's."""
    return "_auth_user_id" in client.session
