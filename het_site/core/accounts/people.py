"""Who an email address belongs to, who must not sign in with a code, and how a partner's account is made."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from het_site.core.cms.roles import CMS_ACCESS
from het_site.core.models import User

#: the group of everybody who signs in with a code; it opens nothing of the CMS
GROUP = "Partners"


def find(address: str) -> User | None:
    """Find who has an address, whatever its capitals.

    The database's capitals are compared again here: it takes a dotless i for an I, and a code for one mailbox must open no
    account of another.
    """
    found = User.objects.filter(email__iexact=address)
    return next((user for user in found if user.email.lower() == address.lower()), None)


def is_staff(user: User) -> bool:
    """Tell whether somebody may do anything in the CMS, so that a mailbox alone must not open their account."""
    return user.is_staff or user.is_superuser or user.has_perm(CMS_ACCESS)


def may_use_codes(user: User | None) -> bool:
    """Tell whether a code may sign somebody in; an address that nobody has yet may."""
    return user is None or (user.is_active and not is_staff(user))


def make_partner(address: str) -> User:
    """Make an account without a password; somebody who got there first has it."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(address)
            user.groups.add(Group.objects.get_or_create(name=GROUP)[0])
    except IntegrityError:
        return User.objects.get(email__iexact=address)
    return user
