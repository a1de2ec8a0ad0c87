"""How writers end it: take a story back, delete it, and take all that they gave away with them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, TypeVar

from django.utils.timezone import localtime

from casestudies.access import Action, require
from casestudies.actions.pictures import StoredFile, take_files_back
from casestudies.actions.publishing import remove_draft, stop_approval
from casestudies.actions.steps import held, step
from casestudies.models import PictureConsent, Submission, SubmissionPicture
from casestudies.template import QUESTIONS
from het_site.core.models import User

File = TypeVar("File", bound=StoredFile)


def withdraw(*, submission: Submission, by: User) -> Submission:
    """Take a story back from us. Raises `Refused`."""
    with step(Action.WITHDRAW, submission, by=by) as found:
        stop_approval(submission=submission, by=by)
        take_files_back(found)
    return submission


def delete(*, submission: Submission, by: User) -> None:
    """Delete a story with everything that belongs to it, for good. Raises `Refused`."""
    with held(submission) as found:
        require(by, Action.DELETE, found)
        remove_draft(submission=found)
        found.delete()


def all_of(submission: Submission, *, by: User) -> dict[str, Any]:
    """Give everything that is kept of a story and its writers may see, as plain values. Raises `Refused`.

    What officers say among themselves is not theirs, and other people stand in it with no more than their address.
    """
    require(by, Action.TAKE_AWAY, submission)
    return {
        "story": {
            "number": submission.called,
            "title": submission.title,
            "state": submission.get_state_display() if submission.state != "quarantined" else "With us",
            "how_much_is_told": submission.get_speed_display(),
            "started_at": _time(submission.created_at),
            "saved_at": _time(submission.saved_at),
            "sent_at": _time(submission.submitted_at),
            "published_at": _time(submission.published_at),
        },
        "answers": [
            {"name": name, "question": question.label, "answer": submission.answers[name]}
            for name, question in QUESTIONS.items()
            if name in submission.answers
        ],
        "writers": [
            {"email": member.user.email, "role": member.role, "joined_at": _time(member.joined_at)}
            for member in submission.memberships.select_related("user")
        ],
        "invitations": [
            {"email": invitation.email, "made_at": _time(invitation.made_at)}
            for invitation in submission.invitations.filter(accepted_at=None)
        ],
        "pictures": [
            {
                "file": name,
                "description": picture.alt,
                "caption": picture.caption,
                "credit": picture.credit,
                "added_at": _time(picture.added_at),
                "consent": _consent(picture),
            }
            for name, picture in named(submission.pictures.select_related("consent"), "pictures")
        ],
        "documents": [
            {"file": name, "title": document.title, "added_at": _time(document.added_at)}
            for name, document in named(submission.documents.all(), "documents")
        ],
        "conversation": _said(submission),
        "revisions": _revisions(submission),
    }


def named(files: Iterable[File], folder: str) -> list[tuple[str, File]]:
    """Name files as they are taken away; one that is deleted has no name."""
    return [
        (f"{folder}/{number}{PurePath(str(one.file)).suffix}" if one.file else "", one)
        for number, one in enumerate(files, 1)
    ]


def _consent(picture: SubmissionPicture) -> dict[str, Any] | None:
    consent: PictureConsent | None = getattr(picture, "consent", None)
    if consent is None:
        return None
    told = ("shown", "holder", "guardian", "reference", "on_web", "in_newsletter", "on_social")
    days = {name: str(getattr(consent, name) or "") for name in ("given_on", "expires_on")}
    return {name: getattr(consent, name) for name in told} | days | {"withdrawn_at": _time(consent.withdrawn_at)}


def _said(submission: Submission) -> list[dict[str, str]]:
    remarks = submission.remarks.filter(is_internal=False).exclude(is_from_us=True, told_at=None)
    return [
        {
            "from": "the team" if remark.is_from_us else remark.by.email if remark.by else "",
            "about": remark.field,
            "text": remark.text,
            "at": _time(remark.told_at or remark.made_at),
        }
        for remark in remarks.select_related("by")
    ]


def _revisions(submission: Submission) -> list[dict[str, Any]]:
    return [
        {
            "number": revision.number,
            "kind": revision.kind,
            "by": revision.by.email if revision.by else "",
            "saved_at": _time(revision.saved_at),
            "changed": revision.changed,
            "answers": revision.answers,
        }
        for revision in submission.revisions.select_related("by").order_by("number")
    ]


def _time(moment: Any) -> str:
    return localtime(moment).isoformat(timespec="seconds") if moment else ""
