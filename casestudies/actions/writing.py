"""What writers do: start a story, save what they wrote, send it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from casestudies import spam
from casestudies.access import Action, require
from casestudies.actions.judging import hold_back
from casestudies.actions.steps import held, note, step
from casestudies.models import CaseStudySettings, Membership, Submission, SubmissionRevision
from casestudies.notices import Notice, tell
from casestudies.template import QUESTIONS, Clash, Kind, Question, merge
from casestudies.template.questions import MOST_OUTCOMES, OUTCOME_PARTS
from het_site.core.models import User

#: savings of one person within this time are one revision
ONE_SITTING = timedelta(minutes=10)
#: characters that are kept of one part of an outcome
MOST_OF_PART = 300
Kinds = SubmissionRevision.Kind


class NotOpenError(Exception):
    """No new stories are taken in; drafts can still be finished."""


@dataclass(frozen=True)
class Saved:
    """What became of a saving: the story, the questions that are stored anew, and what somebody else changed meanwhile."""

    submission: Submission
    changed: tuple[str, ...]
    clashes: tuple[Clash, ...]


@transaction.atomic
def start(*, by: User, speed: str, settings: CaseStudySettings | None) -> Submission:
    """Start a story. Raises `NotOpenError` while none are taken in."""
    if settings is not None and not settings.is_open:
        raise NotOpenError
    submission = Submission.objects.create(speed=Submission.Speed(speed))
    Membership.objects.create(submission=submission, user=by, role=Membership.Role.AUTHOR)
    note("start", submission, by=by)
    return submission


def save(*, submission: Submission, by: User, answers: Mapping[str, Any], seen: Mapping[str, int]) -> Saved:
    """Store answers, of which only their shape is looked at. Raises `Refused`.

    `seen` tells for each question how often its answer had changed when the writer last saw it (`Submission.versions`).
    """
    offered = {name: kept(QUESTIONS[name], answer) for name, answer in answers.items() if _is_asked(name)}
    with held(submission) as found:
        require(by, Action.SAVE, found)
        merged = merge(found.answers, offered, versions=found.versions, seen=seen)
        if merged.changed:
            found.answers = merged.answers
            found.versions |= {name: found.versions.get(name, 0) + 1 for name in merged.changed}
            found.saved_at, found.reminders, found.remove_on = timezone.now(), 0, None
            _keep_revision(found, by, merged.changed)
            found.save()
    submission.refresh_from_db()
    return Saved(submission, merged.changed, merged.clashes)


def tell_at(*, submission: Submission, by: User, speed: str) -> Submission:
    """Ask more of a story, or less; its answers stay as they are. Raises `Refused`."""
    with held(submission) as found:
        require(by, Action.SAVE, found)
        found.speed = Submission.Speed(speed)
        found.save(update_fields=["speed"])
    submission.refresh_from_db()
    return submission


def be_at(*, submission: Submission, by: User, group: str) -> None:
    """Note which questions somebody is at, so that another who opens them is warned. Raises `Refused`."""
    require(by, Action.SAVE, submission)
    submission.memberships.filter(user=by).update(at_group=group, at_group_since=timezone.now())


@transaction.atomic
def send(
    *, submission: Submission, by: User, settings: CaseStudySettings | None, signs: Collection[str] = ()
) -> Submission:
    """Hand a story in, for the first time or after changes. What is missing is asked before. Raises `Refused`.

    `signs` is what the form noticed about whoever sent it, as `casestudies.spam` names it: what looks like spam is held back.
    """
    with step(Action.SEND, submission, by=by) as found:
        now = timezone.now()
        if found.number is None:
            found.number = (Submission.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
        found.submitted_at, found.reminders, found.remove_on = now, 0, None
        if settings is not None:
            found.due_on = timezone.localdate() + timedelta(days=settings.answer_days)
        _keep_revision(found, by, (), kind=Kinds.SENT)
        if found.assignee is not None:
            tell(Notice.ANSWERED, found, to=found.assignee)
    if held_for := spam.reasons(submission.answers, signs=signs):
        hold_back(submission=submission, by=None, reasons=held_for)
    return submission


def kept(question: Question, answer: Any) -> Any:
    """Give an answer in the shape in which it is stored, whatever came: too long is cut, strange parts are left out."""
    if question.kind is Kind.OUTCOMES:
        rows = [row for row in answer if isinstance(row, Mapping)] if isinstance(answer, list) else []
        cut = [{part: _text(row.get(part), MOST_OF_PART) for part in OUTCOME_PARTS} for row in rows[:MOST_OUTCOMES]]
        return [row for row in cut if any(row.values())]
    if question.kind is Kind.MANY:
        values = answer if isinstance(answer, list) else []
        return list(dict.fromkeys(_text(value, 200) for value in values if _text(value, 200)))[: question.most]
    return _text(answer, question.most)


def _text(value: Any, most: int) -> str:
    return value.replace("\0", "").replace("\r\n", "\n")[:most] if isinstance(value, str) else ""


def _is_asked(name: str) -> bool:
    return name in QUESTIONS and QUESTIONS[name].is_stored


def _keep_revision(
    submission: Submission, by: User, changed: tuple[str, ...], *, kind: str = SubmissionRevision.Kind.SAVED
) -> None:
    """Keep all answers as they are now: with the writer's last revision, if that is of the same sitting, else as a new one."""
    now = timezone.now()
    last = submission.revisions.filter(number=submission.revision).first()
    is_same_sitting = (
        last is not None
        and last.by_id == by.pk
        and last.kind == kind == Kinds.SAVED
        and now - last.begun_at < ONE_SITTING
    )
    if last is not None and is_same_sitting:
        last.answers, last.saved_at = submission.answers, now
        last.changed = list(dict.fromkeys([*last.changed, *changed]))
        last.save()
        return
    submission.revision += 1
    SubmissionRevision.objects.create(
        submission=submission,
        number=submission.revision,
        kind=kind,
        answers=submission.answers,
        changed=list(changed),
        by=by,
    )
