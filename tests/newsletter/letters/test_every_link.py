"""Mail scanners, prefetchers and robots open every link of every email the portal writes, and nothing changes."""

from __future__ import annotations

import ast
import itertools
import logging
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.signals import template_rendered

from het_site.core.models import User
from het_site.local.folders import ROOT
from newsletter.subscribers import letters as readers_letters
from tests.newsletter.letters.every_letter import KINDS, OURS, READERS, Written, every_letter

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "OPTIONS")
#: what says that a machine looks ahead, in the words of old and new browsers, and nothing at all
LOOKS: tuple[dict[str, str], ...] = ({}, {"purpose": "prefetch"}, {"sec-purpose": "prefetch;prerender"})
#: where a page of one person is: its address alone opens it
OWN = re.compile(r"^/newsletter/(?:confirm|unsubscribe|yours|offer/reminders)/[^/]+/|^/cms/password_reset/confirm/")
#: tables that looking may write to: who sits where, and sizes of pictures, which are made when they are first shown
MAY_CHANGE = {"django_session", "core_customrendition"}
#: what Wagtail writes when an officer who is signed in opens its editor: that they are there
PRESENCE = {"wagtailadmin_editingsession", "wagtailcore_pagesubscription"}
#: no other site is told more than that somebody came from ours
TELLS_NO_PATH = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
#: who sends email at all; everything else goes through them
SENDERS = {
    "casestudies/notices.py", "het_site/core/accounts/mail.py", "het_site/core/accounts/passwords.py", "het_site/core/cms/sign_in.py",
    "newsletter/contributions/notices.py", "newsletter/subscribers/letters.py",
    "newsletter/sending/trying.py",
    # the ways out themselves
    "het_site/core/email.py", "het_site/core/letters.py",
    "het_site/core/mail_backend.py", "newsletter/sending/mailing.py", "newsletter/sending/carriers.py",
}  # fmt: skip
SENDING_WORDS = {
    "send_email", "send_letter", "send_mail", "send_mass_mail", "mail_admins", "mail_managers", "send_notification",
    "EmailMessage", "EmailMultiAlternatives", "PasswordResetForm", "get_connection",
}  # fmt: skip
APPS = ("het_site", "newsletter", "casestudies", "priorities", "indicators")


@pytest.fixture
def used() -> Iterator[set[str]]:
    """Note the templates that something is written with."""
    found: set[str] = set()

    def note(sender: Any, template: Any, **_: Any) -> None:
        found.add(str(template.name))

    template_rendered.connect(note)
    yield found
    template_rendered.disconnect(note)


@pytest.fixture
def written(used: set[str], settings: Any, tmp_path: Path) -> list[Written]:
    settings.MEDIA_ROOT = tmp_path
    return every_letter()


def digest() -> dict[str, str]:
    """Give a number for each table of the database, of all that stands in it."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - MAY_CHANGE)
        asked = [
            f"SELECT '{table}', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM \"{table}\" t"  # noqa: S608  (names of our own tables)
            for table in tables
        ]
        cursor.execute(" UNION ALL ".join(asked))
        return dict(cursor.fetchall())


def changed(before: dict[str, str]) -> list[str]:
    now = digest()
    return [table for table in before if before[table] != now[table]]


def visits(paths: list[str], chance: random.Random) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Open everything by each method, announced or not, in any order; and once more in another."""
    asked = [*itertools.product(paths, METHODS, LOOKS)]
    again = [(path, method, chance.choice(LOOKS)) for path, method in itertools.product(paths, METHODS)]
    for some in (asked, again):
        chance.shuffle(some)
        yield from some


def test_robots_open_every_link_of_every_email_and_nothing_changes(
    written: list[Written], caplog: pytest.LogCaptureFixture
) -> None:
    paths = sorted({link.removeprefix(OURS) or "/" for one in written for link in one.links if link.startswith(OURS)})
    own = [path for path in paths if OWN.match(path)]
    assert len(own) >= 6, own
    Client().get("/")  # Wagtail makes the row of a setting when it is first asked for
    seed = random.randrange(10**6)  # noqa: S311  (an order, no secret)
    before, chance = digest(), random.Random(seed)  # noqa: S311  (as above)
    assert len(before) > 100
    caplog.set_level(logging.DEBUG)
    for path, method, look in visits(paths, chance):
        answer = getattr(Client(), method.lower())(path, headers=look, follow=method != "OPTIONS")
        let_go(answer)
        where = (seed, method, path, look)
        assert answer.status_code in ({200, 302, 405} if method == "OPTIONS" else {200}), (where, answer.status_code)
        if OWN.match(path) and method != "OPTIONS":
            assert answer["Referrer-Policy"] in TELLS_NO_PATH, where
            assert "no-store" in answer["Cache-Control"], where
            if method == "GET":
                assert is_unlisted(answer), where
                assert others_in(answer.content.decode()) == [], where
    assert changed(before) == []
    for path in own:
        assert path.rstrip("/").rpartition("/")[2] not in caplog.text, path
    User.objects.filter(email="items@demo.example").update(first_name="Somebody")
    assert changed(before) == ["core_user"]  # what changes is seen


