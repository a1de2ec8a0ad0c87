"""Who writes a story: invite, join, leave. An invitation proves nothing: whoever signs in with its address may join."""

from __future__ import annotations

from django.utils import timezone

from casestudies.access import Action
from casestudies.actions.steps import step
from casestudies.models import Invitation, Membership, Submission
from casestudies.notices import Notice, tell
from het_site.core.models import User

#: more people than this do not write one story
MOST_INVITED = 20


class TooManyError(Exception):
    """No more people can be invited to this story."""


class AlreadyHereError(Exception):
    """Somebody with this address writes the story already."""


def invite(*, submission: Submission, by: User, email: str) -> Invitation:
    """Ask somebody to write along. Raises `Refused`, `AlreadyHereError`, `TooManyError`."""
    with step(Action.INVITE, submission, by=by) as found:
        if found.memberships.filter(user__email__iexact=email).exists():
            raise AlreadyHereError
        known = found.invitations.filter(email__iexact=email).first()
        if known is None and found.invitations.count() >= MOST_INVITED:
            raise TooManyError
        invitation = known or Invitation.objects.create(submission=found, email=email, by=by)
        if invitation.accepted_at is not None:  # they were here and left
            invitation.accepted_at = None
            invitation.save(update_fields=["accepted_at"])
        tell(Notice.INVITED, found, to=invitation)
    return invitation


def take_back(*, invitation: Invitation, by: User) -> None:
    """Take an invitation back that nobody has accepted. Raises `Refused`."""
    with step(Action.INVITE, invitation.submission, by=by, what="taken_back"):
        invitation.delete()


def join(*, submission: Submission, by: User) -> Membership:
    """Write along, for who was invited. Raises `Refused`."""
    with step(Action.JOIN, submission, by=by) as found:
        found.invitations.filter(email__iexact=by.email).update(accepted_at=timezone.now())
        return Membership.objects.create(submission=found, user=by, role=Membership.Role.CO_AUTHOR)


def leave(*, submission: Submission, by: User) -> None:
    """Write along no more. What they wrote stays. Raises `Refused`."""
    with step(Action.LEAVE, submission, by=by) as found:
        found.memberships.filter(user=by).delete()
        found.invitations.filter(email__iexact=by.email).delete()


def remove(*, member: Membership, by: User) -> None:
    """Have a co-author write along no more. What they wrote stays. Raises `Refused`."""
    with step(Action.INVITE, member.submission, by=by, what="removed") as found:
        found.memberships.filter(pk=member.pk, role=Membership.Role.CO_AUTHOR).delete()
        found.invitations.filter(email__iexact=member.user.email).delete()
