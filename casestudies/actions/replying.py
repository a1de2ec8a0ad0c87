"""What writers say to us about their story."""

from __future__ import annotations

from django.utils import timezone

from casestudies.access import Action
from casestudies.actions.steps import step
from casestudies.models import Remark, Submission
from casestudies.notices import Notice, tell
from het_site.core.models import User

MOST = 4_000


def reply(*, submission: Submission, by: User, text: str, to: Remark | None = None) -> Remark:
    """Say something to the team, or answer what it said. Raises `Refused`."""
    with step(Action.REPLY, submission, by=by) as found:
        if found.assignee is not None:
            tell(Notice.ANSWERED, found, to=found.assignee)
        return Remark.objects.create(
            submission=found,
            reply_to=to,
            field=to.field if to else "",
            text=text.replace("\0", "")[:MOST],
            by=by,
            is_from_us=False,
            told_at=timezone.now(),
        )
