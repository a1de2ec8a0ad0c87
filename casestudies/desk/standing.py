"""How far a story is: each group of questions, who acts next, its place in the queue. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from casestudies.access import Action, Who, may
from casestudies.actions.pictures import picture_states
from casestudies.models import Membership, Remark, Submission, SubmissionRevision
from casestudies.template import Group, Kind, groups_for, missing
from casestudies.template.missing import Missing, PictureState, has_answer
from het_site.core.models import User

State = Submission.State
#: somebody whose last sign of life on a page is not older is there now
NOW = timedelta(minutes=3)

NEXT = {
    State.DRAFT: ("You do", "Finish it and send it. Nobody here can read it before you do."),
    State.SUBMITTED: ("We do", "Somebody on the team will read it and write to you."),
    State.CHANGES_NEEDED: ("You do", "Answer our questions and send it again."),
    State.QUARANTINED: ("We do", "It is checked before it joins the queue."),
    State.ACCEPTED: ("We do", "It is being made ready and approved by a second person."),
    State.PUBLISHED: ("Nobody", "It is on the public site."),
    State.DECLINED: ("Nobody", "We decided not to publish it. The reason is below."),
    State.WITHDRAWN: ("Nobody", "You took it back. It is not published and nobody works on it."),
}
#: what partners read of where a story is; that one is held back is ours to sort out
STATE_WORDS = {State.QUARANTINED: State.SUBMITTED.label, State.DECLINED: "Not taken"}


@dataclass(frozen=True)
class Step:
    """One line of the task list."""

    group: Group
    url: str
    status: str

    @property
    def words(self) -> str:
        """Say how far it is."""
        return {"asked": "To answer", "done": "Done", "begun": "In progress", "todo": "Not started"}[self.status]


def state_words(submission: Submission) -> str:
    """Say where a story is, as partners read it."""
    return STATE_WORDS.get(State(submission.state), submission.get_state_display())


def pictures_of(submission: Submission) -> list[PictureState]:
    """Give what is known of a story's pictures, for what is missing."""
    return picture_states(submission)


def what_is_missing(submission: Submission) -> list[Missing]:
    """List what is missing before a story can be sent."""
    return missing(submission.answers, submission.speed, pictures_of(submission))


def steps(submission: Submission) -> list[Step]:
    """Give the task list: how far each group of questions is."""
    lacking = {one.group for one in what_is_missing(submission)}
    asked = _unanswered(submission)
    found = []
    for group in groups_for(submission.speed):
        names = [question.name for question in group.questions]
        has_any = any(has_answer(submission.answers.get(name)) for name in names) or (
            any(question.kind is Kind.PICTURES for question in group.questions) and bool(pictures_of(submission))
        )
        status = "todo" if not has_any else "begun" if group.slug in lacking else "done"
        found.append(Step(group, group_url(submission, group), "asked" if asked & set(names) else status))
    return found


def _unanswered(submission: Submission) -> set[str]:
    """Name the questions that we asked something about and whose answers have not changed since."""
    rows = open_remarks(submission).order_by("told_at").values_list("field", "told_at")
    asked = {name: told for name, told in rows if told is not None}
    if not asked:
        return set()
    saved = submission.revisions.filter(kind=SubmissionRevision.Kind.SAVED, saved_at__gt=min(asked.values()))
    for at, changed in saved.values_list("saved_at", "changed"):
        asked = {name: told for name, told in asked.items() if name not in changed or at < told}
    return set(asked)


def group_url(submission: Submission, group: Group) -> str:
    """Give the address of a group's page; pictures and documents have one of their own."""
    if group.slug == "pictures":
        try:
            return reverse("desk_pictures", args=[submission.key])
        except NoReverseMatch:
            return ""
    return reverse("desk_group", args=[submission.key, group.slug])


def next_step(submission: Submission, group: Group) -> str:
    """Give the address that follows a group's page: the next group that has one, else the check page."""
    groups = groups_for(submission.speed)
    at = [one.slug for one in groups].index(group.slug) if group in groups else len(groups)
    addresses = [group_url(submission, one) for one in groups[at + 1 :]]
    return next((url for url in addresses if url), reverse("desk_check", args=[submission.key]))


def open_remarks(submission: Submission) -> QuerySet[Remark]:
    """Give what we asked about single questions and partners can read, as long as it is not settled."""
    return told_remarks(submission).filter(is_from_us=True, settled_at=None).exclude(field="")


def told_remarks(submission: Submission) -> QuerySet[Remark]:
    """Give the conversation as writers may read it."""
    told = Q(is_from_us=False) | Q(told_at__isnull=False)
    return submission.remarks.filter(told, is_internal=False).select_related("by")


def place_in_queue(submission: Submission) -> int | None:
    """Give which one it is of those that wait for us; None where it does not wait."""
    if submission.state != State.SUBMITTED or submission.submitted_at is None:
        return None
    waiting = Submission.objects.filter(state=State.SUBMITTED, submitted_at__lt=submission.submitted_at)
    return waiting.count() + 1


def others_at(submission: Submission, group: Group, user: User) -> list[str]:
    """Name the other writers who work on a group now."""
    since = timezone.now() - NOW
    others = submission.memberships.filter(at_group=group.slug, at_group_since__gt=since).exclude(user=user)
    return [name_of(member.user) for member in others.select_related("user")]


@dataclass(frozen=True)
class LastSaved:
    """When something was saved last, and by whom."""

    at: datetime
    by: str

    @property
    def is_today(self) -> bool:
        """Tell whether it was today."""
        return timezone.localdate(self.at) == timezone.localdate()


def last_saved(submission: Submission, user: User, group: Group | None = None) -> LastSaved | None:
    """Tell when a story, or one group of it, was saved last; None where it never was."""
    revisions = submission.revisions.filter(kind=SubmissionRevision.Kind.SAVED).select_related("by").order_by("-number")
    names = {question.name for question in group.questions} if group else set()
    for revision in revisions.only("changed", "saved_at", "by")[:50]:
        if not names or names & set(revision.changed):
            return LastSaved(revision.saved_at, name_of(revision.by, user))
    return None


def name_of(user: User | None, reader: User | None = None) -> str:
    """Name a writer: “you” for the reader, their address where they gave no name."""
    if user is None:
        return "somebody who has left"
    return "you" if reader is not None and user.pk == reader.pk else str(user)


@dataclass(frozen=True)
class Listed:
    """A story in somebody's list."""

    submission: Submission
    role: str
    url: str
    state: str
    who_next: str


def stories_of(user: User) -> list[Listed]:
    """List somebody's stories, the newest first."""
    members = Membership.objects.filter(user=user).select_related("submission").order_by("-submission__saved_at")
    found = []
    for member in members:
        story = member.submission
        is_open = may(Who.AUTHOR, Action.SAVE, story.state)
        url = reverse("desk_story" if is_open else "desk_status", args=[story.key])
        found.append(Listed(story, member.role, url, state_words(story), NEXT[State(story.state)][0]))
    return found
