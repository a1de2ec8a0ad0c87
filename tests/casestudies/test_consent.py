"""Consent for a picture: recorded, taken back, run out; and that a withdrawn picture is nowhere any more."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from casestudies.access import NotAllowedError
from casestudies.actions import start
from casestudies.actions.consents import expire_consents, may_be_used, running_out, withdraw_consent
from casestudies.actions.pictures import picture_states, publish_pictures, remove
from casestudies.models import CaseStudyPage, ConsentEvent, Submission, SubmissionPicture
from casestudies.template.missing import PictureState
from het_site.core.middleware import ASK_EACH_TIME, FOR_EVERYONE
from het_site.core.models import CustomImage, User
from het_site.core.withdrawing import finish_withdrawals, image_withdrawn
from tests.factories.casestudies import make_story
from tests.factories.pictures import consent_to, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]
Withdraw = Callable[..., None]


@pytest.fixture
def withdraw(django_capture_on_commit_callbacks: Any) -> Withdraw:
    """Withdraw consent and do what follows once that is sure."""

    def done(picture: SubmissionPicture, by: User, asked_by: str = "person") -> None:
        with django_capture_on_commit_callbacks(execute=True):
            withdraw_consent(picture=picture, by=by, asked_by=asked_by)

    return done


@pytest.fixture
def author() -> User:
    return User.objects.create_user("author@partner.example")


@pytest.fixture
def story(author: User) -> Submission:
    return start(by=author, speed="quick", settings=None)


@pytest.fixture
def picture(story: Submission, author: User) -> SubmissionPicture:
    made = make_picture(story, author, caption="Maria’s beds in May", credit="Photograph: Maria")
    consent_to(made, author)
    return made


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def published(story: Submission, **values: Any) -> CaseStudyPage:
    """Put the story's pictures into a page that readers see."""
    made = publish_pictures(story, None)
    page = make_story(**values)
    page.body = [("picture", one.block) for one in made]
    page.share_image = made[0].image
    page.save()
    page.save_revision().publish()
    return page


def test_a_picture_is_published_with_its_words_once(
    story: Submission, picture: SubmissionPicture, stores: Path
) -> None:
    (one,) = publish_pictures(story, None)
    (again,) = publish_pictures(story, None)

    assert one.image == again.image
    assert (one.image.description, one.image.credit, one.caption) == (
        "Raised beds",
        "Photograph: Maria",
        "Maria’s beds in May",
    )
    assert one.image.file.name == f"with-consent/{one.image.consent_key}/picture.jpg"
    assert [event.kind for event in ConsentEvent.objects.all()] == ["published", "given"]
    assert files(stores / "media") == [one.image.file.name]


@pytest.mark.parametrize("values", [{"on_web": False}, {"expires_on": date(2026, 6, 1)}])
def test_without_consent_for_the_web_today_nothing_is_published(
    story: Submission, picture: SubmissionPicture, author: User, stores: Path, values: dict[str, Any]
) -> None:
    consent_to(picture, author, **values)
    assert publish_pictures(story, None) == []
    assert files(stores / "media") == []


def test_what_a_picture_lacks_is_told(story: Submission, picture: SubmissionPicture, author: User) -> None:
    make_picture(story, author, alt="")
    assert picture_states(story) == [
        PictureState("picture 1", has_alt=True, has_consent=True),
        PictureState("picture 2", has_alt=False, has_consent=False),
    ]


def test_a_withdrawn_picture_is_nowhere(
    story: Submission,
    picture: SubmissionPicture,
    author: User,
    client: Client,
    stores: Path,
    settings: Any,
    withdraw: Withdraw,
) -> None:
    settings.SERVE_MEDIA = True
    page = published(story)
    old = page.get_latest_revision()
    before = client.get(page.url)
    addresses = set(re.findall(r"/media/[^\s\"<>,]+", before.text))
    assert len(addresses) > 4
    # the words about it stand in the page: no cache gives that out without asking, nor after it was told of no change
    same = client.get(page.url, headers={"if-none-match": before["ETag"]})
    assert (before["Cache-Control"], same.status_code) == (ASK_EACH_TIME, 304)
    assert same["Cache-Control"] == ASK_EACH_TIME
    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "public, no-cache")
        assert b"".join(answer)  # type: ignore[arg-type]  # wider than its stubs say

    live = CaseStudyPage.objects.get()
    told: list[CustomImage] = []
    image_withdrawn.connect(lambda image, **kwargs: told.append(image), weak=False, dispatch_uid="test")
    try:
        withdraw(picture, author)
    finally:
        image_withdrawn.disconnect(dispatch_uid="test")

    after = client.get(page.url)
    assert "with-consent" not in after.text
    assert "<picture" not in after.text
    assert "Maria" not in after.text
    assert "Raised beds" not in after.text
    assert after["ETag"] != before["ETag"]
    assert after["Cache-Control"] == FOR_EVERYONE
    assert client.get(page.url, headers={"if-none-match": before["ETag"]}).status_code == 200
    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
            410,
            "image/svg+xml",
            "no-store",
        )
    assert files(stores) == [], "neither the public picture nor our private copy is kept"
    assert not (stores / "media" / "with-consent" / str(told[0].consent_key)).exists()
    assert "Maria" not in str(old.as_object().body.render_as_block())
    assert CaseStudyPage.objects.get().last_published_at > live.last_published_at, (
        "feeds, sitemap and caches that ask for what is new see that it changed"
    )


