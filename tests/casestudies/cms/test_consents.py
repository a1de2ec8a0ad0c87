"""Officers' screens about consent: what holds, what runs out, what happened, and taking a picture away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudies.models import ConsentEvent, PictureConsent, Submission
from casestudies.tasks import look_after_pictures
from het_site.core.models import CustomImage
from tests.casestudies.making import make_person, make_submission
from tests.factories.pictures import consent_to, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]
SignIn = Callable[[str], Client]
State = Submission.State


def picture_of(state: str, **consent: Any) -> PictureConsent:
    """Give the consent for the one picture of a story in a state."""
    writer = make_person(f"writer-{state}")
    story = make_submission(by=writer)
    row = make_picture(story, writer, alt=f"Beds of {state}")
    consent_to(row, writer, **consent)
    Submission.objects.filter(pk=story.pk).update(state=state, number=story.pk)
    return PictureConsent.objects.get(picture=row)


def test_what_runs_out_comes_first(signed_in: SignIn) -> None:
    today = timezone.localdate()
    picture_of(State.PUBLISHED, expires_on=today + timedelta(days=10))
    picture_of(State.SUBMITTED, expires_on=today + timedelta(days=90))
    picture_of(State.DRAFT, expires_on=today + timedelta(days=5))
    client = signed_in("Moderators")
    ending, holding = (client.get(reverse("stories:consents"), {"show": show}).text for show in ("ending", "all"))
    assert "Beds of published" in ending
    assert "Beds of submitted" not in ending
    assert "Beds of submitted" in holding
    assert "Beds of draft" not in ending + holding, "a draft is its writers' own"
    assert client.get(reverse("stories:consents"), {"show": "x", "p": "x"}).status_code == 200


def test_an_officer_takes_a_picture_away_and_it_is_noted(signed_in: SignIn) -> None:
    consent = picture_of(State.PUBLISHED)
    client = signed_in("Moderators")
    here = reverse("stories:withdraw_consent", args=[consent.pk])
    asked = client.get(here).text
    assert "cannot be undone" in asked
    assert 'alt="Beds of published"' in asked
    assert "Choose who asked for this." in client.post(here, {}).text
    consent.refresh_from_db()
    assert not consent.is_withdrawn
    answer = client.post(here, {"asked_by": "guardian"}, follow=True)
    assert "taken away everywhere" in answer.text
    assert "already taken away" in client.get(here).text
    log = client.get(reverse("stories:consent_log")).text
    assert "Consent withdrawn" in log
    assert "A parent or guardian" in log


@pytest.mark.parametrize("role", ["Editors", "Data officers", "Newsletter editors", "Partners", ""])
def test_nobody_else_sees_or_does_it(signed_in: SignIn, role: str) -> None:
    consent = picture_of(State.PUBLISHED)
    client = signed_in(role) if role else Client()
    for name, rest in (("consents", []), ("consent_log", []), ("withdraw_consent", [consent.pk])):
        for answer in (
            client.get(reverse(f"stories:{name}", args=rest)),
            client.post(reverse(f"stories:{name}", args=rest)),
        ):
            assert answer.status_code in {302, 403, 404}
            assert b"Beds" not in answer.content
    consent.refresh_from_db()
    assert not consent.is_withdrawn


def test_consents_of_drafts_are_not_there(signed_in: SignIn) -> None:
    consent = picture_of(State.DRAFT)
    client = signed_in("Administrators")
    assert client.get(reverse("stories:withdraw_consent", args=[consent.pk])).status_code == 404
    assert not ConsentEvent.objects.exclude(submission__state=State.DRAFT).exists()


def test_a_withdrawn_picture_is_offered_nowhere(signed_in: SignIn) -> None:
    consent = picture_of(State.PUBLISHED)
    image = CustomImage.objects.create(
        title="Beds", is_decorative=True, file=consent.picture.file, width=1, height=1, withdrawn_at=timezone.now()
    )
    client = signed_in("Moderators")
    chooser = client.get(reverse("wagtailimages_chooser:choose_results")).text
    assert f"/{image.pk}/" not in chooser
    assert client.get(reverse("wagtailimages:edit", args=[image.pk])).status_code == 200


def test_the_clock_takes_away_what_ran_out() -> None:
    consent = picture_of(State.PUBLISHED)
    PictureConsent.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    look_after_pictures(0)
    consent.refresh_from_db()
    assert consent.is_withdrawn
