"""What a mail server's refusal says about a reader, and telling those who keep the list (`newsletter.subscribers.bouncing`).

Servers say why in an enhanced status code (RFC 3463, RFC 5248): `550 5.1.1` is a mailbox that does not exist, `554 5.7.1` a
rule of theirs against us. Only the first is about the reader. A code is asked for where the line begins; words are not read.
"""

from __future__ import annotations

import re
from enum import Enum

from newsletter.models import Delivery, Sending, Subscriber, SubscriberEvent
from newsletter.subscribers import bouncing

State = Sending.State


class Fault(Enum):
    """What a refusal says of the reader's mailbox."""

    GONE = "gone"  # it does not exist: nothing is sent there again
    TROUBLE = "trouble"  # it is full, or nobody says what ails it: the third edition in a row is the last
    NOT_THEIRS = "not theirs"  # the network, the message or what the server thinks of us


#: no such mailbox, no such domain, no address, moved away, a domain that takes no mail, closed
GONE = {"1.1", "1.2", "1.3", "1.6", "1.10", "2.1"}
#: undefined, ambiguous, full
TROUBLE = {"1.0", "1.4", "2.0", "2.2"}
#: what servers without enhanced codes say of a mailbox, which may mean anything
UNSAID = {"450", "452", "550", "551", "552", "553"}
WORDS = re.compile(r"([45]\d\d)[ -]?(?:([45])\.(\d{1,3}\.\d{1,3})\b)?")
BY = "our mail server"
LONGEST_SOURCE = 200


def fault_of(reply: str) -> Fault:
    """Tell what a server's last words say of a mailbox."""
    found = WORDS.match(reply)
    if found is None:
        return Fault.NOT_THEIRS
    code, kind, detail = found.groups()
    if detail is None:
        return Fault.TROUBLE if code in UNSAID else Fault.NOT_THEIRS
    if detail in GONE:
        return Fault.GONE if kind == "5" and code[0] == "5" else Fault.TROUBLE
    return Fault.TROUBLE if detail in TROUBLE else Fault.NOT_THEIRS


def tell_of(sending: Sending) -> int:
    """Tell of copies that were refused for good, each once; gives how many. Asked again and again, it does nothing new.

    A sending that was stopped because copy after copy was refused says more about the server than about readers: nobody is
    taken for gone then, only counted.
    """
    failed = sending.deliveries.filter(state=Delivery.State.FAILED, subscriber__state=Subscriber.State.CONFIRMED)
    rows = {_source(row): row for row in failed.exclude(address="") if fault_of(row.reply) is not Fault.NOT_THEIRS}
    if not rows:
        return 0
    told = set(SubscriberEvent.objects.filter(source__in=rows).values_list("source", flat=True))
    was_stopped = Sending.objects.filter(pk=sending.pk, state=State.PAUSED).exclude(note="").exists()
    for source in sorted(rows.keys() - told):
        row = rows[source]
        is_gone = fault_of(row.reply) is Fault.GONE and not was_stopped
        (bouncing.note_hard_bounce if is_gone else bouncing.note_soft_bounce)(address=row.address, source=source)
    return len(rows.keys() - told)


def _source(row: Delivery) -> str:
    return f"{BY}: {row.message_id}"[:LONGEST_SOURCE]