def test_no_cache_gives_out_paper_that_shows_it(
    story: Submission, picture: SubmissionPicture, author: User, client: Client, withdraw: Withdraw
) -> None:
    address = f"{published(story).url}story.pdf"
    paper = client.head(address)
    same = client.head(address, headers={"if-none-match": paper["ETag"]})
    assert (paper["Cache-Control"], same["Cache-Control"], same.status_code) == (ASK_EACH_TIME, ASK_EACH_TIME, 304)
    withdraw(picture, author)
    assert client.head(address, headers={"if-none-match": paper["ETag"]}).status_code == 200


def test_words_about_it_go_too(story: Submission, picture: SubmissionPicture, author: User, withdraw: Withdraw) -> None:
    page = published(story)
    withdraw(picture, author, "guardian")

    image = CustomImage.objects.get()
    assert (image.title, image.description, image.credit, image.file_hash) == ("Withdrawn picture", "", "", "")
    assert (picture.alt, picture.caption, picture.credit, str(picture.file)) == ("", "", "", "")
    fresh = CaseStudyPage.objects.get(pk=page.pk)
    assert "Maria" not in str(fresh.body.stream_block.get_searchable_content(fresh.body))
    assert not CaseStudyPage.objects.search("Maria").get_queryset().exists()


def test_who_asked_is_noted_and_once(
    story: Submission, picture: SubmissionPicture, author: User, withdraw: Withdraw
) -> None:
    withdraw(picture, author, "guardian")
    withdraw(picture, author)

    withdrawn = ConsentEvent.objects.filter(kind="withdrawn")
    assert [(event.by, event.asked_by) for event in withdrawn] == [(author, "guardian")]
    assert story.events.filter(action="withdraw_consent").count() == 1


def test_a_withdrawn_picture_is_never_published_and_lacks_nothing(
    story: Submission, picture: SubmissionPicture, author: User, withdraw: Withdraw
) -> None:
    withdraw(picture, author)
    assert publish_pictures(story, None) == []
    assert picture_states(story) == []


def test_strangers_cannot_withdraw_and_officers_can(
    story: Submission, picture: SubmissionPicture, withdraw: Withdraw
) -> None:
    stranger = User.objects.create_user("other@partner.example")
    with pytest.raises(NotAllowedError):
        withdraw(picture, stranger)
    officer = User.objects.create_user("officer@example.org")
    officer.groups.add(Group.objects.get(name="Moderators"))
    withdraw(picture, officer)
    picture.refresh_from_db()
    assert picture.consent.is_withdrawn


def test_consent_that_runs_out_is_withdrawn_by_the_clock(
    story: Submission, picture: SubmissionPicture, author: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    today = timezone.localdate()
    consent_to(picture, author, expires_on=today + timedelta(days=30))
    page = published(story)
    assert [one.picture for one in running_out()] == [picture]
    assert list(running_out(today - timedelta(days=31))) == []
    assert expire_consents() == 0

    with django_capture_on_commit_callbacks(execute=True):
        assert expire_consents(today + timedelta(days=31)) == 1
    assert expire_consents(today + timedelta(days=31)) == 0
    assert "<picture" not in client.get(page.url).text
    assert ConsentEvent.objects.values_list("kind", flat=True)[0] == "expired"
    assert list(running_out()) == []


def test_channels_are_kept_apart(
    story: Submission, picture: SubmissionPicture, author: User, withdraw: Withdraw
) -> None:
    consent_to(picture, author, in_newsletter=True)
    (one,) = publish_pictures(story, None)
    found = {channel: may_be_used(one.image, channel) for channel in ("on_web", "in_newsletter", "on_social")}
    assert found == {"on_web": True, "in_newsletter": True, "on_social": False}
    withdraw(picture, author)
    assert not may_be_used(CustomImage.objects.get(), "on_web")


def test_files_that_were_left_behind_are_deleted_later(
    story: Submission,
    picture: SubmissionPicture,
    author: User,
    stores: Path,
    monkeypatch: pytest.MonkeyPatch,
    withdraw: Withdraw,
) -> None:
    publish_pictures(story, None)
    with monkeypatch.context() as patched:
        patched.setattr("het_site.core.withdrawing._finish", lambda *args: None)
        withdraw(picture, author)
    assert files(stores / "media"), "a process died half-way"
    assert "<img" not in render_to_string("components/picture.html", {"image": CustomImage.objects.get()})

    assert finish_withdrawals() == 1
    assert finish_withdrawals() == 0
    assert files(stores / "media") == []


def test_a_size_that_is_made_while_it_is_withdrawn_is_not_kept(
    story: Submission, picture: SubmissionPicture, author: User, stores: Path, withdraw: Withdraw
) -> None:
    publish_pictures(story, None)
    seen_before = CustomImage.objects.get()
    generate = CustomImage.generate_rendition_file

    def slowly(image: CustomImage, *args: Any, **kwargs: Any) -> Any:
        made = generate(image, *args, **kwargs)
        if not CustomImage.objects.get().is_withdrawn:
            withdraw(picture, author)
        return made

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(CustomImage, "generate_rendition_file", slowly)
        made = seen_before.get_rendition("width-480")
    assert made.img_tag() == ""
    assert "with-consent" not in made.url
    assert files(stores / "media") == []
    assert seen_before.renditions.count() == 0


def test_a_removed_picture_leaves_no_file(
    picture: SubmissionPicture, author: User, stores: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert len(files(stores / "private")) == 2
    with django_capture_on_commit_callbacks(execute=True):
        remove(file=picture, by=author)
    assert files(stores / "private") == []
