"""What time does to a story: idle drafts are called to mind and go, contact details are erased, authors are asked once a year.

Each story is done for itself, held, and says by its own fields how far it is: run twice, late, or killed half-way, the
clock neither repeats a step nor leaves one out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from casestudies.access import WRITABLE, Action, Who, require
from casestudies.actions.accounts import DAYS_OF_MONTH, look_after_accounts
from casestudies.actions.consents import forget_names
from casestudies.actions.pictures import take_files_back
from casestudies.actions.steps import Refused, note, step
from casestudies.models import CaseStudyPage, CaseStudySettings, Submission
from casestudies.notices import Notice, settings_now, tell
from het_site.core.models import User
from het_site.core.one_by_one import each

State = Submission.State
A_YEAR = timedelta(days=365)
#: states in which readers see the files of a story, or soon will
SHOWN = (State.ACCEPTED, State.PUBLISHED)
#: answers that say how somebody can be reached
CONTACT = ("contact",)


def run(today: date) -> dict[str, int]:
    """Do all that is due on a day; gives how many stories each thing was done to."""
    settings = settings_now()
    return {
        "reminded": look_after_drafts(today, settings),
        "erased": erase_contacts(today, settings),
        "asked": ask_if_running(today),
        "accounts": look_after_accounts(today, settings),
    }


def look_after_drafts(today: date, settings: CaseStudySettings) -> int:
    """Call idle drafts to mind, and remove those whose notice has run out."""
    idle = Submission.objects.filter(state__in=WRITABLE, saved_at__date__lte=today - timedelta(settings.reminder_days))
    return _each(idle, lambda story: _look_after(story, today, settings))


def _look_after(story: Submission, today: date, settings: CaseStudySettings) -> bool:
    days = (today - idle_since(story)).days
    if story.state not in WRITABLE:
        return False
    if story.remove_on is not None and story.reminders >= 2:
        return story.remove_on <= today and _remove(story)
    if days >= settings.last_reminder_days:
        story.reminders, story.remove_on = 2, today + timedelta(settings.notice_days)
        return _remind(story, Notice.LAST_REMINDER)
    if days >= settings.reminder_days and story.reminders == 0:
        story.reminders = 1
        return _remind(story, Notice.REMINDER)
    return False


def idle_since(story: Submission) -> date:
    """Give the day since which a story waits for its writers."""
    asked = story.events.filter(action=Action.ASK_CHANGES).order_by("-pk").values_list("happened_at", flat=True).first()
    return timezone.localdate(max(story.saved_at, asked) if asked else story.saved_at)


def _remind(story: Submission, notice: Notice) -> bool:
    story.save(update_fields=["reminders", "remove_on"])
    note(notice, story, by=None)
    tell(notice, story)
    return True


def _remove(story: Submission) -> bool:
    """Delete a draft with its files; close what came back from us, which officers have read."""
    if story.state == State.CHANGES_NEEDED:
        with step(Action.WITHDRAW, story, by=None, who=Who.PORTAL, why="idle") as found:
            found.decided_at, found.remove_on = timezone.now(), None
            take_files_back(found)
            tell(Notice.CLOSED, found)
        return True
    require(None, Action.REMOVE, story, who=Who.PORTAL)
    tell(Notice.REMOVED, story)
    story.delete()
    return True


def erase_contacts(today: date, settings: CaseStudySettings) -> int:
    """Erase contact details of stories that were decided on long ago."""
    before = today - timedelta(round(settings.contact_months * DAYS_OF_MONTH))
    old = Submission.objects.filter(erased_at=None, submitted_at__date__lte=before).exclude(
        state__in=[*WRITABLE, State.SUBMITTED]
    )
    return _each(old, lambda story: last_contact(story) <= before and erase(story))


def last_contact(story: Submission) -> date:
    """Give the day from which the time is counted: the decision, or when its writers last said that it goes on."""
    moments = [one for one in (story.submitted_at, story.decided_at, story.published_at) if one]
    days = [timezone.localdate(one) for one in moments]
    return max([*days, *([story.answered_on] if story.answered_on else [])])


def erase(story: Submission, *, by: User | None = None) -> bool:
    """Forget who wrote a story, how they can be reached and who agreed to its pictures.

    What is published stays as it is; the files of what never will be are deleted.
    """
    with step(Action.ERASE, story, by=by, who=None if by else Who.PORTAL) as found:
        writers = list(found.memberships.values_list("user", flat=True))
        for row in found.revisions.all():
            row.answers = _without_contact(row.answers)
            row.by = None if row.by_id in writers else row.by
            row.save(update_fields=["answers", "by"])
        for rows in (found.remarks, found.events):
            rows.filter(by__in=writers).update(by=None)
        forget_names(found, writers)
        if found.state not in SHOWN:
            found.pictures.all().delete()
            found.documents.all().delete()
        found.answers = _without_contact(found.answers)
        found.invitations.all().delete()
        found.memberships.all().delete()
        found.erased_at = timezone.now()
    return True


def _without_contact(answers: dict[str, object]) -> dict[str, object]:
    return {name: "" if name in CONTACT else answer for name, answer in answers.items()}


def ask_if_running(today: date) -> int:
    """Ask writers of published stories, a year after the last time, whether the work goes on."""
    year = today - A_YEAR
    rows = Submission.objects.filter(
        state=State.PUBLISHED, erased_at=None, page__live=True, page__is_archived=False, published_at__date__lte=year
    )
    due = rows.filter(Q(asked_on=None) | Q(asked_on__lte=year)).filter(Q(answered_on=None) | Q(answered_on__lte=year))

    def ask(story: Submission) -> bool:
        if story.state != State.PUBLISHED or (story.asked_on or date.min) > year:
            return False
        story.asked_on = today
        story.save(update_fields=["asked_on"])
        note("ask_if_running", story, by=None)
        tell(Notice.STILL_RUNNING, story)
        return True

    return _each(due, ask)


def is_asked(story: Submission) -> bool:
    """Tell whether the yearly question waits for an answer, for the status page."""
    is_open = story.answered_on is None or (story.asked_on is not None and story.answered_on < story.asked_on)
    return story.state == State.PUBLISHED and story.asked_on is not None and is_open


def say_if_running(*, submission: Submission, by: User, is_running: bool, today: date | None = None) -> Submission:
    """Store a writer's answer: the page says that the work has ended, or when it was last known to go on."""
    day = today or timezone.localdate()
    with step(Action.SAY_IF_RUNNING, submission, by=by, is_running=is_running) as found:
        found.answered_on = day
        if found.page is not None:
            _label(found.page, is_archived=not is_running, day=day)
    return submission


def _label(page: CaseStudyPage, *, is_archived: bool, day: date) -> None:
    """Write it to the page that readers see, and to the draft, so that publishing that does not undo it."""
    page.is_archived, page.running_on = is_archived, None if is_archived else day
    page.save(update_fields=["is_archived", "running_on"])
    draft = page.latest_revision
    if draft is not None:
        draft.content |= {"is_archived": is_archived, "running_on": page.running_on and page.running_on.isoformat()}
        draft.save(update_fields=["content"])


def _each(stories: QuerySet[Submission], work: Callable[[Submission], bool]) -> int:
    return each(stories, work, called="story", refused=Refused)
