"""Sends an edition to 20,000 and to 100,000 readers from one worker, beside smtplib building and sending the same messages."""

from __future__ import annotations

import json
import os
import smtplib
import subprocess
import sys
import tempfile
import time
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Any

from tests import mail_server

READERS, MANY = 20_000, 100_000
COMPARED = 4_000
RATE_GOAL, RATIO_GOAL = 100, 0.6
#: about what an edition weighs
WORDS = (
    "<p>What has changed for people in this town since the last edition, in plain words – and what comes next.</p>\n"
)
PARAGRAPHS = 300


def measure() -> None:
    """Print messages a second from one worker, the ratio to smtplib, and the memory at both sizes."""
    memory = {}
    with (
        tempfile.TemporaryDirectory(prefix="het-bench-") as folder,
        mail_server.running(Path(folder), is_sink=True) as sink,
    ):
        for readers in (READERS, MANY):
            in_process("fill", readers, folder, sink.port)
            found = in_process("work", readers, folder, sink.port)
            memory[readers] = found["memory"]
            rate = found["sent"] / found["seconds"]
            print(f"newsletter to {found['sent']:,} readers, {found['size'] / 1000:.0f} KB each")
            print(f"  frozen with a row for each            {found['frozen']:>8.1f} s")
            print(
                f"  sent by one worker                    {found['seconds']:>8.1f} s{rate:>10,.0f} messages/s", end=""
            )
            print(f" (goal {RATE_GOAL}{', missed' if rate < RATE_GOAL else ''})")
            print(f"  most memory, before and after {found['before']:>11.0f} MB {found['memory']:>8.0f} MB")
            if readers == READERS:
                bare = in_process("bare", COMPARED, folder, sink.port)
                plain = bare["sent"] / bare["seconds"]
                ratio = rate / plain
                print(
                    f"  smtplib builds and sends the same     {bare['seconds']:>8.1f} s{plain:>10,.0f} messages/s",
                    end="",
                )
                print(f"  ratio {ratio:.2f} (goal {RATIO_GOAL}{', missed' if ratio < RATIO_GOAL else ''})")
    grown = memory[MANY] - memory[READERS]
    print(f"  five times the readers take {grown:+.0f} MB")


def in_process(name: str, readers: int, folder: str, port: int) -> dict[str, Any]:
    """Run one of the functions below in a process of its own, which has done nothing else before."""
    code = "import sys, django; django.setup(); from tests.bench import newsletter as bench;"
    code += f"bench.{name}(int(sys.argv[1]), int(sys.argv[2]))"
    given = {
        "HET_DATA": folder,
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "het_site.settings.dev",
    }
    done = subprocess.run(
        [sys.executable, "-c", code, str(readers), str(port)],
        env=os.environ | given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def work(readers: int, port: int) -> None:
    """Send an edition as a worker does, stretch after stretch, and print what it took."""
    from django.conf import settings

    settings.DEBUG = False  # which would remember every query
    from newsletter.models import Delivery, Sending
    from newsletter.sending.actions import plan
    from newsletter.sending.claiming import Claimed
    from newsletter.sending.counting import counts_of
    from newsletter.sending.mailing import Letters
    from newsletter.sending.preferring import sender_now
    from newsletter.sending.run import send_some
    from tests.factories.newsletter import make_edition

    edition = make_edition(number=900_000 + readers, title=f"Edition for {readers}", slug=f"for-{readers}")
    began = time.perf_counter()
    plan(edition=edition, rendered=rendered(), by=None)
    frozen = time.perf_counter() - began
    before = memory()
    began = time.perf_counter()
    while send_some() is not None:
        pass
    seconds = time.perf_counter() - began
    sending = Sending.objects.get(edition=edition)
    counts = counts_of(sending)
    if (sending.state, counts.accepted, counts.adds_up) != ("finished", counts.readers, True):
        raise RuntimeError(f"{sending.state}: {counts}")
    row = Delivery.objects.filter(sending=sending, state="accepted").select_related("subscriber")[0]
    if row.subscriber is None:
        raise RuntimeError("The reader is gone.")
    claimed = Claimed(row.pk, row.address, row.domain, row.address_key, 0, row.subscriber.key)
    size = len(Letters(sending, sender_now()).wire(claimed))
    print(
        json.dumps(
            {
                "sent": counts.accepted,
                "seconds": seconds,
                "frozen": frozen,
                "size": size,
                "before": before,
                "memory": memory(),
            }
        )
    )


def bare(readers: int, port: int) -> None:
    """Build and send the same messages with the standard library and nothing else."""
    from newsletter import links
    from newsletter.models import Subscriber
    from newsletter.rendering.marks import PREFERENCES, UNSUBSCRIBE
    from newsletter.sending.preferring import sender_now

    sender, words, people = sender_now(), rendered(), list(Subscriber.objects.filter(state="confirmed")[:readers])
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for person in people:
            leave, change = links.unsubscribe_url(person), links.preferences_url(person)
            message = EmailMessage()
            message["From"], message["To"], message["Subject"] = (
                f"{sender.name} <{sender.address}>",
                person.email,
                words.subject,
            )
            message["Date"], message["Message-ID"] = formatdate(), f"<{person.address_key[:32]}@demo.example>"
            message["List-Id"], message["List-Unsubscribe"] = "<newsletter.demo.example>", f"<{leave}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
            message.set_content(words.text.replace(UNSUBSCRIBE, leave).replace(PREFERENCES, change))
            html = words.html.replace(UNSUBSCRIBE, leave).replace(PREFERENCES, change)
            message.add_alternative(html, subtype="html")
            smtp.send_message(message)
    print(json.dumps({"sent": len(people), "seconds": time.perf_counter() - began}))


def rendered() -> Any:
    """Give an edition of the usual size."""
    from newsletter.rendering.marks import PREFERENCES, UNSUBSCRIBE, Rendered

    links = f'<p><a href="{UNSUBSCRIBE}">Unsubscribe</a> <a href="{PREFERENCES}">What you get</a></p>'
    html = f'<html lang="en"><body>{WORDS * PARAGRAPHS}{links}</body></html>'
    text = f"{WORDS * (PARAGRAPHS // 6)}\nUnsubscribe: {UNSUBSCRIBE}\nWhat you get: {PREFERENCES}\n"
    return Rendered(subject="What is new in town – and what comes next", html=html, text=text)


def fill(readers: int, port: int) -> None:
    """Make as many readers as are missing, and let nothing limit how fast they are sent to.

    In a process of its own: what it takes is none of the worker's memory.
    """
    from django.utils import timezone

    from newsletter.addresses import address_key
    from newsletter.models import Subscriber
    from newsletter.sending.preferring import settings_now

    chosen = settings_now()
    chosen.per_minute = chosen.domain_per_minute = chosen.undo_minutes = 0
    chosen.save()
    there = Subscriber.objects.count()
    addresses = (f"reader-{number}@demo.example" for number in range(there, readers))
    Subscriber.objects.bulk_create(
        (
            Subscriber(email=address, address_key=address_key(address), state="confirmed", confirmed_at=timezone.now())
            for address in addresses
        ),
        batch_size=5_000,
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE newsletter_subscriber")
    print("{}")


def memory() -> float:
    """Give the most memory that this process has taken so far, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