def test_a_browser_that_looks_ahead_for_who_is_signed_in_changes_nothing(written: list[Written]) -> None:
    seats = {}
    for one in written:
        if one.user is not None and one.user.is_active and one.user not in seats:
            seats[one.user] = Client()
            seats[one.user].force_login(one.user)
    asked = {
        (one.user, link.removeprefix(OURS) or "/") for one in written for link in one.links if link.startswith(OURS)
    }
    for user, path in asked:  # whatever is made when somebody first comes
        if user in seats and path == "/":
            seats[user].get(path)
    before = digest()
    for (user, path), method in itertools.product(asked, ("GET", "HEAD")):
        if user in seats:
            answer = seats[user].generic(method, path, headers=LOOKS[-1])
            let_go(answer)
            assert answer.status_code in {200, 302}, (path, method, answer.status_code)
    assert set(changed(before)) <= PRESENCE


def let_go(answer: Any) -> None:
    """Close files; `close()` would end the test's own connection too."""
    for close in answer._resource_closers:
        close()


def is_unlisted(answer: Any) -> bool:
    """Tell whether search engines are told to leave a page out."""
    return (
        "noindex" in answer.headers.get("X-Robots-Tag", "")
        or '<meta name="robots" content="noindex">' in answer.content.decode()
    )


def others_in(html: str) -> list[str]:
    """Give what a page fetches from, or sends to, anywhere else."""
    fetched = re.findall(
        r"""<(?:script|img|iframe|link|source|video|form)\b[^>]*?\s(?:src|href|action)=["']?(https?://[^"'\s>]+)""",
        html,
    )
    return [address for address in fetched if not address.startswith(OURS)]


def elsewhere_is_as_it_was_written(written: list[Written]) -> None:
    """No redirect, no pixel: every address elsewhere is the one that an officer or a partner wrote, without a reader in it."""
    for one in written:
        for link in one.links:
            if not link.startswith(OURS):
                assert link.startswith("https://example.org/"), (one.kind, link)
                assert "?" not in link, (one.kind, link)


def editions_name_the_one_click(written: list[Written]) -> None:
    """As RFC 8058 and RFC 2369 have it, and no mark is left where a reader's own link belongs."""
    for one in (one for one in written if one.kind.startswith("edition")):
        ways = one.heads["List-Unsubscribe"].strip()  # a line may be folded before its first word
        assert re.fullmatch(r"<http://testserver/newsletter/unsubscribe/\S+/>,\s*<mailto:\S+>", ways), one.kind
        assert one.heads["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert {"List-Id", "Message-ID", "Auto-Submitted", "Date"} <= set(one.heads)
        for part in (one.text, one.html):
            assert "/newsletter/unsubscribe/" in part
            assert "/newsletter/yours/" in part
            assert "[[" not in part


# Nothing is forgotten


def test_every_letter_that_is_defined_is_in_the_table() -> None:
    defined = {name for name, value in vars(readers_letters).items() if isinstance(value, readers_letters.Words)}
    assert defined == set(READERS)
    assert len(KINDS) >= 30


def test_what_stands_in_them_and_that_every_template_of_an_email_is_in_the_table(
    used: set[str], written: list[Written]
) -> None:
    elsewhere_is_as_it_was_written(written)
    editions_name_the_one_click(written)
    folder = ROOT / "templates"
    own = {path.relative_to(folder).as_posix() for path in (folder / "emails").rglob("*.*")}
    own |= {path.relative_to(folder).as_posix() for path in folder.rglob("*.mjml")}
    own |= {path.relative_to(folder).as_posix() for path in (folder / "wagtailadmin").rglob("*email*.txt")}
    assert own >= {"emails/newsletter/letter.html", "newsletter/email/letter.mjml"}
    assert own - used == set()


def test_everybody_who_sends_email_is_known() -> None:
    found = set()
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py")):
        names = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        if names & SENDING_WORDS:
            found.add(path.relative_to(ROOT).as_posix())
    assert found == SENDERS
