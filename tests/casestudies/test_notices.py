"""Who is told what, and that no email carries anything of the story or of people."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from casestudies.letters import LETTERS
from casestudies.models import Invitation, Membership, Remark, Submission
from casestudies.notices import Notice, deliver, tell
from casestudies.tasks import send_notice
from tests.casestudies.making import make_person, make_submission

pytestmark = pytest.mark.django_db
State = Submission.State
IN = {
    Notice.INVITED: State.DRAFT,
    Notice.REMINDER: State.DRAFT,
    Notice.LAST_REMINDER: State.CHANGES_NEEDED,
    Notice.STILL_RUNNING: State.PUBLISHED,
}


def jobs() -> list[dict[str, Any]]:
    return [job.args for job in ProcrastinateJob.objects.filter(task_name=send_notice.name).order_by("pk")]


def test_every_notice_has_its_letter() -> None:
    assert set(LETTERS) == set(Notice)


def test_all_writers_are_told_each_in_an_email_of_their_own(mailoutbox: list[Any]) -> None:
    story = make_submission(State.SUBMITTED)
    Membership.objects.create(submission=story, user=make_person("helper"))
    tell(Notice.SENT, story)
    assert not mailoutbox
    assert len(jobs()) == 2
    for job in jobs():
        send_notice(**job)
    assert sorted(message.to for message in mailoutbox) == [["helper@demo.example"], mailoutbox[0].to]


def test_nobody_is_told_of_what_did_not_happen() -> None:
    story = make_submission(State.SUBMITTED)
    with transaction.atomic():
        tell(Notice.SENT, story)
        transaction.set_rollback(True)
    assert not jobs()


def test_jobs_hold_no_address() -> None:
    story = make_submission()
    invitation = Invitation.objects.create(submission=story, email="guest@demo.example")
    tell(Notice.INVITED, story, to=invitation)
    tell(Notice.SENT, story)
    assert "@" not in str(jobs())


@pytest.mark.parametrize("notice", list(Notice))
def test_an_email_says_what_happened_and_nothing_of_the_story(notice: Notice, mailoutbox: list[Any]) -> None:
    author = make_person("anna.secret")
    author.first_name = "Annasecret"
    author.save()
    story = make_submission(
        IN.get(notice, State.SUBMITTED),
        by=author,
        answers={"title": "Hidden title", "contact": "Hidden contact"},
        remove_on=date(2027, 1, 2),
        due_on=date(2026, 12, 1),
    )
    Remark.objects.create(submission=story, text="Hidden remark", is_from_us=True, told_at=timezone.now())
    assert deliver(notice=notice, submission_id=story.pk, user_id=author.pk, invitation_id=None)
    (message,) = mailoutbox
    (html, kind) = message.alternatives[0]
    assert kind == "text/html"
    for text in (message.subject, message.body, html):
        assert "idden" not in text
        assert "secret" not in text
        assert "{" not in text
    for text in (message.body, html):
        assert "http://testserver/" in text


def test_an_invitation_goes_to_who_has_not_joined(mailoutbox: list[Any]) -> None:
    story = make_submission()
    invitation = Invitation.objects.create(submission=story, email="guest@demo.example")
    tell(Notice.INVITED, story, to=invitation)
    invitation.accepted_at = timezone.now()
    invitation.save()
    send_notice(**jobs()[0])
    assert not mailoutbox
    invitation.accepted_at = None
    invitation.save()
    send_notice(**jobs()[0])
    assert mailoutbox[0].to == ["guest@demo.example"]


def test_a_reminder_that_is_late_is_not_sent(mailoutbox: list[Any]) -> None:
    story = make_submission()
    tell(Notice.REMINDER, story)
    story.state = State.SUBMITTED
    story.save()
    send_notice(**jobs()[0])
    assert not mailoutbox


def test_who_lost_a_draft_is_told_when_it_is_gone(mailoutbox: list[Any]) -> None:
    story = make_submission()
    tell(Notice.REMOVED, story)
    tell(Notice.REMINDER, story)
    story.delete()
    for job in jobs():
        send_notice(**job)
    assert [message.subject for message in mailoutbox] == ["Your draft was removed"]


def test_a_copy_of_the_site_writes_to_no_stranger(mailoutbox: list[Any], settings: Any) -> None:
    settings.EMAIL_KNOWN_RECIPIENTS = []
    story = make_submission(State.SUBMITTED)
    tell(Notice.SENT, story)
    send_notice(**jobs()[0])
    assert not mailoutbox


@pytest.mark.parametrize("notice", [one for one in Notice if one not in {Notice.PUBLISHED, Notice.ANSWERED}])
def test_a_letter_leads_to_a_page_that_is_there(notice: Notice, mailoutbox: list[Any], client: Client) -> None:
    author = make_person("author")
    story = make_submission(IN.get(notice, State.SUBMITTED), by=author)
    deliver(notice=notice, submission_id=story.pk, user_id=author.pk, invitation_id=None)
    (link,) = re.findall(r"^http://testserver(/case-studies/share/\S*)$", mailoutbox[0].body, re.MULTILINE)
    client.force_login(author)
    assert client.get(link, follow=True).status_code == 200
