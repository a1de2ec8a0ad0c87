"""A page with a picture that nobody agreed to does not go live: by no button, list, plan, approval or older version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from casestudies.actions import send
from casestudies.actions.consents import withdraw_consent
from casestudies.actions.judging import ask_changes, remark
from casestudies.actions.publishing import NotPublicError, accept, why_not_public
from casestudies.models import CaseStudyPage, PictureConsent, Submission, SubmissionPicture
from het_site.core.models import CustomImage, User
from tests.casestudies.making import make_person, make_submission
from tests.factories.casestudies import make_library, make_story
from tests.factories.pictures import consent_to, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]
Spoil = Callable[[SubmissionPicture], Any]
Publish = Callable[[CaseStudyPage, Client], Any]
TOLD = "A picture on it may not be shown"


def change(**values: Any) -> Spoil:
    """Have a consent lapse behind the portal's back, so that nothing but the publishing notices."""
    return lambda picture: PictureConsent.objects.filter(picture=picture).update(**values)


def withdrawn(picture: SubmissionPicture) -> None:
    withdraw_consent(picture=picture, by=picture.added_by or make_person("x"), asked_by="person")


SPOILED: dict[str, Spoil] = {
    "not for the web": change(on_web=False),
    "ran out yesterday": change(expires_on=timezone.localdate() - timedelta(1)),
    "nobody keeps it": change(holder=""),
    "withdrawn": withdrawn,
}


@pytest.fixture
def officer() -> User:
    return make_person("officer", group="Moderators")


@pytest.fixture
def officer_at(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def picture() -> SubmissionPicture:
    """Give a picture with consent of a story that is with us."""
    make_library()
    story = make_submission(Submission.State.DRAFT)
    author = story.memberships.get(role="author").user
    made = make_picture(story, author)
    consent_to(made, author)
    send(submission=story, by=author, settings=None)
    return made


@pytest.fixture
def page(picture: SubmissionPicture, officer: User) -> CaseStudyPage:
    """Give the draft page of its accepted story, which waits for approval."""
    accepted = accept(submission=picture.submission, by=officer)
    picture.refresh_from_db()
    return accepted


def form_of(page: CaseStudyPage, client: Client, address: str, **more: Any) -> Any:
    """Press a button of the edit form, with the pictures that it opened with."""
    shown = client.get(address).context["form"].instance
    blocks = [("picture", {"image": block.value["image"].pk, "caption": ""}) for block in shown.body]
    rows = {name: inline_formset([]) for name in ("figures", "outcomes", "comments")}
    fields = {"title": page.title, "slug": page.slug, "summary": "Together.", "body": streamfield(blocks)}
    texts = {name: rich_text("") for name in ("about", "did", "achieved", "learnt", "acknowledgements")}
    data = nested_form_data({**fields, **texts, **rows, **more})
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)


def by_the_button(page: CaseStudyPage, client: Client) -> Any:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return form_of(page, client, edit, **{"action-publish": "yes"})


def by_an_older_version(page: CaseStudyPage, client: Client) -> Any:
    older = page.latest_revision
    newer = page.get_latest_revision_as_object()
    newer.body = []
    newer.save_revision()
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, older.pk])
    return form_of(page, client, revert, **{"action-publish": "yes", "revision": older.pk})


def by_the_list(page: CaseStudyPage, client: Client) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{address}?id={page.pk}", {"include_descendants": ""}, follow=True)


def with_the_library(page: CaseStudyPage, client: Client) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{address}?id={page.get_parent().pk}", {"include_descendants": "on"}, follow=True)


def by_approval(page: CaseStudyPage, client: Client) -> Any:
    task = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    return client.post(address, {"comment": ""}, follow=True)


def in_the_editor(page: CaseStudyPage, client: Client) -> Any:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return form_of(page, client, address, **{"action-workflow-action": "true", "workflow-action-name": "approve"})


WAYS: list[Publish] = [in_the_editor, by_the_button, by_an_older_version, by_the_list, with_the_library, by_approval]


@pytest.mark.parametrize("publish", WAYS)
def test_with_consent_each_way_publishes(page: CaseStudyPage, officer_at: Client, publish: Publish) -> None:
    publish(page, officer_at)
    page.refresh_from_db()
    assert page.live
    assert [block.block_type for block in page.body] == ["picture"]


@pytest.mark.parametrize("spoiled", SPOILED)
@pytest.mark.parametrize("publish", WAYS)
def test_without_consent_no_way_publishes_and_each_says_why(
    page: CaseStudyPage, picture: SubmissionPicture, officer_at: Client, publish: Publish, spoiled: str
) -> None:
    SPOILED[spoiled](picture)
    answer = publish(page, officer_at)
    page.refresh_from_db()
    assert not page.live
    assert TOLD in answer.content.decode()
    assert Submission.objects.get().state == Submission.State.ACCEPTED


@pytest.mark.parametrize("spoiled", SPOILED)
def test_what_was_planned_does_not_go_live_and_nothing_else_is_held_up(
    page: CaseStudyPage, picture: SubmissionPicture, spoiled: str, caplog: pytest.LogCaptureFixture
) -> None:
    other = make_story(slug="another", live=False)
    for one in (page, other):
        draft = one.get_latest_revision_as_object()
        draft.go_live_at = timezone.now() + timedelta(days=1)
        draft.save_revision().publish()
    SPOILED[spoiled](picture)
    Page.objects.update(go_live_at=timezone.now() - timedelta(minutes=1))
    for one in (page, other):
        planned = one.revisions.get(approved_go_live_at__isnull=False)
        planned.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        planned.content["go_live_at"] = planned.approved_go_live_at.isoformat()
        planned.save()
    call_command("publish_scheduled")
    page.refresh_from_db()
    other.refresh_from_db()
    assert (page.live, other.live) == (False, True)
    assert not page.revisions.exclude(approved_go_live_at=None).exists()
    assert "held back" in caplog.text


def test_a_picture_that_stands_for_the_page_counts_too(page: CaseStudyPage, picture: SubmissionPicture) -> None:
    change(on_web=False)(picture)
    other = make_story(slug="another")
    other.share_image = picture.image
    assert why_not_public(other).startswith(TOLD)
    with pytest.raises(NotPublicError, match=TOLD):
        other.save_revision().publish()


def test_a_writer_who_takes_the_web_out_of_a_consent_takes_the_public_picture_away(
    page: CaseStudyPage, picture: SubmissionPicture, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    """The story came back after it was accepted: the public file goes at once, and a new one is made on acceptance."""
    story = picture.submission
    story.refresh_from_db()
    author = story.memberships.get(role="author").user
    remark(submission=story, text="Who is that?", by=officer)
    ask_changes(submission=story, by=officer)
    picture.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        consent_to(picture, author, on_web=False)
    first = CustomImage.objects.get()
    assert first.is_withdrawn
    assert not first.file.storage.exists(first.file.name)
    assert picture.file.storage.exists(picture.file.name)

    consent_to(picture, author, expires_on=date(2999, 1, 1))
    story.refresh_from_db()
    send(submission=story, by=author, settings=None)
    again = accept(submission=story, by=officer)
    (block,) = again.body
    assert block.value["image"] != first
    assert why_not_public(again) == ""
