"""Tells people what happened to a story: puts the job beside the change that it tells of, and writes the email.

A job knows people by their number, never by their address, and there is one for each person, so that a job that is done
again writes to nobody twice who is none of its business.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from wagtail.models import Site

from casestudies.addresses import office_url, share_url, status_url, story_url
from casestudies.jobs import ask_for_notice
from casestudies.letters import LETTERS, Link, Notice
from casestudies.models import CaseStudySettings, Invitation, Submission
from het_site.core.email import UnknownRecipientError
from het_site.core.letters import send_letter, site_name
from het_site.core.models import User

__all__ = ["Notice", "deliver", "settings_now", "tell", "tell_person"]

logger = logging.getLogger(__name__)

State = Submission.State
WITH_WRITERS = frozenset({State.DRAFT, State.CHANGES_NEEDED})
#: what is told of no story, or of one that is gone
WITHOUT_STORY = frozenset({Notice.REMOVED, Notice.ACCOUNT})
#: what is not told any more where the story has moved on before the email goes
ONLY_IN = {
    Notice.INVITED: WITH_WRITERS,
    Notice.REMINDER: WITH_WRITERS,
    Notice.LAST_REMINDER: WITH_WRITERS,
    Notice.STILL_RUNNING: frozenset({State.PUBLISHED}),
}


def tell(
    notice: Notice, submission: Submission, *, to: User | Invitation | Iterable[User | Invitation] | None = None
) -> None:
    """Have people told, once the transaction that this is called in is over; all writers, unless `to` says whom."""
    if to is None:
        people: list[User | Invitation] = [row.user for row in submission.memberships.select_related("user")]
    else:
        people = [to] if isinstance(to, User | Invitation) else list(to)
    for person in people:
        ask_for_notice(
            notice=str(notice),
            submission_id=submission.pk,
            user_id=person.pk if isinstance(person, User) else None,
            invitation_id=person.pk if isinstance(person, Invitation) else None,
        )


def tell_person(notice: Notice, user: User) -> None:
    """Have somebody told something that is about no story."""
    ask_for_notice(notice=str(notice), submission_id=0, user_id=user.pk, invitation_id=None)


def deliver(*, notice: str, submission_id: int, user_id: int | None, invitation_id: int | None) -> bool:
    """Write one email; tells whether it went. Nothing is written where the person is gone or the story moved on."""
    kind = Notice(notice)
    submission = Submission.objects.select_related("page").filter(pk=submission_id).first()
    address = _address(user_id, invitation_id)
    is_needless = submission.state not in ONLY_IN.get(kind, State) if submission else kind not in WITHOUT_STORY
    if not address or is_needless:
        return False
    letter = LETTERS[kind]
    known = facts(submission)
    try:
        send_letter(
            to=address,
            subject=letter.subject.format(**known),
            paragraphs=[paragraph.format(**known) for paragraph in letter.paragraphs],
            link=_link(letter.link, submission),
            link_text=letter.link_text,
        )
    except UnknownRecipientError:
        logger.warning("A notice, %s, was not sent: this copy of the site does not write to strangers.", kind)
        return False
    return True


def facts(submission: Submission | None) -> dict[str, str]:
    """Give what letters say of a story: its number and days, nothing that somebody wrote."""
    called = submission.called if submission else ""
    story = f"your story {called}".strip()
    is_draft = submission is None or submission.state == State.DRAFT
    return {
        "site": site_name(),
        "called": called or "A story",
        "story": story,
        "story_begins": story.replace("your", "Your", 1),
        "answer_by": f"by {_day(submission.due_on)}" if submission and submission.due_on else "as soon as we can",
        "remove_on": _day(submission.remove_on) if submission and submission.remove_on else "a day to come",
        "removed": "removed" if is_draft else "closed",
        "notice_days": str(settings_now().notice_days),
        "status_url": status_url(submission.key) if submission else share_url(),
    }


def _address(user_id: int | None, invitation_id: int | None) -> str:
    """Give where to write now: nowhere, for who is gone or has joined meanwhile."""
    if invitation_id is not None:
        invitation = Invitation.objects.filter(pk=invitation_id, accepted_at=None).first()
        return invitation.email if invitation else ""
    user = User.objects.filter(pk=user_id or 0, is_active=True).first()
    return user.email if user else ""


def _link(link: Link, submission: Submission | None) -> str:
    if submission is None or link is Link.START:
        return share_url()
    if link is Link.OFFICE:
        return office_url(submission.pk)
    if link is Link.STORY:
        return story_url(submission.key)
    if link is Link.PUBLIC and submission.page is not None and submission.page.live:
        return f"{settings.SITE_URL}{submission.page.url}"
    return status_url(submission.key)


def settings_now() -> CaseStudySettings:
    """Give the periods that are set, or the usual ones where nobody has set any."""
    site = Site.objects.filter(is_default_site=True).first()
    return CaseStudySettings.for_site(site) if site else CaseStudySettings()


def _day(day: date) -> str:
    return date_format(day, "j F Y")
