"""Partners' stories under attack and under kills: floods, guessed codes, forged forms, bots, hostile files, SIGKILL while saving."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from het_site.local import assets
from het_site.local.environment import fill_in
from het_site.local.folders import data_folder
from tests import databases
from tests.proof.stories_site import Answer, Browser, Memory, Web

NAME = "het_proof_stories"
SIGN_UPS, CODES, AT_ONCE, KILLS = 200, 10_000, 12, 25
MOST_MEMORY = 300_000_000
START, CODE, SHARE = "/sign-in/", "/sign-in/code/", "/case-studies/share/"
#: what is left in no file that was cleaned
TRACES = (b"<script", b"<?php", b"alert(", b"Exif", b"PK\x03\x04")


def main() -> None:
    """Show all of it on a copy of an empty portal's database, which is dropped afterwards."""
    fill_in()
    assets.build()
    assets.collect()
    with elsewhere(NAME) as web:
        web.start()
        show_sign_ups(web)
        show_codes(web, CODES)
        show_forged_forms(web)
        show_bots(web)
        show_uploads(web)
        web.kill()
        show_kills(web, KILLS)


@contextmanager
def elsewhere(name: str) -> Iterator[Web]:
    """Give a site on a database and in a folder of its own, for a process that has not begun with Django."""
    own = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = databases.copy(own, template=databases.migrated_template(own), name=name)
    static = data_folder() / "static"
    with tempfile.TemporaryDirectory(prefix="het-proof-") as folder:
        (Path(folder) / "static").symlink_to(static, target_is_directory=True)
        os.environ["HET_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "het_site.settings.serve"
        import django

        django.setup()
        web = Web(Path(folder))
        try:
            yield web
        finally:
            web.kill()
            django.db.connections.close_all()
            databases.drop(own, name)


def show_sign_ups(web: Web) -> None:
    """Have one address sign up hundreds within a minute: few codes are sent, the rest is told when to come again."""
    from het_site.core.models import SignInCode, User

    browser = Browser(web.port)
    form = form_of(browser.get(START))
    time.sleep(1.1)
    began = time.monotonic()

    def sign_up(number: int) -> int:
        asker = Browser(web.port, dict(browser.cookies))
        return asker.post(START, form | {"email": f"flood{number}@demo.example"}).status

    statuses = Counter(at_once(sign_up, range(SIGN_UPS)))
    took = time.monotonic() - began
    assert set(statuses) == {302, 429}, statuses
    assert statuses[302] <= 30 >= SignInCode.objects.count()
    assert not User.objects.filter(email__startswith="flood").exists()
    print(
        f"  {SIGN_UPS} sign-ups from one address in {took:.0f} s: {statuses[302]} codes sent, {statuses[429]} told to wait"
    )


def show_codes(web: Web, tries: int) -> None:
    """Guess a code thousands of times at once, with and without the limit of one address: five tries count."""
    from het_site.core.accounts import codes
    from het_site.core.models import RequestCount, SignInCode, User

    forget_limits()
    browser = Browser(web.port)
    form = form_of(browser.get(START))
    time.sleep(1.1)
    assert browser.post(START, form | {"email": "guessed@demo.example"}).status == 302
    code = SignInCode.objects.get(address="guessed@demo.example")
    right = codes.digits_of(code)
    form = form_of(browser.get(CODE))

    def guess(number: int) -> int:
        wrong = f"{(int(right) + 1 + number) % 10**6:06d}"
        return Browser(web.port, dict(browser.cookies)).post(CODE, form | {"code": wrong}).status

    began = time.monotonic()
    statuses = Counter(at_once(guess, range(tries)))
    took = time.monotonic() - began
    assert set(statuses) == {200, 429}, statuses
    assert statuses[200] <= 200  # the turn of a quarter of an hour may lie between
    RequestCount.objects.all().delete()
    again = Counter(at_once(guess, range(90)))
    code.refresh_from_db()
    assert code.tries == codes.MOST_TRIES
    RequestCount.objects.all().delete()
    assert browser.post(CODE, form | {"code": right}).status == 200
    assert "sessionid" not in browser.cookies
    assert not User.objects.filter(email="guessed@demo.example").exists()
    print(
        f"  {tries:,} wrong codes, {AT_ONCE} at once, in {took:.0f} s: {code.tries} were looked at, {statuses[429]:,} told to"
        f" wait, {again[200]} more told that it is dead; then the right one does not sign in either"
    )


def show_forged_forms(web: Web) -> None:
    """Send forms without, with another's and with an old mark, twice, from elsewhere, stale, and with others' keys."""
    from casestudies.models import Submission

    forget_limits()
    author, other = somebody(web, "forms"), somebody(web, "other")
    mine, theirs = draft("forms"), draft("other")
    picture = picture_of(theirs)
    story = f"{SHARE}{mine.key}/story/"
    token, strange = author.token(story), other.token(f"{SHARE}{theirs.key}/story/")
    typed = {"seen-title": "0", "title": "Forged"}
    mark = re.search(r'name="mark" value="([^"]+)"', author.get(SHARE).body)
    assert mark
    begin = {"csrfmiddlewaretoken": author.token(SHARE), "speed": "quick", "mark": mark[1]}
    time.sleep(1.1)
    refused: list[tuple[str, Answer, set[int]]] = [
        ("no mark", author.post(story, typed), {403}),
        ("another's mark", author.post(story, typed | {"csrfmiddlewaretoken": strange}), {403}),
        ("made-up mark", author.post(story, typed | {"csrfmiddlewaretoken": "x" * 64}), {403}),
        ("from elsewhere", author.post(story, typed, **{"Sec-Fetch-Site": "cross-site"}), {403}),
        ("from a strange origin", author.post(story, typed | signed(token), Origin="https://evil.example"), {403}),
        ("another's story", author.post(f"{SHARE}{theirs.key}/story/", typed | signed(token)), {404}),
        ("start, mark made up", author.post(f"{SHARE}start/", begin | {"mark": "x:y:z"}), {400}),
        ("start, another's mark", other.post(f"{SHARE}start/", begin | signed(strange)), {400}),
    ]
    for end in ("", "move/", "remove/", "withdraw/"):
        address = f"{SHARE}{mine.key}/pictures/{picture.key}/{end}"
        refused.append((f"another's picture, {end}", author.post(address, signed(token)), {404}))
    for name, answer, wanted in refused:
        assert answer.status in wanted, (name, answer.status)
    mine.refresh_from_db()
    assert (mine.answers, theirs.answers) == ({}, {})
    before = Submission.objects.count()
    replayed = Counter(at_once(lambda _: author.post(f"{SHARE}start/", begin).status, range(20)))
    assert Submission.objects.count() == before + 1, replayed
    assert author.post(story, typed | signed(token) | {"title": "First"}).status == 302
    stale = author.post(story, typed | signed(token) | {"title": "Second"})
    mine.refresh_from_db()
    assert (stale.status, mine.answers["title"]) == (409, "First")
    assert "Second" in stale.body, "nothing typed is lost"
    print(
        f"  {len(refused)} forged forms refused, nothing changed; one form sent 20 times at once started 1 story;"
        " a stale one overwrote nothing and got both answers back"
    )


def show_bots(web: Web) -> None:
    """Fill in the boxes that nobody sees: no code is sent, no story is started, and what is sent is held back."""
    from casestudies.models import Submission
    from het_site.core.models import SignInCode

    forget_limits()
    visitor, writer = Browser(web.port), somebody(web, "bot")
    form = form_of(visitor.get(START))
    quick = visitor.post(START, form | {"email": "bot@demo.example"})
    time.sleep(1.1)
    trapped = visitor.post(START, form | {"email": "bot@demo.example", "website": "https://spam.example"})
    assert not SignInCode.objects.filter(address="bot@demo.example").exists(), (quick.status, trapped.status)
    page = form_of(writer.get(SHARE))
    time.sleep(1.1)
    started = writer.post(f"{SHARE}start/", page | {"speed": "quick", "website": "x"})
    assert (started.status, Submission.objects.filter(memberships__user__email="bot@demo.example").count()) == (400, 0)
    story = draft("bot", answers=COMPLETE)
    check = form_of(writer.get(f"{SHARE}{story.key}/check/"))
    time.sleep(1.1)
    sent = writer.post(f"{SHARE}{story.key}/send/", check | {"website": "x"})
    story.refresh_from_db()
    assert (sent.status, story.state) == (302, "quarantined"), (sent.status, story.state)
    print(
        "  bots: no code sent to one that was too quick or filled the trap, no story started, one that was sent is held back"
    )


def show_uploads(web: Web) -> None:
    """Send every hostile file: each is cleaned or refused with a sentence, nothing is public, little memory is held."""
    from casestudies.models import SubmissionDocument, SubmissionPicture
    from tests.casestudies.uploads.hostile import corpus

    author, story = somebody(web, "files"), draft("files")
    address = f"{SHARE}{story.key}/pictures/"
    token = author.token(address)
    files, outcomes = corpus(), Counter[str]()
    memory = Memory(web)
    memory.start()
    began = time.monotonic()
    for one in files:
        forget_limits()
        data = signed(token) | ({"documents": "yes"} if one.as_document else {})
        answer = author.upload(address, data, one.name, one.content)
        assert answer.status in {200, 302, 429}, (one.what, answer.status)
        kept = [
            *SubmissionPicture.objects.filter(submission=story),
            *SubmissionDocument.objects.filter(submission=story),
        ]
        outcomes["cleaned" if kept else "refused"] += 1
        if not kept:
            assert "error-summary" in answer.body, one.what
        for row in kept:
            content = Path(row.file.path).read_bytes()
            assert not [trace for trace in TRACES if trace in content], one.what
            for file in (row.file, getattr(row, "small", None)):
                if file:
                    Path(file.path).unlink()
            row.delete()
    memory.is_over.set()
    memory.join()
    public = [path for path in (web.folder / "media").rglob("*") if path.is_file()]
    assert public == []
    assert Browser(web.port).get("/readyz").status == 200
    most = {kind: f"{number / 1e6:.0f} MB" for kind, number in memory.most.items()}
    print(
        f"  {len(files)} hostile files in {time.monotonic() - began:.0f} s: {outcomes['refused']} refused, {outcomes['cleaned']}"
        f" cleaned, none public; most memory of one process: web {most['web']}, opening a file {most['upload']}"
    )
    assert len(files) >= 60
    assert 0 < max(memory.most.values()) < MOST_MEMORY, most


def show_kills(web: Web, rounds: int) -> None:
    """Kill the whole server at random moments while two people save: all that was acknowledged is there, and whole."""
    stories = [draft(f"killed{number}") for number in range(2)]
    writers = [Writer(web, f"killed{number}", story) for number, story in enumerate(stories)]
    in_flight = 0
    for _ in range(rounds):
        web.start()
        threads = [threading.Thread(target=writer.write) for writer in writers]
        for thread in threads:
            thread.start()
        time.sleep(random.uniform(0.3, 1.5))  # noqa: S311  (a moment, not a secret)
        web.kill()
        for thread in threads:
            thread.join()
        for writer in writers:
            in_flight += writer.check()
    saved = sum(writer.saved for writer in writers)
    assert saved > rounds
    print(
        f"  {rounds} kills while saving: all {saved} acknowledged savings are there, {in_flight} more were stored whole and not"
        " acknowledged any more, none is half written"
    )


class Writer:
    """Somebody who saves one answer after the other until the server is gone."""

    QUESTIONS = ("title", "summary")

    def __init__(self, web: Web, name: str, story: Any) -> None:
        self.browser, self.story, self.saved = somebody(web, name), story, 0
        self.browser.cookies["csrftoken"] = self.token = uuid4().hex
        self.address = f"{SHARE}{story.key}/story/"
        self.acknowledged: dict[str, str] = dict.fromkeys(self.QUESTIONS, "")
        self.sent: dict[str, str] = {}

    def write(self) -> None:
        """Save until nobody answers."""
        try:
            while True:
                text = f"{self.saved} " + "0123456789" * 10 + " end"
                self.story.refresh_from_db()
                self.sent = dict.fromkeys(self.QUESTIONS, text)
                body = json.dumps({"answers": self.sent, "seen": self.story.versions}).encode()
                headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
                answer = self.browser.send("POST", f"{self.address}autosave/", body, headers)
                assert answer.status == 200, (answer.status, answer.body[:300])
                assert not json.loads(answer.body)["clashes"]
                self.acknowledged, self.sent = self.sent, {}
                self.saved += 1
        except OSError:
            return
        except http.client.HTTPException:  # it was gone within an answer
            return

    def check(self) -> int:
        """Compare what is stored with what was acknowledged; gives 1 if more than that was stored."""
        from casestudies.models import Submission

        story = Submission.objects.get(pk=self.story.pk)
        stored = {name: story.answers.get(name, "") for name in self.QUESTIONS}
        assert stored in (self.acknowledged, self.sent), "lost or half written"
        if story.revision:
            newest = story.revisions.get(number=story.revision)
            assert newest.answers == story.answers, "the history says something else"
        is_more = stored != self.acknowledged
        self.acknowledged, self.sent = stored, {}
        self.saved += is_more
        return int(is_more)


COMPLETE = {
    "title": "Warm lunches",
    "summary": "Forty people eat.",
    "organisation": "Kitchen",
    "contact_is_shown": "no",
}


def somebody(web: Web, name: str) -> Browser:
    """Give somebody who is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from het_site.core.accounts.people import make_partner
    from het_site.core.models import User

    user = User.objects.filter(email=f"{name}@demo.example").first() or make_partner(f"{name}@demo.example")
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    return Browser(web.port, {"sessionid": str(session.session_key)})


def draft(name: str, *, answers: dict[str, Any] | None = None) -> Any:
    """Give a draft of somebody."""
    from casestudies.actions import start
    from het_site.core.accounts.people import make_partner

    story = start(by=make_partner(f"{name}@demo.example"), speed="quick", settings=None)
    story.answers = answers or {}
    story.save()
    return story


def picture_of(story: Any) -> Any:
    """Give a picture of a story."""
    from tests.factories.pictures import make_picture

    return make_picture(story, story.memberships.get().user)


def forget_limits() -> None:
    """Begin a show as if nobody had tried anything before."""
    from het_site.core.models import Attempt, RequestCount

    Attempt.objects.all().delete()
    RequestCount.objects.all().delete()


def signed(token: str) -> dict[str, str]:
    """Give what shows where a form is from."""
    return {"csrfmiddlewaretoken": token}


def form_of(answer: Answer) -> dict[str, str]:
    """Give the hidden fields of a page's form."""
    inputs = re.findall(r"<input[^>]*>", answer.body)
    found = {}
    for one in inputs:
        name, value = re.search(r'name="([^"]+)"', one), re.search(r'value="([^"]*)"', one)
        if 'type="hidden"' in one and name:
            found[name[1]] = value[1] if value else ""
    assert "csrfmiddlewaretoken" in found, quote(answer.body[:200])
    return found


def at_once(work: Any, items: Iterable[int]) -> list[Any]:
    """Do something for each, several at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(work, items))


def show_short(name: str) -> None:
    """Show kills alone, in a few seconds, for the tests."""
    fill_in()
    with elsewhere(name) as web:
        show_kills(web, 2)
