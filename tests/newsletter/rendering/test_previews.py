"""Officers see every form of an edition before it is sent."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from newsletter.models import EditionPage
from newsletter.rendering import previews
from tests.factories.editions import KINDS, edition_with

pytestmark = pytest.mark.django_db
FORMS = [mode for mode, _ in previews.MODES]


def shown(edition: EditionPage, mode: str) -> str:
    response = edition.make_preview_request(preview_mode=mode)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("kind", KINDS)
def test_every_block_in_every_form(kind: str) -> None:
    edition = edition_with(kind)
    for mode in ("", *FORMS):
        assert edition.title in shown(edition, mode) or mode == previews.REPORT


def test_what_is_different_in_each() -> None:
    edition = edition_with("picture", "text")
    wide = BeautifulSoup(shown(edition, previews.WIDE), "html.parser")
    assert wide.find("img", src=True)
    assert "[[" not in str(wide)
    phone = shown(edition, previews.NARROW)
    assert "width: 320px" in phone
    assert "min-width:480px) {" not in phone
    assert previews.SMALLER not in phone
    assert "Raised beds" in phone
    assert "@media all" in shown(edition, previews.DARK)
    bare = BeautifulSoup(shown(edition, previews.BARE), "html.parser").img
    assert bare is not None
    assert not bare.has_attr("src")
    assert bare["alt"] == "Raised beds in a yard"
    text = shown(edition, previews.TEXT)
    assert "- One" in text
    assert "[Picture: Raised beds in a yard. The yard in May. Photograph: Jane Smith]" in " ".join(text.split())
    assert text.count(previews.OWN_LINK) == 2
    assert "[[" not in text
    assert "Ready to send" in shown(edition, previews.REPORT)


def test_a_new_edition_can_be_looked_at_before_it_is_saved() -> None:
    edition = EditionPage(title="Not saved")
    for mode in FORMS:
        assert shown(edition, mode)
    assert "Not ready to send" in shown(edition, previews.REPORT)


def test_an_email_runs_nothing_in_the_cms() -> None:
    response = edition_with("text").make_preview_request(preview_mode=previews.WIDE)
    policy = response["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "default-src 'none'" in policy
