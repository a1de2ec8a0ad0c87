"""The block and the footer lead to the form from any page, and hold none themselves."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.test import Client

from het_site.core.blocks import BodyBlock

pytestmark = pytest.mark.django_db


def test_the_block_leads_to_the_form() -> None:
    assert "newsletter_sign_up" in apps.get_app_config("newsletter").body_blocks
    body = BodyBlock()
    value = body.to_python([{"type": "newsletter_sign_up", "value": {"heading": "Get it", "text": "<b>By email"}}])
    html = BeautifulSoup(str(value[0].render()), "html.parser")
    assert [link["href"] for link in html.select("a")] == ["/newsletter/sign-up/"]
    assert "<b>By email" in html.get_text()
    assert not html.select("form, b")
    assert body.child_blocks["newsletter_sign_up"].is_previewable


def test_the_footer_leads_to_the_form() -> None:
    page = BeautifulSoup(Client().get("/newsletter/sign-up/").content, "html.parser")
    assert page.select_one('footer a[href="/newsletter/sign-up/"]')
