"""Accounts of partners that nobody uses and that hold nothing: their people are told, and then they go."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from casestudies.models import AccountNotice, CaseStudySettings, Membership
from casestudies.notices import Notice, tell_person
from het_site.core.accounts import people
from het_site.core.accounts.use import is_needed
from het_site.core.models import User

DAYS_OF_MONTH = 30.4375


def look_after_accounts(today: date, settings: CaseStudySettings) -> int:
    """Tell people of unused accounts, and remove those whose notice has run out; gives for how many something was done."""
    before = today - timedelta(round(settings.account_months * DAYS_OF_MONTH))
    AccountNotice.objects.exclude(user__in=unused(before)).delete()
    return sum(_look_after(pk, before, today, settings) for pk in unused(before).values_list("pk", flat=True))


def stories_of() -> QuerySet[Membership]:
    """Give the stories that the person of an account writes: as long as there is one, the account stays."""
    return Membership.objects.filter(user=OuterRef("pk"))


def unused(before: date) -> QuerySet[User]:
    """Find the partners who have nothing with us and last signed in on a day or earlier."""
    found = User.objects.alias(seen_on=TruncDate(Coalesce(F("last_login"), F("date_joined"))))
    found = found.filter(~is_needed(), groups__name=people.GROUP, seen_on__lte=before)
    return found.filter(is_staff=False, is_superuser=False).order_by("pk")


@transaction.atomic
def _look_after(pk: int, before: date, today: date, settings: CaseStudySettings) -> bool:
    # held, so that nobody starts anything in the account that goes
    user = User.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if user is None or people.is_staff(user) or not unused(before).filter(pk=pk).exists():
        return False
    notice, is_new = AccountNotice.objects.get_or_create(user=user, defaults={"told_on": today})
    if is_new:
        tell_person(Notice.ACCOUNT, user)
        return True
    if notice.told_on + timedelta(settings.notice_days) > today:
        return False
    user.delete()
    return True
