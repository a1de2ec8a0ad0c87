"""Pictures of editions are shown as long as those who are in them agree, and asked for at addresses that nobody makes up."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from casestudies.models import PictureConsent, Submission, SubmissionPicture
from het_site.core.models import CustomImage, CustomRendition
from het_site.core.withdrawing import withdraw_image
from newsletter.models import EditionPage
from newsletter.rendering.letter import render
from newsletter.rendering.report import report
from tests.factories.editions import edition_with, make_image

pytestmark = pytest.mark.django_db
EMPTY = "image/gif"


def address_in(html: str) -> str:
    found = re.search(r'<img[^>]*src="([^"]*/newsletter/pictures/[^"]*)"', html)
    assert found is not None
    return found[1].removeprefix(settings.SITE_URL)


def consent_of(image: CustomImage, **values: bool) -> PictureConsent:
    picture = SubmissionPicture.objects.create(
        submission=Submission.objects.create(), image=image, size=1, width=1, height=1
    )
    return PictureConsent.objects.create(picture=picture, shown="nobody", **{"on_web": True} | values)


def test_a_picture_is_shown_until_it_is_withdrawn(client: Client) -> None:
    edition = edition_with("picture")
    address = address_in(render(edition).html)
    answer = client.get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]  # a file is streamed
    assert "Set-Cookie" not in answer
    withdraw_image(image=CustomImage.objects.get())
    gone = client.get(address)
    assert (gone.status_code, gone["Content-Type"], gone["Cache-Control"]) == (200, EMPTY, "no-store")
    told = client.get(edition.url).content.decode()
    assert "Raised beds" not in told
    assert "The yard in May." not in told


def test_consent_is_asked_for_newsletters(client: Client) -> None:
    edition = edition_with("picture", "text")
    address = address_in(render(edition).html)
    consent = consent_of(CustomImage.objects.get(), in_newsletter=True)
    assert report(EditionPage.objects.get(pk=edition.pk)).may_send
    consent.in_newsletter = False
    consent.save()
    assert client.get(address)["Content-Type"] == EMPTY
    edition = EditionPage.objects.get(pk=edition.pk)
    assert any("no consent" in fault for fault in report(edition).faults)
    assert "/newsletter/pictures/" not in render(edition).html


def test_looking_makes_nothing_and_no_other_picture_can_be_asked_for(client: Client) -> None:
    address = address_in(render(edition_with("picture")).html)
    CustomRendition.objects.all().delete()
    assert client.get(address)["Content-Type"] == EMPTY
    assert not CustomRendition.objects.exists()
    other = make_image()
    assert client.get(re.sub(r"/\d+-", f"/{other.pk}-", address)).status_code == 404
    assert client.post(address).status_code == 405
