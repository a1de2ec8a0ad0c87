"""Addresses are kept one way, told from what is none, and known again by their hash alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from newsletter.addresses import LONGEST, NOT_AN_ADDRESS, NOT_WITH_SUCH_LETTERS, address_key, domain_of, tidy
from newsletter.sending.mailing import NOT_SENDABLE


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ann@example.org", "ann@example.org"),
        (" Ann@Example.ORG\t", "ann@example.org"),
        ("o'hara+news@example.org", "o'hara+news@example.org"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@BÜCHER.example", "ann@xn--bcher-kva.example"),
        ("ann@bu\u0308cher.example", "ann@xn--bcher-kva.example"),
        ("ann@straße.example", "ann@xn--strae-oqa.example"),
        ("ann@STRASSE.example", "ann@strasse.example"),
        ("ann@p\u0430ypal.example", "ann@xn--pypal-4ve.example"),
        ("ann@bücher\u3002example", "ann@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_kept_one_way(text: str, kept: str) -> None:
    assert tidy(text) == kept
    assert tidy(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ann",
        "@",
        "ann@",
        "@example.org",
        "ann@example",
        "ann@@example.org",
        "ann@example.org, bob@example.org",
        "ann@example.org\nBcc: bob@example.org",
        "ann@example.org\r\n",
        "Ann <ann@example.org>",
        "ann@exa mple.org",
        "ann@example..org",
        "ann\x00@example.org",
        "root@localhost",
        "ann@[127.0.0.1]",
        "ann@[IPv6:::1]",
        "ann\uff20example.org",
        "ann@example.org\u202e",
        "ann@" + "a" * 64 + ".org",
        "a" * 250 + "@example.org",
        "a" * 1_000_000,
        "ann@" + "ü" * 1_000_000,
    ],
)
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match=NOT_AN_ADDRESS):
        tidy(text)


@pytest.mark.parametrize(
    "text", ["grüße@example.org", "\u0430nn@example.org", '"ann b"@example.org', '"a@b"@example.org']
)
def test_letters_that_mail_cannot_carry_are_named(text: str) -> None:
    with pytest.raises(ValidationError, match=NOT_WITH_SUCH_LETTERS):
        tidy(text)


parts = st.text(st.sampled_from("ann.+-'\"\\\\()<>,;:[] @ßä\u0430\u21631"), max_size=12)


@given(st.one_of(st.text(max_size=400), st.tuples(parts, parts).map(lambda both: f"{both[0]}@{both[1]}.example")))
def test_whatever_is_typed_is_an_address_or_refused(text: str) -> None:
    try:
        kept = tidy(text)
    except ValidationError:
        return
    assert kept == tidy(kept)
    assert len(kept) <= LONGEST
    assert kept.isascii()
    assert kept.isprintable()
    assert domain_of(kept)
    assert not NOT_SENDABLE.search(kept), "who signs up can be sent an edition"


def test_the_hash_tells_addresses_apart_and_needs_the_key(settings: Any) -> None:
    key = address_key("ann@example.org")
    assert len(key) == 64
    assert key == address_key("ann@example.org") != address_key("bob@example.org")
    settings.ADDRESS_KEY = "another key of at least fifty random characters 0123456789"
    assert key != address_key("ann@example.org")
