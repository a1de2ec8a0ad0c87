"""An edition that is frozen for a few readers, and a carrier that remembers what it was given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from newsletter.models import NewsletterSettings, Sending
from newsletter.rendering.marks import PREFERENCES, UNSUBSCRIBE, Rendered
from newsletter.sending import arming, run
from newsletter.sending.carriers import Answer, Said
from newsletter.sending.claiming import Claimed
from newsletter.sending.freezing import freeze
from newsletter.sending.mailing import Letters
from newsletter.sending.preferring import settings_now
from tests.factories.newsletter import make_edition, make_subscriber

RENDERED = Rendered(
    subject="What is new",
    html=f'<html lang="en"><p>New – and good.</p><p><a href="{UNSUBSCRIBE}">Leave</a> <a href="{PREFERENCES}">Change</a></p></html>',
    text=f"New – and good.\n\nLeave: {UNSUBSCRIBE}\nChange: {PREFERENCES}\n",
)

Freeze = Callable[..., Sending]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    """Keep what this machine has seen of a database to the test."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def frozen(db: None) -> Freeze:
    """Freeze an edition for as many readers as wanted, and start it; nothing limits how fast."""
    choose(per_minute=0, domain_per_minute=0)

    def make(readers: int = 3, *, state: str = Sending.State.RUNNING, **values: Any) -> Sending:
        make_readers(readers)
        arming.look_after()
        sending = freeze(make_edition(), by=None, start_at=timezone.now(), rendered=RENDERED)
        Sending.objects.filter(pk=sending.pk).update(state=state, **values)
        sending.refresh_from_db()
        return sending

    return make


def make_readers(count: int) -> None:
    """Make readers who have confirmed."""
    for _ in range(count):
        make_subscriber()


def choose(**values: Any) -> None:
    """Set the settings of the CMS."""
    chosen = settings_now()
    for name, value in values.items():
        setattr(chosen, name, value)
    assert isinstance(chosen, NewsletterSettings)
    chosen.save()


class Remembering:
    """Takes everything, unless an address is told to be answered otherwise; does not come up while it is `away`."""

    def __init__(self, **answers: list[Answer]) -> None:
        self.sent: list[Claimed] = []
        self.answers = answers
        self.opened = self.closed = 0
        self.away = False
        self.before: Callable[[Claimed], None] = lambda row: None

    def open(self) -> None:
        self.opened += 1
        if self.away:
            raise OSError("nobody there")

    def send(self, letters: Letters, row: Claimed) -> Said:
        self.before(row)
        queue = self.answers.get(row.address.partition("@")[0].replace("-", "_"), [])
        answer = queue.pop(0) if queue else Answer.ACCEPTED
        if answer is Answer.ACCEPTED:
            self.sent.append(row)
        return Said(answer, f"{answer.value} for {row.address}")

    def close(self) -> None:
        self.closed += 1

    @property
    def addresses(self) -> list[str]:
        return [row.address for row in self.sent]


@pytest.fixture
def carrier() -> Remembering:
    return Remembering()


def work(carrier: Remembering, seconds: float = 5) -> float | None:
    """Let one worker work."""
    return run.send_some(seconds=seconds, carrier=carrier)
