"""Coming: asking, and confirming. Whoever asks, the answer is the same: only the worker looks up who has the address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from newsletter.addresses import address_key
from newsletter.models import SignUp, Subscriber, SubscriberEvent, Suppression
from newsletter.subscribers import topics, wording
from newsletter.subscribers.jobs import Letter, ask_for_letter

#: how long a mailbox has to confirm
KEPT_FOR = timedelta(days=30)
MOVED_TO = "another address"

Kind = SubscriberEvent.Kind
State = Subscriber.State


@transaction.atomic
def ask(*, email: str, name: str, topic_names: Iterable[str], source: str) -> SignUp:
    """Keep what somebody asks for, and have an email written to that address; `email` is tidied already."""
    sign_up = SignUp.objects.create(
        email=email,
        address_key=address_key(email),
        name=name,
        topics=topics.kept(list(topic_names)),
        wording=wording.CURRENT,
        source=source,
    )
    ask_for_letter(Letter.ANSWER, sign_up_id=sign_up.pk)
    return sign_up


@transaction.atomic
def ask_to_move(*, subscriber: Subscriber, email: str, source: str) -> SignUp:
    """Keep that a reader wants it at another address; both addresses are told, and only the new one can confirm."""
    sign_up = SignUp.objects.create(
        email=email, address_key=address_key(email), wording=wording.CURRENT, source=source, moves=subscriber
    )
    ask_for_letter(Letter.ANSWER, sign_up_id=sign_up.pk)
    ask_for_letter(Letter.MOVING, sign_up_id=sign_up.pk)
    return sign_up


@transaction.atomic
def note_asker(sign_up: SignUp) -> Subscriber | None:
    """Give the reader who has the address of a sign-up; somebody new is noted as not confirmed yet."""
    if sign_up.moves_id is not None:
        return Subscriber.objects.filter(address_key=sign_up.address_key).first()
    reader, _ = Subscriber.objects.get_or_create(
        address_key=sign_up.address_key, defaults={"email": sign_up.email, "created_at": sign_up.asked_at}
    )
    if reader.state == State.PENDING:
        _note_asking(reader, sign_up)
    return reader


def waiting(key: UUID) -> SignUp | None:
    """Find what can be confirmed, or was a short while ago; nothing that is over."""
    return SignUp.objects.filter(key=key, asked_at__gt=timezone.now() - KEPT_FOR).first()


@transaction.atomic
def confirm(*, key: UUID) -> Subscriber | None:
    """Do what somebody asked for, now that the mailbox is shown to be theirs; done twice, it is done once.

    Gives the reader, or nothing where the link is over, or was used and the reader has left since.
    """
    rows = SignUp.objects.select_for_update().filter(key=key, asked_at__gt=timezone.now() - KEPT_FOR)
    sign_up = rows.first()
    if sign_up is None:
        return None
    if sign_up.used_at is not None:
        return Subscriber.objects.filter(address_key=sign_up.address_key, state=State.CONFIRMED).first()
    reader = _let_in(sign_up) if sign_up.moves_id is None else _move(sign_up)
    if reader is not None:
        Suppression.objects.filter(address_key=sign_up.address_key).delete()
        # it served: what is left tells that the link was used, for as long as it would have been good
        sign_up.used_at, sign_up.email, sign_up.name, sign_up.topics = timezone.now(), "", "", []
        sign_up.save()
    return reader


def _let_in(sign_up: SignUp) -> Subscriber:
    """Send the newsletter to somebody from now on."""
    rows = Subscriber.objects.select_for_update()
    reader, _ = rows.get_or_create(address_key=sign_up.address_key, defaults={"email": sign_up.email})
    _note_asking(reader, sign_up)
    _start(reader)
    reader.name = sign_up.name or reader.name
    reader.save()
    topics.apply(reader, topics.kept(sign_up.topics))
    SubscriberEvent.objects.create(
        subscriber=reader, kind=Kind.CONFIRMED, wording=sign_up.wording, source=sign_up.source
    )
    return reader


def _move(sign_up: SignUp) -> Subscriber | None:
    """Send it to another address; whoever was known by that one is the same person."""
    reader = Subscriber.objects.select_for_update().filter(moves=sign_up).first()
    if reader is None or reader.state not in {State.CONFIRMED, State.STOPPED}:
        return None
    other = Subscriber.objects.select_for_update().filter(address_key=sign_up.address_key).exclude(pk=reader.pk).first()
    if other is not None:
        other.events.update(subscriber=reader)
        other.deliveries.update(subscriber=reader)
        other.delete()
    # the old address is theirs still: no list may bring it back beside the new one, nor once they are erased
    Suppression.objects.get_or_create(address_key=reader.address_key, defaults={"reason": Suppression.Reason.MOVED})
    reader.email, reader.address_key = sign_up.email, sign_up.address_key
    _start(reader)
    reader.save()
    SubscriberEvent.objects.create(subscriber=reader, kind=Kind.CHANGED, wording=sign_up.wording, source=MOVED_TO)
    return reader


def _start(reader: Subscriber) -> None:
    now: datetime = timezone.now()
    reader.confirmed_at = now if reader.state != State.CONFIRMED else reader.confirmed_at or now
    reader.state, reader.left_at, reader.soft_bounces = State.CONFIRMED, None, 0


def _note_asking(reader: Subscriber, sign_up: SignUp) -> None:
    """Note once that somebody asked, at the time when they did."""
    SubscriberEvent.objects.get_or_create(
        subscriber=reader,
        kind=Kind.ASKED,
        happened_at=sign_up.asked_at,
        defaults={"wording": sign_up.wording, "source": sign_up.source},
    )
