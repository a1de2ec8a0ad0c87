"""Stories in every state that a partner or an officer meets, made by the actions that also the site calls.

`make` is run with the settings of the site that shows them: it puts the pictures where that site looks for them.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from casestudies.actions import save, send, start
from casestudies.actions.consents import save_consent, withdraw_consent
from casestudies.actions.ending import withdraw
from casestudies.actions.judging import ask_changes, assign, decline, remark, send_remarks
from casestudies.actions.people import invite, join
from casestudies.actions.pictures import add_document, add_picture, describe
from casestudies.actions.publishing import accept
from casestudies.actions.replying import reply
from casestudies.models import CaseStudySettings, Submission, SubmissionPicture
from casestudies.uploads.cleaning import CleanDocument, CleanPicture
from het_site.core.models import Theme, User
from tests.factories.pictures import pixels

TITLE = "Warm lunches on Thursdays keep forty older neighbours in company"
QUICK = {
    "title": TITLE,
    "summary": "A church kitchen opens its doors on Thursdays. Forty people eat together, and half of them come early to cook.",
    "organisation": "High Town Church Kitchen",
    "contact_is_shown": "no",
}
LONG = "We asked everybody who came what they missed most. Most said: somebody to talk to.\n\nSo we cooked less, and sat down more."
FULL = QUICK | {
    "authors": "Ama Mensah, Jo Smith",
    "about": LONG,
    "period": "August 2025 to July 2026",
    "audience": ["older-people", "carers"],
    "did": LONG,
    "achieved": LONG,
    "outcomes": [
        {
            "measure": "Guests who feel lonely often or always",
            "before": "18 of 40",
            "after": "9 of 40",
            "period": "September 2025 to July 2026",
            "source": "Our own questions, asked of everybody who came",
        }
    ],
    "learnt": LONG,
    "acknowledgements": "Everybody who washed up.",
    "licence": "cc-by-4.0",
}


def make() -> None:
    """Make them all, and print as JSON how they are found and who can be signed in by which session."""
    print(json.dumps(Stories().made()))  # noqa: T201  (whoever runs this reads it)


class Stories:
    """The stories of one partner, of a friend of theirs, and the officer who judges them."""

    def __init__(self) -> None:
        self.officer = User.objects.get(email="moderator@demo.example")
        self.partner = self.person("worker")
        self.friend = self.person("friend")
        self.settings = CaseStudySettings.objects.first() or CaseStudySettings(site_id=1)
        self.themes = list(Theme.objects.order_by("number").values_list("slug", flat=True)[:2])

    def made(self) -> dict[str, Any]:
        """Make every story."""
        stories = self.drafts() | self.with_officers() | self.decided()
        return {
            "stories": {name: str(story.key) for name, story in stories.items()},
            "numbers": {name: story.pk for name, story in stories.items()},
            "pictures": {
                name: str(stories[name].pictures.earliest("order").key) for name in ("pictures", "full", "published")
            },
            "consents": {name: stories[name].pictures.earliest("order").consent.pk for name in ("published",)},
            "documents": {"full": str(stories["full"].documents.get().key)},
            "sessions": {user.email.partition("@")[0]: session(user) for user in self.people()},
        }

    def people(self) -> list[User]:
        """Give everybody who walks through the site."""
        staff = [User.objects.get(email=f"{name}@demo.example") for name in ("moderator", "admin", "editor")]
        return [self.partner, self.friend, *staff]

    def drafts(self) -> dict[str, Submission]:
        """Make what partners still write."""
        half = {name: FULL[name] for name in ("title", "summary", "about")}
        full, pictures = self.story(FULL | {"themes": self.themes}, speed="full"), self.story(QUICK)
        invite(submission=full, by=self.partner, email=self.friend.email)
        join(submission=full, by=self.friend)
        invite(submission=full, by=self.partner, email="somebody-with-a-very-long-address@demo.example")
        self.picture(full, "table.jpg", alt="Six people at a long table pass each other bread", caption="A Thursday")
        leaflet = CleanDocument(b"%PDF-1.7\n", pages=4)
        add_document(submission=full, by=self.partner, document=leaflet, title="Evaluation of the first year")
        self.picture(pictures, "one", alt="Two neighbours plant beans in a raised bed beside a block of flats")
        self.picture(pictures, "two", alt="", shown="")
        gone = self.picture(pictures, "three", alt="A child waters a plant", shown="children", guardian="Their mother")
        withdraw_consent(picture=gone, by=self.partner, asked_by="guardian")
        theirs = self.story(QUICK | {"title": "A library of tools"}, by=self.friend)
        invite(submission=theirs, by=self.friend, email=self.partner.email)
        mine_too = self.story(QUICK | {"title": "Bicycles for nurses"}, by=self.friend)
        invite(submission=mine_too, by=self.friend, email=self.partner.email)
        join(submission=mine_too, by=self.partner)
        return {
            "empty": start(by=self.partner, speed="quick", settings=None),
            "half": self.story(half, speed="full"),
            "full": full,
            "pictures": pictures,
            "invited": theirs,
            "co_author": mine_too,
        }

    def with_officers(self) -> dict[str, Submission]:
        """Make what waits for somebody, on either side."""
        first, sent = self.sent(), self.sent(title="A garden behind the library")
        self.settings_of(sent, due_on=timezone.localdate() - timedelta(3), submitted_at=timezone.now() - timedelta(18))
        assign(submissions=[sent], to=self.officer, by=self.officer)
        reply(submission=sent, by=self.partner, text="When do we hear from you?")
        remark(submission=sent, by=self.officer, text="Ask the housing team first.", is_internal=True)
        remark(submission=sent, by=self.officer, text="How many came last week?", field="summary")
        asked = self.asked(title="Walks for people who had a fall")
        back = self.asked(title="Swimming after work")
        changed = {
            "summary": "Fifty people swim every week, and twelve of them have learnt it here.",
            "authors": "Jo Smith",
        }
        save(submission=back, by=self.partner, answers=changed, seen=back.versions)
        send(submission=back, by=self.partner, settings=self.settings)
        spam = self.story(QUICK | {"title": "Cheap loans", "summary": "See https://a.example " * 9})
        send(submission=spam, by=self.partner, settings=self.settings, signs=["a hidden field was filled in"])
        return {"sent": sent, "first": first, "changes_needed": asked, "back": back, "quarantined": spam}

    def decided(self) -> dict[str, Submission]:
        """Make what is over."""
        accepted, declined, taken_back = self.sent(title="Bread"), self.sent(title="Chess"), self.sent(title="Tea")
        accept(submission=accepted, by=self.officer)
        decline(
            submission=declined, by=self.officer, reason="It is about another town. Its council may want to hear of it."
        )
        withdraw(submission=taken_back, by=self.partner)
        published = self.story(FULL | {"title": "A choir that anybody can join"}, speed="full")
        self.picture(published, "choir", alt="Twenty people sing", expires_on=timezone.localdate() + timedelta(20))
        send(submission=published, by=self.partner, settings=self.settings)
        page = accept(submission=published, by=self.officer)
        page.get_latest_revision().publish(user=self.officer)
        self.settings_of(published, asked_on=timezone.localdate())
        return {
            "accepted": accepted,
            "declined": declined,
            "withdrawn": taken_back,
            "published": Submission.objects.get(pk=published.pk),
        }

    def story(self, answers: dict[str, Any], *, by: User | None = None, speed: str = "quick") -> Submission:
        """Make a draft."""
        writer = by or self.partner
        story = start(by=writer, speed=speed, settings=None)
        save(submission=story, by=writer, answers=answers, seen={})
        return story

    def sent(self, title: str = TITLE) -> Submission:
        """Make a story that is with the officers."""
        story = self.story(QUICK | {"title": title, "themes": self.themes})
        return send(submission=story, by=self.partner, settings=self.settings)

    def asked(self, title: str) -> Submission:
        """Make a story that is to be changed."""
        story = self.sent(title)
        remark(submission=story, by=self.officer, text="How many came last week? And who paid for it?", field="summary")
        remark(submission=story, by=self.officer, text="We like this very much.")
        send_remarks(submission=story, by=self.officer)
        return ask_changes(submission=story, by=self.officer)

    def picture(self, story: Submission, name: str, *, alt: str, **told: Any) -> SubmissionPicture:
        """Put a picture to a story, with what was told of it."""
        clean = CleanPicture(pixels(size=(1200, 800)), pixels(size=(640, 427)), format="jpg", width=1200, height=800)
        picture = add_picture(submission=story, by=self.partner, picture=clean)
        describe(picture=picture, by=self.partner, alt=alt, caption=told.pop("caption", ""), credit="")
        agreed = {
            "shown": "adults",
            "holder": "The church kitchen",
            "given_on": date(2026, 5, 1),
            "on_web": True,
        } | told
        if agreed["shown"]:
            save_consent(picture=picture, by=self.partner, **agreed)
        return picture

    @staticmethod
    def settings_of(story: Submission, **values: Any) -> None:
        """Set what only time sets otherwise."""
        Submission.objects.filter(pk=story.pk).update(**values)

    @staticmethod
    def person(name: str) -> User:
        """Give somebody with an account as partners have it."""
        return User.objects.filter(email=f"{name}@demo.example").first() or User.objects.create_user(
            f"{name}@demo.example"
        )


def session(user: User) -> str:
    """Sign somebody in, and give the key of their session."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)
