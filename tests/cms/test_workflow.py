"""From draft to public: who is told, who may approve, and what happens to what is sent back."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import UploadedFile
from wagtail.test.utils.form_data import nested_form_data, streamfield

from het_site.core.models import User
from het_site.home.models import ContentPage
from tests.factories.home import make_home
from tests.factories.priorities import make_organisation

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], Client]
Person = Callable[[str], User]


def form(**values: Any) -> dict[str, Any]:
    fields = {"title": "A walk to school", "slug": "a-walk", "summary": "Together.", "body": streamfield([])}
    return dict(nested_form_data({**fields, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}, **values}))


def draft_and_send(client: Client) -> ContentPage:
    home = make_home()
    client.post(f"/cms/pages/add/home/contentpage/{home.pk}/", form(**{"action-submit": "1"}))
    return ContentPage.objects.get(slug="a-walk")


def decide(client: Client, page: ContentPage, action: str, **values: str) -> Any:
    task = page.current_workflow_task_state
    return client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk]), values)


def picture() -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "green").save(buffer, "PNG")
    return SimpleUploadedFile("walk.png", buffer.getvalue(), "image/png")


def sent_to(address: str) -> list[mail.EmailMessage]:
    return [message for message in mail.outbox if address in message.to]


def test_moderators_are_told_in_plain_words_and_nobody_else(
    signed_in: SignIn, person: Person, django_capture_on_commit_callbacks: Any
) -> None:
    moderator, officer = person("Moderators"), person("Data officers")
    with django_capture_on_commit_callbacks(execute=True):
        page = draft_and_send(signed_in("Editors"))
    assert not page.live
    (message,) = sent_to(moderator.email)
    assert "A walk to school" in message.subject
    assert f"/cms/pages/{page.pk}/edit/" in message.body
    assert "Wagtail" not in f"{message.subject} {message.body}"
    assert not sent_to(officer.email)


def test_a_moderator_who_sends_it_back_says_why_and_the_editor_is_told(
    signed_in: SignIn, person: Person, django_capture_on_commit_callbacks: Any
) -> None:
    page = draft_and_send(signed_in("Editors"))
    with django_capture_on_commit_callbacks(execute=True):
        decide(signed_in("Moderators"), page, "reject", comment="Say when it starts.")
    page.refresh_from_db()
    assert not page.live
    (message,) = sent_to(person("Editors").email)
    assert "Say when it starts." in message.body


def test_approval_makes_it_public_and_the_editor_is_told(
    signed_in: SignIn, person: Person, django_capture_on_commit_callbacks: Any
) -> None:
    page = draft_and_send(signed_in("Editors"))
    with django_capture_on_commit_callbacks(execute=True):
        decide(signed_in("Moderators"), page, "approve")
    page.refresh_from_db()
    assert page.live
    assert sent_to(person("Editors").email)


def test_an_editor_cannot_approve_their_own_page(signed_in: SignIn) -> None:
    page = draft_and_send(signed_in("Editors"))
    decide(signed_in("Editors"), page, "approve")
    page.refresh_from_db()
    assert not page.live


def test_asking_to_publish_by_a_forged_form_publishes_nothing(signed_in: SignIn) -> None:
    home = make_home()
    values = form(**{"action-publish": "1"})
    signed_in("Editors").post(f"/cms/pages/add/home/contentpage/{home.pk}/", values)
    assert not ContentPage.objects.filter(slug="a-walk", live=True).exists()


def test_an_organisation_goes_the_same_way(signed_in: SignIn, django_capture_on_commit_callbacks: Any) -> None:
    organisation = make_organisation(name="Old name")
    edit = f"/cms/snippets/priorities/organisation/edit/{organisation.pk}/"
    values = {"name": "New name", "slug": organisation.slug, "kind": organisation.kind, "description": "What it does."}
    signed_in("Editors").post(edit, {**values, "action-submit": "1"})
    organisation.refresh_from_db()
    assert organisation.name == "Old name"
    state = organisation.current_workflow_task_state
    assert state is not None
    name = organisation.snippet_viewset.get_url_name("workflow_action")
    action = reverse(name, args=[organisation.pk, "approve", state.pk])
    signed_in("Editors").post(action)
    organisation.refresh_from_db()
    assert organisation.name == "Old name"
    signed_in("Moderators").post(action)
    organisation.refresh_from_db()
    assert organisation.name == "New name"


def test_a_stranger_is_not_written_to_and_the_others_are(
    signed_in: SignIn, person: Person, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    person("Moderators")
    stranger = User.objects.create_user("moderator@example.org")
    stranger.groups.add(Group.objects.get(name="Moderators"))
    settings.EMAIL_DELIVERY_BACKEND = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "het_site.core.mail_backend.GuardedBackend"
    with django_capture_on_commit_callbacks(execute=True):
        draft_and_send(signed_in("Editors"))
    assert [message.to for message in mail.outbox] == [["moderators@demo.example"]]


def test_a_picture_needs_its_words(signed_in: SignIn, media: None) -> None:
    client = signed_in("Editors")
    values = {"title": "Walk", "file": picture(), "description": "", "credit": "", "licence": ""}
    answer = client.post("/cms/images/add/", values)
    assert "Describe what the picture shows" in answer.content.decode()
    values = {**values, "file": picture(), "description": "A street."}
    assert client.post("/cms/images/add/", values).status_code == 302
    assert get_image_model().objects.get().uploaded_by_user.email == "editors@demo.example"


def test_pictures_sent_together_wait_for_their_words(signed_in: SignIn, media: None) -> None:
    answer = signed_in("Editors").post(
        "/cms/images/multiple/add/",
        {"title": "Walk", "files[]": picture()},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.json()["success"]
    assert not get_image_model().objects.exists()
    assert UploadedFile.objects.count() == 1
    assert "description" in answer.json()["form"]
