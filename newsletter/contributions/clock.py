"""What time does to items: idle drafts go after notice, contact details are erased, and contributors hear of the next deadline.

Each is done for itself and says by its own fields how far it is: run twice, late, or killed half-way, the clock neither
repeats a step nor leaves one out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from het_site.core.one_by_one import each
from newsletter.contributions.access import WRITABLE, Action, Refused, Who, require
from newsletter.contributions.notices import NOTICE_DAYS, Notice, settings_now, tell, tell_person
from newsletter.contributions.pictures import forget_names, withdraw_public_picture
from newsletter.contributions.steps import step
from newsletter.models import Contributor, Item, ItemPicture, NewsletterSettings
from newsletter.planning import next_deadline

State = Item.State
DAYS_OF_MONTH = 30.4375
ENDED = (State.PUBLISHED, State.DECLINED, State.WITHDRAWN)


def run(today: date) -> dict[str, int]:
    """Do all that is due on a day; gives how often each thing was done."""
    settings = settings_now()
    return {
        "drafts": look_after_drafts(today, settings),
        "erased": erase_contacts(today, settings),
        "reminded": remind_of_deadline(today, settings),
    }


def look_after_drafts(today: date, settings: NewsletterSettings) -> int:
    """Call idle drafts to mind, and remove those whose notice has run out; one that came back from us is closed."""
    before = today - timedelta(settings.item_draft_days - NOTICE_DAYS)
    idle = Item.objects.filter(state__in=WRITABLE, saved_at__date__lte=before)

    def look_after(item: Item) -> bool:
        if item.state not in WRITABLE or timezone.localdate(item.saved_at) > before:
            return False
        if item.reminded_on is None and item.owner_id is not None:
            item.reminded_on = today
            item.save(update_fields=["reminded_on"])
            tell(Notice.DRAFT_GOES, item)
            return True
        return (item.reminded_on or date.min) + timedelta(NOTICE_DAYS) <= today and _remove(item)

    return _each(idle, look_after)


def _remove(item: Item) -> bool:
    if item.state == State.CHANGES_NEEDED:
        with step(Action.WITHDRAW, item, by=None, who=Who.PORTAL) as found:
            found.decided_at = timezone.now()
            withdraw_public_picture(found)
        return True
    require(None, Action.REMOVE, item, who=Who.PORTAL)
    item.delete()
    return True


def erase_contacts(today: date, settings: NewsletterSettings) -> int:
    """Forget who offered an item and who agreed to its picture, long after the decision. What is out stays as it is."""
    before = today - timedelta(round(settings.item_months * DAYS_OF_MONTH))
    old = Item.objects.filter(erased_at=None, state__in=ENDED, decided_at__date__lte=before)

    def erase(item: Item) -> bool:
        with step(Action.ERASE, item, by=None, who=Who.PORTAL) as found:
            found.events.filter(by=found.owner_id).update(by=None)
            forget_names(found)
            found.owner, found.erased_at = None, timezone.now()
        if item.state != State.PUBLISHED:
            ItemPicture.objects.filter(item=item).delete()
        return True

    return _each(old, erase)


def remind_of_deadline(today: date, settings: NewsletterSettings) -> int:
    """Tell who has offered an item before of the next copy deadline, once for each edition."""
    upcoming = next_deadline(today)
    if not settings.remind_days or not settings.items_are_open or upcoming is None:
        return 0
    if upcoming.copy_deadline > today + timedelta(settings.remind_days):
        return 0
    offered = Item.objects.exclude(state__in=[*WRITABLE, State.SUBMITTED]).exclude(owner=None)
    there = Item.objects.filter(state__in=[State.SUBMITTED, State.ACCEPTED]).exclude(owner=None)
    rows = Contributor.objects.filter(wants_reminders=True, user__is_active=True, user__in=offered.values("owner"))
    rows = rows.exclude(reminded_of=upcoming.pk).exclude(user__in=there.values("owner"))
    done = 0
    for pk in rows.values_list("pk", flat=True):
        with transaction.atomic():
            row = Contributor.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
            if row.wants_reminders and row.reminded_of_id != upcoming.pk:
                row.reminded_of_id = upcoming.pk
                row.save(update_fields=["reminded_of"])
                tell_person(Notice.DEADLINE, row.user)
                done += 1
    return done


def _each(items: QuerySet[Item], work: Callable[[Item], bool]) -> int:
    return each(items, work, called="item", refused=Refused)
