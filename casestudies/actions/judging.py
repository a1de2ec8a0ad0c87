"""What officers do with a story: look after it, comment, ask for changes, decline, hold it back. Accepting is in `publishing`."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import QuerySet
from django.utils import timezone

from casestudies.access import Action, Who, require
from casestudies.actions.steps import Refused, held, note, step
from casestudies.models import Remark, Submission
from casestudies.notices import Notice, tell
from casestudies.template import QUESTIONS
from het_site.core.models import User


class MovedOnError(Refused):
    """The story is not the one that the officer looked at any more."""


class NothingAskedError(Exception):
    """Changes were asked for without saying which."""


def require_seen(submission: Submission, seen: int | None) -> None:
    """Refuse to judge what came in after the officer looked. `seen` is the number of the revision that they saw."""
    if seen is not None and seen != submission.revision:
        raise MovedOnError(f"revision {seen} was looked at, the story is at {submission.revision}")


def assign(*, submissions: Iterable[Submission], to: User | None, by: User) -> list[Submission]:
    """Give stories to an officer, or to nobody; gives those that could be. Whom it is with already is left alone."""
    given = []
    for submission in submissions:
        try:
            with held(submission) as found:
                require(by, Action.ASSIGN, found)
                if found.assignee_id == (to.pk if to else None):
                    continue
                found.assignee = to
                found.save(update_fields=["assignee"])
                note(Action.ASSIGN, found, by=by, to=to.pk if to else None)
        except Refused:
            continue
        given.append(found)
    return given


def remark(*, submission: Submission, text: str, by: User, field: str = "", is_internal: bool = False) -> Remark:
    """Write something about one question or all of it. Writers read it once it is sent, a note for us never."""
    with held(submission) as found:
        require(by, Action.REMARK, found)
        return Remark.objects.create(
            submission=found,
            field=field if field in QUESTIONS else "",
            text=text.replace("\0", "").strip()[:4_000],
            by=by,
            is_from_us=True,
            is_internal=is_internal,
        )


def drop_remark(*, remark: Remark, by: User) -> bool:
    """Take back what was not sent yet; tells whether there was anything to take back."""
    with held(remark.submission) as found:
        require(by, Action.REMARK, found)
        number, _ = found.remarks.filter(pk=remark.pk, is_from_us=True, told_at=None).delete()
        return bool(number)


def settle_remark(*, remark: Remark, by: User) -> None:
    """Note that nothing is left to be said about a remark."""
    with held(remark.submission) as found:
        require(by, Action.REMARK, found)
        found.remarks.filter(pk=remark.pk, settled_at=None).exclude(told_at=None).update(settled_at=timezone.now())


def send_remarks(*, submission: Submission, by: User) -> int:
    """Let writers read what was written, without asking for changes; gives how many remarks that are."""
    with held(submission) as found:
        require(by, Action.REMARK, found)
        number = _send_unsent(found)
        if number:
            note("send_remarks", found, by=by, remarks=number)
            tell(Notice.REPLIED, found)
        return number


def ask_changes(*, submission: Submission, by: User, seen: int | None = None) -> Submission:
    """Give a story back to its writers with what is to be changed. Raises `Refused`, `NothingAskedError`."""
    with step(Action.ASK_CHANGES, submission, by=by) as found:
        require_seen(found, seen)
        number = _send_unsent(found)
        if not number and not open_remarks(found).exists():
            raise NothingAskedError
        was_accepted = found.state == Submission.State.ACCEPTED
        found.decided_at, found.reminders, found.remove_on, found.due_on = None, 0, None, None
        tell(Notice.CHANGES_NEEDED, found)
        if was_accepted:
            from casestudies.actions.publishing import stop_approval

            stop_approval(submission=found, by=by)
    return submission


def decline(*, submission: Submission, by: User, reason: str, seen: int | None = None) -> Submission:
    """Say that a story will not be published, and why; writers read the reason. Raises `Refused`."""
    with step(Action.DECLINE, submission, by=by) as found:
        require_seen(found, seen)
        now = timezone.now()
        was_accepted = found.state == Submission.State.ACCEPTED
        text = reason.replace("\0", "").strip()[:4_000]
        found.remarks.create(text=text, by=by, is_from_us=True, told_at=now)
        found.decided_at, found.due_on = now, None
        tell(Notice.DECLINED, found)
        if was_accepted:
            from casestudies.actions.pictures import take_files_back
            from casestudies.actions.publishing import stop_approval

            stop_approval(submission=found, by=by)
            take_files_back(found)
    return submission


def hold_back(*, submission: Submission, by: User | None, reasons: Collection[str]) -> Submission:
    """Put aside what looks like spam; nothing is thrown away and an officer can let it in. Raises `Refused`."""
    who = Who.PORTAL if by is None else None
    with step(Action.HOLD_BACK, submission, by=by, who=who) as found:
        found.spam_reasons = list(reasons)
    return submission


def let_in(*, submission: Submission, by: User) -> Submission:
    """Take what was held back for a story after all. Raises `Refused`."""
    with step(Action.LET_IN, submission, by=by) as found:
        found.spam_reasons = []
    return submission


def open_remarks(submission: Submission) -> QuerySet[Remark]:
    """Give what officers asked and nobody has settled."""
    return submission.remarks.filter(is_from_us=True, is_internal=False, settled_at=None, reply_to=None)


def _send_unsent(submission: Submission) -> int:
    unsent = submission.remarks.filter(is_from_us=True, is_internal=False, told_at=None)
    return unsent.update(told_at=timezone.now())
