"""Abuse: heads made up in every field, a megabyte anywhere, tokens at other doors, webhooks that are none: refused, logged, nothing lost.

What is more about one thing stands with it: `subscribers/test_signing_up.py`, `subscribers/test_webhooks.py`, `sending/test_mailing.py`.
"""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from het_site.core.models import BrandSettings, User
from newsletter import links
from newsletter.contributions.notices import STOP_SALT, stop_token
from newsletter.models import Contributor, NewsletterSettings, Sending, SignUp, Subscriber, Suppression
from newsletter.rendering.letter import render
from newsletter.rendering.report import report
from newsletter.sending.freezing import freeze
from newsletter.sending.mailing import Letters, MalformedError
from newsletter.sending.preferring import sender_now, settings_now
from newsletter.sending.trying import send_test
from newsletter.subscribers.signing_up import ask
from tests.core.accounts.signing_in import stamped
from tests.factories.editions import edition_with
from tests.factories.newsletter import make_subscriber
from tests.newsletter.contributions.conftest import make_item, make_person
from tests.newsletter.letters.test_every_link import digest
from tests.newsletter.subscribers.conftest import store
from tests.newsletter.subscribers.signing_up import sign_up, work
from tests.newsletter.subscribers.test_webhooks import KEY, mailersend, mailgun, post

__all__ = ["store"]

pytestmark = pytest.mark.django_db

MADE_UP = tuple(f"Hello{end}Bcc: all@demo.example" for end in ("\r\n", "\n", "\r", "\u2028"))
MEGABYTE = "x" * 1_000_000
PERSON, ADDRESS = "Annabel Seldom", "annabel.seldom@demo.example"


# Heads


@pytest.mark.parametrize("words", MADE_UP)
def test_an_edition_whose_subject_makes_up_a_head_is_never_frozen(words: str) -> None:
    edition = edition_with("text", subject=words)
    officer = make_person("officer", "Newsletter editors")
    assert not report(edition).may_send
    with pytest.raises(ValueError, match="one line"):
        freeze(edition, by=officer, start_at=timezone.now(), rendered=render(edition))
    with pytest.raises(ValueError, match="one line"):
        send_test(edition=edition, to=[officer.email], by=officer)
    assert (Sending.objects.count(), mail.outbox) == (0, [])
    client = Client()
    client.force_login(officer)
    for name, sent in (("desk", {"when": "now", "readers": "0"}), ("try", {"to": officer.email})):
        answer = client.post(reverse(f"newsletter_sending:{name}", args=[edition.pk]), sent)
        assert answer.status_code < 500, name
    assert (Sending.objects.count(), mail.outbox) == (0, [])


@pytest.mark.parametrize("field", ["from_name", "reply_to", "unsubscribe_address"])
@pytest.mark.parametrize("words", MADE_UP)
def test_no_setting_makes_up_a_head(words: str, field: str, settings: Any) -> None:
    """The form refuses it; what stands in the database all the same stops the sending instead of going out."""
    settings.SECOND_FACTOR = False
    settings_now().save()
    client = Client()
    client.force_login(make_person("officer", "Newsletter editors"))
    site = Site.objects.get(is_default_site=True)
    there = reverse("wagtailsettings:edit", args=["newsletter", "newslettersettings", site.pk])
    sent = {
        name: str(getattr(settings_now(), name) or "") for name in (one.name for one in NewsletterSettings._meta.fields)
    }
    client.post(there, sent | {field: words})
    kept = getattr(settings_now(), field)
    assert len(kept.splitlines()) <= 1
    NewsletterSettings.objects.update(**{field: words})
    with pytest.raises(MalformedError):
        Letters(Sending(subject="News", html="h", text="t"), sender_now())


@pytest.mark.parametrize("words", MADE_UP)
def test_a_site_name_makes_up_no_head_of_a_letter(words: str) -> None:
    brand = BrandSettings.for_site(Site.objects.get(is_default_site=True))
    BrandSettings.objects.filter(pk=brand.pk).update(site_name=words)
    sign_up("new@demo.example")
    (letter,) = work()
    wire = letter.message()
    assert len(letter.subject.splitlines()) == 1
    assert wire["Bcc"] is None
    assert letter.recipients() == ["new@demo.example"]


