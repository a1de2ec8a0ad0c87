"""The reading view: a story as it was sent, what was said beside each answer, what can be done now, and what happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from casestudies.access import Action
from casestudies.actions.judging import open_remarks
from casestudies.cms import queries
from casestudies.cms.queries import Likeness
from casestudies.cms.screens import StoryScreen, address
from casestudies.desk.choosing import told
from casestudies.models import CaseStudyPage, Event, Remark, Submission
from casestudies.template import Question, differences, groups_for

State = Submission.State

#: what the history says of each thing that happened
HAPPENED = {
    "start": "Started",
    "send": "Sent",
    "withdraw": "Withdrawn",
    "assign": "Given to somebody",
    "send_remarks": "Comments sent",
    "ask_changes": "Changes asked for",
    "accept": "Accepted",
    "decline": "Not taken",
    "hold_back": "Held back",
    "let_in": "Let in",
    "publish": "Published",
    "unpublish": "The page was taken down",
    "erase": "Contact details erased",
    "reminder": "Writers reminded",
    "last_reminder": "Writers reminded a second time",
    "ask_if_running": "Writers asked if the work goes on",
    "say_if_running": "Writers said if the work goes on",
    "reply": "Writers answered",
    "invite": "Somebody invited",
    "join": "A co-author joined",
    "leave": "A co-author left",
}


@dataclass(frozen=True)
class Said:
    """One remark, as officers see it."""

    remark: Remark
    by: str
    standing: str
    can_drop: bool
    can_settle: bool
    replies: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Read:
    """One question with its answer, what was said about it, and whether the answer is new."""

    question: Question
    paragraphs: list[str]
    said: list[Said]
    is_changed: bool


class ReadingView(StoryScreen):
    """Everything about one story."""

    template_name = "casestudies/cms/reading.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the story as it was sent, and what can be done."""
        story = self.story
        sent = queries.sent_revisions(story)
        answers = queries.answers_to_read(story, sent)
        changed = (
            {one.question.name for one in differences(sent[1].answers, sent[0].answers)} if len(sent) > 1 else set()
        )
        remarks = self._remarks()
        unsent = sum(one.told_at is None and one.is_from_us and not one.is_internal for one in story.remarks.all())
        return super().get_context_data(**kwargs) | {
            "groups": [
                (
                    group,
                    [
                        self._read(question, answers, remarks, changed)
                        for question in group.questions
                        if question.is_stored
                    ],
                )
                for group in groups_for(story.speed)
            ],
            "title": Submission(answers=answers).title,
            "conversation": remarks[""],
            "notes": remarks["*"],
            "changed": len(changed),
            "unsent": unsent,
            "can_ask": bool(unsent) or open_remarks(story).exists(),
            "can": {action.value: self.can(action) for action in Action},
            "is_overdue": queries.is_overdue(story),
            "alike": self._alike(),
            "history": self._history(),
            "writers": [
                (row.user, row.get_role_display()) for row in story.memberships.select_related("user").order_by("role")
            ],
            "people": [(one.pk, queries.called(one)) for one in queries.officers()],
            "assignee": queries.called(story.assignee),
            "page_edit_url": reverse("wagtailadmin_pages:edit", args=[story.page_id]) if story.page_id else "",
            "approval": _approval(story.page),
            "pictures": self._pictures(),
        }

    def _remarks(self) -> defaultdict[str, list[Said]]:
        """Sort what was said: by question, under "" what is about all of it, under "*" what is for us alone."""
        rows = list(self.story.remarks.select_related("by"))
        replies: dict[int, list[Remark]] = defaultdict(list)
        for row in rows:
            if row.reply_to_id:
                replies[row.reply_to_id].append(row)
        found: defaultdict[str, list[Said]] = defaultdict(list)
        for row in rows:
            if not row.reply_to_id:
                place = "*" if row.is_internal else row.field
                found[place].append(self._said(row, replies.get(row.pk, ())))
        return found

    def _said(self, row: Remark, replies: Sequence[Remark] = ()) -> Said:
        is_unsent = row.is_from_us and not row.is_internal and row.told_at is None
        may = self.can(Action.REMARK)
        if row.is_internal:
            standing = "For us only"
        elif is_unsent:
            standing = "Not sent yet"
        else:
            standing = "Settled" if row.settled_at else "Sent" if row.is_from_us else ""
        return Said(
            remark=row,
            by=queries.called(row.by) or ("An officer" if row.is_from_us else "A writer"),
            standing=standing,
            can_drop=may and is_unsent,
            can_settle=may and row.is_from_us and not row.is_internal and not is_unsent and row.settled_at is None,
            replies=tuple(self._said(one) for one in replies),
        )

    @staticmethod
    def _read(
        question: Question, answers: Mapping[str, Any], remarks: Mapping[str, list[Said]], changed: set[str]
    ) -> Read:
        paragraphs = told(question, answers.get(question.name))
        return Read(question, paragraphs, remarks.get(question.name, []), question.name in changed)

    def _alike(self) -> list[Likeness]:
        keys = queries.duplicates([self.story]).get(self.story.pk, [])[:10]
        stories = Submission.objects.in_bulk([pk for kind, pk in keys if kind == "story"])
        pages = CaseStudyPage.objects.in_bulk([pk for kind, pk in keys if kind == "page"])
        found = []
        for kind, pk in keys:
            if kind == "story":
                other = stories[pk]
                what = f"{other.called}, {other.get_state_display().lower()}"
                found.append(Likeness(other.title, what, address("read", pk)))
            else:
                found.append(Likeness(pages[pk].title, "a page", reverse("wagtailadmin_pages:edit", args=[pk])))
        return found

    def _history(self) -> list[tuple[Event, str, str]]:
        rows = self.story.events.select_related("by").order_by("-happened_at", "-pk")[:100]
        words = HAPPENED
        return [
            (
                row,
                words.get(row.action, row.action.replace("_", " ").capitalize()),
                queries.called(row.by) or "The portal",
            )
            for row in rows
        ]

    def _pictures(self) -> list[Any]:
        return list(self.story.pictures.select_related("consent"))


def _approval(page: CaseStudyPage | None) -> str:
    """Say how far the page is."""
    if page is None:
        return ""
    if page.workflow_in_progress:
        return "It waits for approval."
    if page.live:
        return "It is public."
    return "It is not public, and nobody is asked to approve it."


class DifferenceView(StoryScreen):
    """What came back, beside what was sent before."""

    template_name = "casestudies/cms/difference.html"
    page_title = "What changed"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give each answer that changed, old and new."""
        sent = queries.sent_revisions(self.story)
        is_two = len(sent) > 1
        found = differences(sent[1].answers, sent[0].answers) if is_two else []
        return super().get_context_data(**kwargs) | {
            "differences": found,
            "before": sent[1] if is_two else None,
            "after": sent[0] if sent else None,
        }
