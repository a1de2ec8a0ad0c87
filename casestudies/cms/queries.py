"""What the officers' screens ask. Reads only; the number of queries does not depend on how many stories there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Case, IntegerField, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower
from django.utils import timezone

from casestudies.access import OFFICERS
from casestudies.cms.duplicates import alike, similarity
from casestudies.models import CaseStudyPage, Submission, SubmissionRevision
from het_site.core.models import Theme, User
from priorities.models import Organisation

State = Submission.State
#: the order in which states need an officer
PRESSING = (State.SUBMITTED, State.QUARANTINED, State.ACCEPTED, State.CHANGES_NEEDED)
#: who wrote the same story again after these would do so for a reason
NOT_COMPARED = (State.DRAFT, State.WITHDRAWN, State.DECLINED)
MOST_MATCHES = 5
#: names of organisations that share so much are offered
NEAR = 0.35


def queue(officer: User) -> QuerySet[Submission]:
    """Find every story that was sent, but the officer's own: nobody judges theirs."""
    pressing = [When(state=state, then=Value(place)) for place, state in enumerate(PRESSING)]
    return (
        Submission.objects.exclude(state=State.DRAFT)
        .exclude(memberships__user=officer)
        .select_related("assignee", "organisation", "page")
        .annotate(
            pressing=Case(*pressing, default=Value(len(PRESSING)), output_field=IntegerField()),
            title_given=Lower(KeyTextTransform("title", "answers"), output_field=TextField()),
            organisation_given=KeyTextTransform("organisation", "answers"),
        )
    )


def officers() -> list[User]:
    """Give everybody who may judge stories and has an account that works, by name."""
    found = ModelBackend().with_perm(OFFICERS)
    return sorted(found, key=called)


def called(person: User | None) -> str:
    """Give somebody's name, or the address of who has given none."""
    return (person.get_full_name() or person.email) if person else ""


def duplicates(stories: Sequence[Submission]) -> dict[int, list[tuple[str, int]]]:
    """Give for each story what is likely the same: keys of stories (“story”) and pages (“page”). Two queries."""
    if not stories:
        return {}
    titles = Submission.objects.exclude(state__in=NOT_COMPARED).values_list("pk", KeyTextTransform("title", "answers"))
    among = [(("story", pk), str(title or "")) for pk, title in titles]
    among += [(("page", pk), str(title)) for pk, title in CaseStudyPage.objects.values_list("pk", "title")]
    asked = {("story", story.pk): str(story.answers.get("title") or "") for story in stories}
    own = {("story", story.pk): ("page", story.page_id) for story in stories}
    found = alike(asked, among)
    return {key[1]: [other for other in others if other != own[key]] for key, others in found.items()}


@dataclass(frozen=True)
class Likeness:
    """Something that is likely the same story."""

    title: str
    what: str
    url: str


def themes() -> dict[str, str]:
    """Give the short title of every principle."""
    return dict(Theme.objects.order_by("number").values_list("slug", "short_title"))


def is_overdue(story: Submission, *, today: date | None = None) -> bool:
    """Tell whether its writers should have heard from us by now."""
    return (
        story.state == State.SUBMITTED and story.due_on is not None and story.due_on < (today or timezone.localdate())
    )


def sent_revisions(story: Submission) -> list[SubmissionRevision]:
    """Give the last two versions that were sent, the newest first."""
    return list(story.revisions.filter(kind=SubmissionRevision.Kind.SENT).order_by("-number")[:2])


def answers_to_read(story: Submission, sent: Sequence[SubmissionRevision]) -> dict[str, Any]:
    """Give the answers that officers read: what was sent, while its writers are at it again."""
    if story.state == State.CHANGES_NEEDED and sent:
        return dict(sent[0].answers)
    return dict(story.answers)


def last_sent(stories: Iterable[Submission]) -> dict[int, dict[str, Any]]:
    """Give the answers as they were last sent of those stories that their writers are at again."""
    keys = [story.pk for story in stories if story.state == State.CHANGES_NEEDED]
    rows = SubmissionRevision.objects.filter(submission__in=keys, kind=SubmissionRevision.Kind.SENT).order_by("number")
    return dict(rows.values_list("submission", "answers")) if keys else {}


def matching_organisations(name: str) -> list[Organisation]:
    """Give the organisations whose name is near to what was given, the nearest first."""
    rows: Iterable[Organisation] = Organisation.objects.order_by("name")
    found = [(similarity(name, one.name), one) for one in rows]
    near = sorted((row for row in found if row[0] >= NEAR), key=lambda row: -row[0])
    return [one for _, one in near[:MOST_MATCHES]]


@dataclass(frozen=True)
class Standing:
    """How the queue stands, for the dashboard."""

    waiting: int
    overdue: int
    held_back: int
    mine: int
    oldest: date | None


def standing(officer: User) -> Standing:
    """Count what waits for officers, and for one of them. One query."""
    rows = queue(officer).filter(state__in=[State.SUBMITTED, State.QUARANTINED]).order_by()
    found = list(rows.values_list("state", "due_on", "assignee", "submitted_at"))
    waiting = [row for row in found if row[0] == State.SUBMITTED]
    today = timezone.localdate()
    return Standing(
        waiting=len(waiting),
        overdue=sum(due is not None and due < today for _, due, _, _ in waiting),
        held_back=len(found) - len(waiting),
        mine=sum(assignee == officer.pk for _, _, assignee, _ in waiting),
        oldest=min((timezone.localdate(at) for *_, at in waiting if at), default=None),
    )
