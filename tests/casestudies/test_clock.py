"""What time does to stories: reminders, removal, erasure, the yearly question; run twice, late or killed half-way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from casestudies.actions import Refused, save
from casestudies.actions import clock as clock_module
from casestudies.actions.clock import is_asked, run, say_if_running
from casestudies.models import Invitation, Submission
from casestudies.notices import Notice
from tests.casestudies.making import make_person, make_submission
from tests.factories.casestudies import make_story
from tests.factories.pictures import consent_to, make_picture

pytestmark = pytest.mark.django_db
State = Submission.State
TODAY = date(2026, 11, 20)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def ago(days: int) -> datetime:
    return moment(TODAY - timedelta(days))


def told() -> list[str]:
    jobs = ProcrastinateJob.objects.filter(task_name="casestudies.tasks.send_notice").order_by("pk")
    return [job.args["notice"] for job in jobs]


def run_each_day(first: int, last: int) -> None:
    for day in range(first, last + 1):
        run(TODAY + timedelta(day))


def test_an_idle_draft_is_called_to_mind_twice_and_then_removed_with_notice() -> None:
    story = make_submission(saved_at=ago(0))
    run_each_day(0, 6)
    assert told() == []
    run_each_day(7, 20)
    assert told() == [Notice.REMINDER]
    run_each_day(21, 50)
    assert told() == [Notice.REMINDER, Notice.LAST_REMINDER]
    story.refresh_from_db()
    assert story.remove_on == TODAY + timedelta(51)
    run(TODAY + timedelta(51))
    assert told()[-1] == Notice.REMOVED
    assert not Submission.objects.exists()


def test_run_twice_on_a_day_it_does_nothing_twice() -> None:
    make_submission(saved_at=ago(8))
    run(TODAY)
    assert run(TODAY) == {"reminded": 0, "erased": 0, "asked": 0, "accounts": 0}
    assert told() == [Notice.REMINDER]


def test_run_late_it_gives_the_whole_notice() -> None:
    story = make_submission(saved_at=ago(300))
    run(TODAY)
    story.refresh_from_db()
    assert (told(), story.remove_on) == ([Notice.LAST_REMINDER], TODAY + timedelta(30))


def test_saving_in_time_keeps_a_draft() -> None:
    story = make_submission(saved_at=ago(30))
    run(TODAY)
    author = story.memberships.get().user
    save(submission=story, by=author, answers={"summary": "More"}, seen={})
    run(TODAY + timedelta(31))
    assert Submission.objects.filter(pk=story.pk).exists()


def test_what_came_back_is_closed_and_not_removed_counted_from_the_question() -> None:
    story = make_submission(State.CHANGES_NEEDED, saved_at=ago(40))
    story.events.create(action="ask_changes", state=story.state, happened_at=ago(3))
    run(TODAY)
    assert told() == []
    run_each_day(18, 48)
    story.refresh_from_db()
    assert story.state == State.WITHDRAWN
    assert told() == [Notice.LAST_REMINDER, Notice.CLOSED]


def test_what_is_with_us_is_neither_called_to_mind_nor_removed() -> None:
    for state in set(State) - {State.DRAFT, State.CHANGES_NEEDED}:
        make_submission(state, saved_at=ago(100))
    run(TODAY)
    assert told() == []
    assert Submission.objects.count() == len(State) - 2


def test_one_story_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    first = make_submission(saved_at=ago(8))
    make_submission(saved_at=ago(8))
    real = clock_module.tell

    def fail(notice: Notice, story: Submission, **values: Any) -> None:
        if story.pk == first.pk:
            raise RuntimeError
        real(notice, story, **values)

    monkeypatch.setattr(clock_module, "tell", fail)
    assert run(TODAY)["reminded"] == 1
    first.refresh_from_db()
    assert first.reminders == 0
    monkeypatch.setattr(clock_module, "tell", real)
    assert run(TODAY)["reminded"] == 1


def test_contact_details_are_erased_when_their_time_is_over_and_the_story_stays() -> None:
    officer = make_person("officer", group="Moderators")
    answers = {"title": "Lunch", "contact": "anna@partner.example"}
    story = make_submission(State.DECLINED, submitted_at=ago(800), decided_at=ago(740), answers=answers)
    author = story.memberships.get().user
    Invitation.objects.create(submission=story, email="guest@partner.example")
    story.revisions.update(by=author)
    story.remarks.create(text="Hello", by=author, is_from_us=False)
    ours = story.remarks.create(text="Hello", by=officer, is_from_us=True)
    assert run(TODAY)["erased"] == 1
    story.refresh_from_db()
    assert (story.answers["title"], story.answers["contact"]) == ("Lunch", "")
    assert story.revisions.get().answers["contact"] == ""
    assert story.revisions.get().by is None
    assert not story.memberships.exists()
    assert not story.invitations.exists()
    assert not story.remarks.filter(by=author).exists()
    assert story.remarks.get(pk=ours.pk).by == officer
    assert run(TODAY)["erased"] == 0


@pytest.mark.usefixtures("stores")
@pytest.mark.parametrize("state", [State.PUBLISHED, State.DECLINED])
def test_who_agreed_to_pictures_is_forgotten_too_and_that_they_did_is_not(state: State) -> None:
    story = make_submission()
    author = story.memberships.get().user
    picture = make_picture(story, author)
    consent_to(picture, author, shown="children", guardian="Maria Muster", reference="Folder 7, Muster")
    Submission.objects.filter(pk=story.pk).update(state=state, submitted_at=ago(800), decided_at=ago(740))
    assert run(TODAY)["erased"] == 1
    assert story.consent_events.get().by is None
    assert story.consent_events.get().data["shown"] == "children"
    if state == State.DECLINED:
        assert not story.pictures.exists(), "nobody will ever see it"
        return
    picture.refresh_from_db()
    assert (picture.consent.holder, picture.consent.guardian, picture.consent.reference) == ("Erased",) * 3
    assert (picture.consent.saved_by, picture.added_by) == (None, None)
    assert picture.consent.holds(), "it is shown as before"


@pytest.mark.parametrize(
    "values",
    [
        {"state": State.DECLINED, "decided_at": ago(700)},
        {"state": State.SUBMITTED},
        {"state": State.PUBLISHED, "decided_at": ago(790), "answered_on": TODAY - timedelta(20)},
    ],
)
def test_contact_details_are_kept_for_as_long_as_was_said(values: dict[str, Any]) -> None:
    make_submission(submitted_at=ago(800), **values)
    assert run(TODAY)["erased"] == 0


def test_authors_of_published_stories_are_asked_once_a_year_and_their_answer_is_shown() -> None:
    page = make_story(title="Lunch")
    page.save_revision()
    story = make_submission(State.PUBLISHED, published_at=ago(366), decided_at=ago(370), page=page)
    author = story.memberships.get().user
    assert run(TODAY)["asked"] == 1
    assert run(TODAY + timedelta(1))["asked"] == 0
    story.refresh_from_db()
    assert is_asked(story)
    say_if_running(submission=story, by=author, is_running=True, today=TODAY + timedelta(3))
    page.refresh_from_db()
    assert (page.is_archived, page.running_on, is_asked(story)) == (False, TODAY + timedelta(3), False)
    assert run(TODAY + timedelta(366))["asked"] == 0
    assert run(TODAY + timedelta(369))["asked"] == 1
    say_if_running(submission=story, by=author, is_running=False, today=TODAY + timedelta(370))
    page.refresh_from_db()
    assert page.is_archived
    assert page.get_latest_revision_as_object().is_archived
    assert run(TODAY + timedelta(800))["asked"] == 0
    with pytest.raises(Refused):
        say_if_running(submission=story, by=make_person("other"), is_running=True)
