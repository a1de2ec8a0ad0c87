"""Partners' items in every state that they can have, made by what the site itself calls, for tests that look at each.

`make` is run with the settings of the site that shows them. It prints how they are found and who is signed in.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from casestudies.uploads.cleaning import CleanPicture
from het_site.core.models import User
from newsletter.basket.picking import leave_out, put_in
from newsletter.contributions.judging import accept, ask_changes, decline
from newsletter.contributions.notices import stop_token
from newsletter.contributions.pictures import describe_picture, put_picture, withdraw_consent
from newsletter.contributions.publishing import publish_items
from newsletter.contributions.writing import save, send, start, withdraw
from newsletter.models import EditionPage, Item, NewsletterIndexPage
from tests.e2e.stories import session
from tests.factories.pictures import pixels

WORDS = {
    "headline": "Walks for everybody who had a fall, and for whoever walks with them",
    "text": "Every Sunday at ten we meet at the north gate of Wardown Park and go as far as the slowest likes.\r\n\r\n"
    "There is tea afterwards. Bring nobody, or bring everybody: you need not book.",
    "link": "https://www.example.org/what-is-on/walks-for-people-who-had-a-fall-and-their-families/2026/autumn/",
    "organisation": "The High Town Walkers and Talkers",
}


def make() -> None:
    """Make them all."""
    print(json.dumps(Items().made()))  # noqa: T201  (whoever runs this reads it)


class Items:
    """The items of one partner, and the officer who judges them."""

    def __init__(self) -> None:
        self.officer = User.objects.get(email="newsletter@demo.example")
        self.partner = User.objects.create_user("walker@demo.example")
        self.newcomer = User.objects.create_user("newcomer@demo.example")
        self.index = NewsletterIndexPage.objects.get()
        self.missed = self.plan(1, "What partners have been doing", deadline=-1)
        self.next = self.plan(2, "Getting through the winter", deadline=10)
        self.later = self.plan(3, "A new year", deadline=40)

    def made(self) -> dict[str, Any]:
        """Make every item."""
        items = self.with_partner() | self.with_officers() | self.decided()
        return {
            "items": {name: str(item.key) for name, item in items.items()},
            "numbers": {name: item.pk for name, item in items.items()},
            "sessions": {
                user.email.partition("@")[0]: session(user) for user in (self.partner, self.newcomer, self.officer)
            },
            "stop": stop_token(self.partner),
            "editions": [self.next.pk, self.later.pk],
        }

    def with_partner(self) -> dict[str, Item]:
        """Make what its partner still writes."""
        half = start(by=self.partner)
        save(
            item=half,
            by=self.partner,
            wanted=None,
            **WORDS | {"text": "", "link": "www.example", "headline": "Tea " * 40},
        )
        whole, moved = self.item("A choir that anybody can join"), self.item("Swimming after work", wanted=self.missed)
        self.picture(
            whole, alt="Twenty people sing in a church hall, some of them from a wheelchair", credit="Jo Smith"
        )
        undescribed = self.item("Bicycles for nurses")
        put_picture(item=undescribed, by=self.partner, picture=CLEAN)
        asked = self.sent("Lunch on Thursdays")
        ask_changes(item=asked, by=self.officer, comment="At which gate do you meet?\n\nAnd is it for children too?")
        return {"empty": start(by=self.partner), "half": half, "whole": whole, "moved": moved,
                "undescribed": undescribed, "changes_needed": asked}  # fmt: skip

    def with_officers(self) -> dict[str, Item]:
        """Make what waits to be judged."""
        sent, missed = self.sent(WORDS["headline"], has_picture=True), self.sent("Chess", wanted=self.missed)
        spam = self.item("Cheap loans")
        save(
            item=spam,
            by=self.partner,
            wanted=None,
            **WORDS | {"text": "See https://a.example " * 9, "headline": "Cheap loans"},
        )
        send(item=spam, by=self.partner, signs=["A field that people cannot see was filled in."])
        return {"sent": sent, "sent_after_the_deadline": missed, "spam": spam}

    def decided(self) -> dict[str, Item]:
        """Make what is in the basket, out, or over."""
        accepted, picked = self.sent("Bread for all", has_picture=True), self.sent("A garden behind the library")
        left, out, gone = (
            self.sent("A jumble sale"),
            self.sent("A library of tools", has_picture=True),
            self.sent("Tea", has_picture=True),
        )
        for item in (accepted, picked, left, out, gone):
            accept(item=item, by=self.officer)
        put_in(kind="item", thing=str(picked.pk), edition=self.next, by=self.officer)
        put_in(kind="item", thing=str(out.pk), edition=self.missed, by=self.officer)
        leave_out(kind="item", thing=str(left.pk), reason="It was last week.", by=self.officer)
        edition = EditionPage.objects.get(pk=self.missed.pk)
        edition.get_latest_revision().publish(user=self.officer)
        publish_items(EditionPage.objects.get(pk=edition.pk))
        withdraw_consent(item=gone, by=self.partner, asked_by="person")
        declined, taken_back = self.sent("Loans"), self.sent("Skating")
        decline(item=declined, by=self.officer, reason="It is about another town. Its council may want to hear of it.")
        withdraw(item=taken_back, by=self.partner)
        return {"accepted": accepted, "picked": picked, "published": out, "no_picture_any_more": gone,
                "declined": declined, "withdrawn": taken_back}  # fmt: skip

    def plan(self, number: int, title: str, *, deadline: int) -> EditionPage:
        """Plan an edition whose copy deadline is in some days."""
        day = timezone.localdate() + timedelta(deadline)
        edition = EditionPage(
            title=title,
            slug=f"edition-{number}",
            summary="What is on, and what became of what was on.",
            number=number,
            copy_deadline=day,
            planned_for=day + timedelta(7),
            live=False,
        )
        self.index.add_child(instance=edition)
        edition.save_revision(user=self.officer)
        return edition

    def item(self, headline: str, *, wanted: EditionPage | None = None) -> Item:
        """Make a draft that lacks nothing."""
        item = start(by=self.partner)
        save(item=item, by=self.partner, wanted=wanted, **WORDS | {"headline": headline})
        return item

    def sent(self, headline: str, *, wanted: EditionPage | None = None, has_picture: bool = False) -> Item:
        """Make an item that is with us."""
        item = self.item(headline, wanted=wanted)
        if has_picture:
            self.picture(item, alt="Six people walk through a park in autumn", credit="Photograph: Jo Smith")
        return send(item=item, by=self.partner)

    def picture(self, item: Item, **words: str) -> None:
        """Put a picture to an item, for which there is consent."""
        put_picture(item=item, by=self.partner, picture=CLEAN)
        agreed = {"shown": "adults", "holder": "The High Town Walkers", "given_on": date(2026, 5, 1)}
        describe_picture(item=item, by=self.partner, in_newsletter=True, **agreed, **words)


CLEAN = CleanPicture(pixels(size=(1200, 800)), pixels(size=(640, 427)), format="jpg", width=1200, height=800)