# A megabyte, and letters of all kinds


@pytest.mark.parametrize("field", ["name", "email", "topics", "website", "shown"])
def test_a_megabyte_in_a_form_is_refused_quickly_and_not_sent_back(
    field: str, caplog: pytest.LogCaptureFixture
) -> None:
    row = make_subscriber(email=ADDRESS, name=PERSON)
    yours = links.preferences_url(row).removeprefix("http://testserver")
    began = time.process_time()
    with caplog.at_level("DEBUG"):
        answers = [sign_up(**{"email": ADDRESS, "name": PERSON} | {field: MEGABYTE})]
        answers += [Client().post(path, {field: MEGABYTE}) for path in (yours, f"{yours}address/")]
    assert time.process_time() - began < 5
    for answer in answers:
        assert answer.status_code in {200, 302, 400, 422}
        assert len(answer.content) < 100_000
    assert len(caplog.text) < 10_000
    assert PERSON not in caplog.text
    assert ADDRESS not in caplog.text
    assert not SignUp.objects.exists()
    row.refresh_from_db()
    assert (row.email, row.state) == (ADDRESS, "confirmed")


@pytest.mark.parametrize("field", ["headline", "text", "link", "organisation"])
def test_a_megabyte_in_an_item_is_cut_and_the_rest_of_the_draft_is_kept(field: str) -> None:
    """A draft is never refused, so that nothing is lost that somebody typed; what nobody types is."""
    owner = make_person("owner", "Partners")
    item = make_item(owner)
    client = Client()
    client.force_login(owner)
    answer = client.post(reverse("item", args=[item.key]), {"headline": "Anew", field: MEGABYTE})
    assert answer.status_code in {200, 302, 400, 422}
    item.refresh_from_db()
    assert len(getattr(item, field)) <= 6000
    assert len(answer.content) < 100_000
    assert item.headline == "Anew" or field == "headline"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ANN+News@Demo.Example", "ann+news@demo.example"),
        ("ann@bu\u0308cher.demo.example", "ann@xn--bcher-kva.demo.example"),
        ("ann@xn--bcher-kva.demo.example", "ann@xn--bcher-kva.demo.example"),
        ("ann@\u0430nytown.demo.example", "ann@xn--nytown-2nf.demo.example"),
    ],
)
def test_addresses_of_the_world_are_kept_as_servers_write_them(typed: str, kept: str) -> None:
    sign_up(typed)
    assert SignUp.objects.get().email == kept


@pytest.mark.parametrize(
    "typed", ['"ann b"@demo.example', "\u0430nn@demo.example", "root@localhost", "ann@[127.0.0.1]", "ann@demo"]
)
def test_an_address_that_no_edition_could_go_to_is_refused_at_the_door(typed: str) -> None:
    assert sign_up(typed).status_code == 200
    assert not SignUp.objects.exists()


# Tokens


def test_no_token_opens_another_door(caplog: pytest.LogCaptureFixture) -> None:
    """Every kind of token that an email holds, at every address that takes one, by every method that does something."""
    row, owner = make_subscriber(), make_person("owner", "Partners")
    Contributor.objects.create(user=owner)
    asked = ask(email="new@demo.example", name="", topic_names=[], source="here")
    good = {
        "newsletter_unsubscribe": links.token(links.UNSUBSCRIBE, row.key),
        "newsletter_yours": links.token(links.YOURS, row.key),
        "newsletter_confirm": links.token(links.CONFIRM, asked.key),
        "items_reminders": stop_token(owner),
    }
    same = {
        "newsletter_move": "newsletter_yours",
        "newsletter_erase": "newsletter_yours",
        "newsletter_held": "newsletter_yours",
    }
    forged = {
        "stamp of a form": stamped(),
        "another key": links.token(links.YOURS, uuid4()),
        "another secret": signing.dumps(owner.pk, key="another-secret", salt=STOP_SALT),
        "another salt": signing.dumps(owner.pk, salt="another"),
        "unsigned": str(row.key),
        "cut": good["newsletter_yours"][:-2],
        "longer": good["newsletter_yours"] + "A",
        "turned": ".".join(reversed(good["newsletter_yours"].split("."))),
        "empty signature": good["newsletter_yours"].split(".")[0] + ".",
        "letters": "\N{SNOWMAN}" * 20,
        "long": "A" * 4000,
    }
    doors = [*good, *same]
    Client().get("/newsletter/sign-up/")  # Wagtail makes the row of a setting when it is first asked for
    before = digest()
    for (kind, token), name in itertools.product([*good.items(), *forged.items()], doors):
        if same.get(name, name) == kind:
            continue
        path = reverse(name, args=[token])
        for answer in (
            Client().get(path),
            Client().post(path, {"List-Unsubscribe": "One-Click", "leave": "1", "do": "stop"}),
        ):
            is_of_nobody = kind == "another key"
            assert answer.status_code in ({404, 410, 200} if is_of_nobody else {404, 400}), (
                kind,
                name,
                answer.status_code,
            )
    assert {table for table, number in digest().items() if before[table] != number} == set()
    for name, token in good.items():
        assert token not in caplog.text, name


