"""A database that was restored does not send until a person says so, whatever tells it from the one that sent last."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from het_site.core.models import User
from newsletter.models import Arming, SendingEvent
from newsletter.sending import arming
from tests.newsletter.sending.conftest import Freeze

pytestmark = pytest.mark.django_db


def test_a_new_site_may_send(tmp_path: Path) -> None:
    assert not arming.may_send(), "before any worker has looked"
    assert arming.look_after()
    assert arming.may_send()
    assert json.loads((tmp_path / "newsletter-seen.json").read_text()) == {"place": arming.place(), "count": 1}


def test_its_place_holds_server_history_database_and_table() -> None:
    marks = arming.place().split("/")
    assert len(marks) == 4
    assert all(mark.isdigit() for mark in marks)


def test_its_place_is_another_one_for_a_table_that_was_made_anew() -> None:
    before = arming.place()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE newsletter_delivery RENAME TO other")
        cursor.execute("CREATE TABLE newsletter_delivery (LIKE other)")
    assert arming.place() != before


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"place": "1/1/1/1"}, arming.MOVED),
        ({"count": 0}, arming.GONE_BACK),
        ({"looked_after_at": timezone.now() - arming.SILENCE - timedelta(minutes=1)}, "No worker has looked"),
    ],
)
def test_each_mark_of_a_restored_database_switches_sending_off(
    frozen: Freeze, change: dict[str, Any], why: str
) -> None:
    frozen(1)
    arming.look_after()
    Arming.objects.update(**change)
    assert not arming.may_send(), "not even before the clock has looked"
    assert not arming.look_after()
    assert not arming.look_after(), "it stays off"
    row = Arming.objects.get()
    assert row.why_not.startswith(why)
    event = SendingEvent.objects.get()
    assert (event.kind, event.note) == ("disarmed", row.why_not)
    person = User.objects.create_user(email="officer@demo.example")
    arming.arm(by=person, note="It is the right one.")
    assert arming.look_after()
    assert arming.may_send()
    assert list(SendingEvent.objects.values_list("kind", "by")) == [("disarmed", None), ("armed", person.pk)]


def test_a_database_whose_row_is_gone_is_not_trusted(frozen: Freeze) -> None:
    frozen(1)
    Arming.objects.all().delete()
    assert not arming.look_after()


def test_a_silence_or_a_move_harms_nobody_where_nothing_was_ever_sent() -> None:
    arming.look_after()
    Arming.objects.update(place="1/1/1/1", looked_after_at=timezone.now() - timedelta(days=9))
    assert arming.look_after()
    assert not SendingEvent.objects.exists()


def test_a_folder_that_cannot_be_written_is_not_needed(settings: Any, frozen: Freeze) -> None:
    settings.DATA_DIR = Path("/dev/null/nowhere")
    frozen(1)
    assert arming.look_after()
    assert arming.may_send()


def test_a_file_that_is_broken_is_not_needed(tmp_path: Path, frozen: Freeze) -> None:
    (tmp_path / "newsletter-seen.json").write_text("[]")
    frozen(1)
    assert arming.may_send()
