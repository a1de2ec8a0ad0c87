"""What the report says at the desk leads to the very block, and a sample is sent to nobody, draft or published."""

from __future__ import annotations

import json
import uuid

import pytest

from newsletter.models import EditionPage, Sending
from newsletter.rendering.checks import IS_SAMPLE
from tests.newsletter.desk.conftest import OFFICERS, SignIn, draft_of, public_edition, soup, typed, url, words

pytestmark = pytest.mark.django_db


def test_a_fault_leads_to_its_block(signed_in: SignIn, edition: EditionPage) -> None:
    key = str(uuid.uuid4())
    bad = {"type": "text", "value": '<p>For it <a href="https://example.org/">click here</a>.</p>', "id": key}
    draft_of(edition, body=json.dumps([bad]))
    link = soup(signed_in(OFFICERS).get(url("desk", edition.pk))).find("a", href=lambda to: to and key in to)
    assert link is not None
    assert link["href"] == f"/cms/pages/{edition.pk}/edit/#block-{key}-section"


@pytest.mark.parametrize("is_published", [True, False])
def test_a_sample_is_not_sent(signed_in: SignIn, worker: None, *, is_published: bool) -> None:
    edition = public_edition(is_sample=is_published)
    if not is_published:
        edition = draft_of(edition, is_sample=True)
    officer = signed_in(OFFICERS)
    assert IS_SAMPLE in words(officer.get(url("desk", edition.pk)))
    assert officer.post(url("desk", edition.pk), typed(edition, "0")).status_code == 409
    assert not Sending.objects.exists()