# Webhooks


@pytest.fixture(params=["mailgun", "mailersend"])
def provider(request: pytest.FixtureRequest, settings: Any) -> str:
    settings.EMAIL_PROVIDER, settings.EMAIL_WEBHOOK_KEY = request.param, KEY
    return str(request.param)


def words_of(provider: str) -> str:
    make: Callable[..., dict[str, Any]] = mailgun if provider == "mailgun" else mailersend
    return json.dumps(make("hard", message="m1", email=ADDRESS))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", "hello"),
        ("application/x-www-form-urlencoded", "event=bounced&recipient=annabel.seldom%40demo.example"),
        ("multipart/form-data; boundary=x", "--x\r\n"),
        ("application/json", "x" * 10_000_000),
        ("application/json", '{"signature": null}'),
        ("application/json", "[" * 50_000),
        ("application/xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    ],
)
def test_what_is_no_webhook_is_refused_and_logged_without_anybodys_name(
    provider: str, kind: str, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    row = make_subscriber(email=ADDRESS, name=PERSON)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = client.post(f"/newsletter/told/{provider}/", body, content_type=kind)
    assert answer.status_code == 400
    assert caplog.records
    assert ADDRESS not in caplog.text
    assert len(caplog.text) < 20_000
    row.refresh_from_db()
    assert (row.state, row.events.count(), Suppression.objects.count()) == ("confirmed", 0, 0)


def test_what_was_signed_for_other_words_or_by_another_key_is_refused(
    provider: str, caplog: pytest.LogCaptureFixture
) -> None:
    make_subscriber(email=ADDRESS)
    assert post(provider, words_of(provider), {"signature": "f" * 64}).status_code == (
        200 if provider == "mailgun" else 400
    )
    caplog.clear()
    forged = json.loads(words_of(provider))
    if provider == "mailgun":
        forged["signature"]["signature"] = "f" * 64
    assert post(provider, json.dumps(forged), {"signature": "f" * 64}).status_code == 400
    assert ADDRESS not in caplog.text


def test_people_stay_out_of_the_log_whatever_is_refused(caplog: pytest.LogCaptureFixture, settings: Any) -> None:
    """Sign-ups that are refused, limited, not answered; links that are no good; people who are unknown to a copy of the site."""
    make_subscriber(email=ADDRESS, name=PERSON)
    with caplog.at_level("DEBUG"):
        for _ in range(8):
            sign_up(ADDRESS, name=PERSON)
        sign_up(f"{ADDRESS}\r\nBcc: x@demo.example", name=PERSON)
        sign_up(ADDRESS, name=PERSON, website="x")
        settings.EMAIL_KNOWN_RECIPIENTS = []
        work()
        Suppression.objects.create(address_key=Subscriber.objects.get().address_key, reason="complaint")
        sign_up(ADDRESS, name=PERSON)
        work()
    assert "not sent" in caplog.text
    assert "refused" in caplog.text
    for words in (PERSON, ADDRESS, "annabel"):
        assert words not in caplog.text
    assert User.objects.count() == 0
