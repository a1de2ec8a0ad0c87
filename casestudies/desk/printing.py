"""Has a story set as a tagged PDF for those who write it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime

from casestudies.access import Action, require
from casestudies.desk.standing import name_of, state_words, told_remarks
from casestudies.models import Submission
from het_site.core.models import User
from indicators.typesetting import typeset

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "casestudies" / "desk" / "story.typ"


def pdf(submission: Submission, *, by: User) -> bytes:
    """Give the PDF of a story for one of its writers. Raises `Refused`."""
    require(by, Action.TAKE_AWAY, submission)
    return typeset(TEMPLATE, _sheet(submission), made_at=None)


def _sheet(submission: Submission) -> dict[str, Any]:
    from casestudies.desk.views.sending import parts

    writers = ", ".join(name_of(member.user) for member in submission.memberships.select_related("user"))
    facts = [
        f"{submission.called} · {state_words(submission)}".strip(" ·"),
        f"Written by {writers}",
        f"Saved on {date_format(localtime(submission.saved_at), 'j F Y')}",
    ]
    said = [
        {
            "head": f"{'We' if one.is_from_us else name_of(one.by)}, "
            f"{date_format(localtime(one.told_at or one.made_at), 'j F Y')}",
            "text": one.text,
        }
        for one in told_remarks(submission).order_by("made_at", "pk")
    ]
    return {
        "title": submission.title,
        "site": settings.WAGTAIL_SITE_NAME,
        "facts": facts,
        "parts": [asdict(part) for part in parts(submission)],
        "said": said,
    }
