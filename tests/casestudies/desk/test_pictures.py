"""Pictures and documents on the partners' side: added, ordered, described, agreed to, withdrawn; and who gets their files."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudies.access import Who
from casestudies.actions import start
from casestudies.actions.consents import withdraw_consent
from casestudies.models import Invitation, Membership, PictureConsent, Submission, SubmissionDocument, SubmissionPicture
from casestudies.uploads import receiving
from casestudies.uploads.limits import LIMITS
from het_site.core.models import User
from tests.casestudies.uploads.hostile import pdf, picture
from tests.factories.pictures import consent_to, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]
State = Submission.State
AGREED = {
    "alt": "Neighbours plant beans", "caption": "In May", "credit": "Photograph: Jo", "shown": "adults",
    "holder": "The society", "given_on_day": "1", "given_on_month": "5", "given_on_year": "2026", "channels": ["on_web"],
}  # fmt: skip


@pytest.fixture
def people() -> dict[Who, User]:
    made = {who: User.objects.create_user(f"{who}@partner.example") for who in Who if who != Who.PORTAL}
    made[Who.OFFICER].groups.add(Group.objects.get(name="Moderators"))
    return made


@pytest.fixture
def story(people: dict[Who, User]) -> Submission:
    made = start(by=people[Who.AUTHOR], speed="quick", settings=None)
    Membership.objects.create(submission=made, user=people[Who.CO_AUTHOR])
    Invitation.objects.create(submission=made, email=people[Who.INVITED].email, by=people[Who.AUTHOR])
    return made


@pytest.fixture
def author(client: Client, people: dict[Who, User]) -> Client:
    client.force_login(people[Who.AUTHOR])
    return client


def at(name: str, story: Submission, *keys: Any) -> str:
    return reverse(name, args=[story.key, *keys])


def sent(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def read(client: Client, address: str) -> Any:
    """Ask for an address and read the answer to its end, so that its file is closed."""
    answer = client.get(address)
    if answer.streaming:
        assert b"".join(answer)  # type: ignore[arg-type]  # wider than its stubs say
    return answer


def problems(text: str) -> list[str]:
    summary = BeautifulSoup(text, "html.parser").select_one(".govuk-error-summary__list")
    return [one.get_text(strip=True) for one in summary.select("li")] if summary else []


def test_one_picture_leads_to_its_words_and_several_to_the_list(
    author: Client, story: Submission, stores: Path
) -> None:
    here = at("desk_pictures", story)
    one = author.post(here, {"files": sent(picture(), "../../Maria at home.jpg")})
    added = SubmissionPicture.objects.get()
    assert (one.status_code, one["Location"]) == (302, at("desk_picture", story, added.key))
    assert "Maria" not in str(added.file.name)
    several = author.post(here, {"files": [sent(picture("PNG"), "a.png"), sent(picture("WEBP"), "b")]}, follow=True)
    assert "2 pictures added" in several.text
    assert story.pictures.count() == 3
    assert several.text.count("Still needs a description and who agreed") == 3
    assert len([path for path in stores.rglob("*") if path.is_file()]) == 6


def test_what_is_refused_is_said_and_the_rest_is_kept(author: Client, story: Submission) -> None:
    files = [sent(picture()), sent(b"<svg onload=alert(1)>", "<img src=x>.svg"), sent(b"", "empty.jpg")]
    answer = author.post(at("desk_pictures", story), {"files": files})
    assert "<title>Error: " in answer.text
    assert "1 of the files was added" in answer.text
    told = problems(answer.text)
    assert [words.startswith(name) for words, name in zip(told, ("“<img src=x>.svg”: ", "“empty.jpg”: "), strict=True)]
    assert "<img src=x>" not in answer.text
    assert story.pictures.count() == 1


def test_nothing_chosen_is_said(author: Client, story: Submission) -> None:
    assert problems(author.post(at("desk_pictures", story), {}).text) == ["Choose a file first."]


def test_limits_are_shown_and_kept(
    author: Client, story: Submission, people: dict[Who, User], monkeypatch: Any
) -> None:
    here = at("desk_pictures", story)
    shown = author.get(here).text
    for words in ("up to 15 MB and 60 million pixels", "Up to 12 in a story", "15 MB and 200 pages"):
        assert words in shown
    assert problems(author.post(here, {"files": sent(b"\xff\xd8\xff" + b"x" * LIMITS.bytes)}).text) == [
        "“photo.jpg”: It is larger than 15 MB. Send a smaller one."
    ]
    for _ in range(LIMITS.pictures):
        make_picture(story, people[Who.AUTHOR])
    assert "which is all that one may have" in author.get(here).text
    assert problems(author.post(here, {"files": sent(picture())}).text) == [
        "“photo.jpg”: A story may have 12 pictures. Remove one first."
    ]


def test_too_much_at_once_is_passed_over(author: Client, story: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "LIMITS", replace(LIMITS, request_bytes=5_000))
    several = [sent(picture() + b"\x00" * 3_000, f"{n}.jpg") for n in range(2)]
    told = problems(author.post(at("desk_pictures", story), {"files": several}).text)
    assert len(told) == 2
    assert all("more than 60 MB" in words for words in told)
    assert story.pictures.count() == 0


def test_uploads_are_throttled(author: Client, story: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    few = receiving.Limit("story files by person", 2, timedelta(hours=1))
    monkeypatch.setattr(receiving, "BY_PERSON", few)
    answer = author.post(at("desk_pictures", story), {"files": [sent(b"x", str(n)) for n in range(3)]})
    assert answer.status_code == 429
    assert problems(answer.text)[-1] == receiving.TOO_OFTEN


def test_a_form_from_elsewhere_is_refused(story: Submission, people: dict[Who, User]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people[Who.AUTHOR])
    assert strict.post(at("desk_pictures", story), {"files": sent(picture())}).status_code == 403
    assert story.pictures.count() == 0


def test_pictures_are_put_in_order_without_scripts(author: Client, story: Submission, people: dict[Who, User]) -> None:
    rows = [make_picture(story, people[Who.AUTHOR], alt=name) for name in "abc"]

    def order() -> str:
        return "".join(story.pictures.values_list("alt", flat=True))

    def move(row: int, to: str) -> None:
        address = at("desk_picture_move", story, rows[row].key)
        assert author.post(address, {"to": to})["Location"].endswith(f"#file-{rows[row].key}")

    move(2, "up")
    assert order() == "acb"
    move(0, "down")
    assert order() == "cab"
    move(2, "up")
    move(1, "down")
    assert order() == "cab"
    shown = BeautifulSoup(author.get(at("desk_pictures", story)).text, "html.parser")
    buttons = [button.get_text() for button in shown.select(".pictures__order button")]
    assert buttons == ["Move down picture 1", "Move up picture 2", "Move down picture 2", "Move up picture 3"]


def test_words_and_consent_are_stored_however_little_is_told(author: Client, story: Submission) -> None:
    author.post(at("desk_pictures", story), {"files": sent(picture())})
    row = SubmissionPicture.objects.get()
    here = at("desk_picture", story, row.key)
    assert "without “picture of”" in author.get(here).text
    author.post(here, {"alt": "Neighbours", "shown": "children", "holder": "The society"})
    row.refresh_from_db()
    assert (row.alt, row.consent.lacks, row.consent.holds()) == (
        "Neighbours",
        ("given_on", "guardian", "on_web"),
        False,
    )
    assert "Still needs who agreed" in author.get(at("desk_pictures", story)).text
    answer = author.post(here, AGREED, follow=True)
    assert "Ready" in answer.text
    consent = PictureConsent.objects.get()
    assert consent.holds()
    assert [event.kind for event in consent.events.all()] == ["changed", "given"]
    assert 'value="2026"' in author.get(here).text


def test_a_date_that_is_none_is_told_and_all_else_is_kept(author: Client, story: Submission) -> None:
    author.post(at("desk_pictures", story), {"files": sent(picture())})
    row = SubmissionPicture.objects.get()
    over = timezone.localdate() - timedelta(days=1)
    wrong = {"given_on_day": "31", "given_on_month": "2", "expires_on_day": over.day, "expires_on_month": over.month}
    answer = author.post(at("desk_picture", story, row.key), AGREED | wrong | {"expires_on_year": over.year})
    assert len(problems(answer.text)) == 2
    row.refresh_from_db()
    assert (row.alt, row.consent.holder, row.consent.given_on) == ("Neighbours plant beans", "The society", None)
    assert 'value="31"' in answer.text


def test_documents_are_cleaned_named_and_kept(author: Client, story: Submission) -> None:
    here = at("desk_pictures", story)
    answer = author.post(here, {"documents": "yes", "files": sent(pdf(), "Annual_report-2026.pdf")}, follow=True)
    document = SubmissionDocument.objects.get()
    assert (document.title, document.pages) == ("Annual report 2026", 1)
    assert "1 document added" in answer.text
    author.post(at("desk_picture", story, document.key), {"title": "What we found"})
    document.refresh_from_db()
    assert document.title == "What we found"
    file = author.get(at("desk_picture_file", story, document.key))
    assert file["Content-Disposition"] == 'attachment; filename="document.pdf"'
    assert b"".join(file).startswith(b"%PDF-")  # type: ignore[arg-type]  # wider than its stubs say
    assert author.get(at("desk_picture_small", story, document.key)).status_code == 404
    assert author.get(at("withdraw_consent", story, document.key)).status_code == 404
    assert problems(author.post(here, {"documents": "yes", "files": sent(picture())}).text)[0].endswith("as PDF.")


def test_files_are_given_to_be_shown_once_and_kept_by_nobody(author: Client, story: Submission) -> None:
    author.post(at("desk_pictures", story), {"files": sent(picture("PNG"))})
    row = SubmissionPicture.objects.get()
    for name in ("desk_picture_file", "desk_picture_small"):
        answer = read(author, at(name, story, row.key))
        assert answer["Content-Type"] == "image/webp"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"] == 'inline; filename="picture.webp"'
        assert author.post(at(name, story, row.key)).status_code == 405


def test_removing_asks_first(author: Client, story: Submission, people: dict[Who, User]) -> None:
    row = make_picture(story, people[Who.AUTHOR])
    here = at("desk_picture_remove", story, row.key)
    assert "Remove this picture?" in author.get(here).text
    assert story.pictures.count() == 1
    assert author.post(here).status_code == 302
    assert story.pictures.count() == 0


def test_withdrawing_asks_first_and_for_whom(author: Client, story: Submission, people: dict[Who, User]) -> None:
    row = make_picture(story, people[Who.AUTHOR])
    consent_to(row, people[Who.AUTHOR])
    Submission.objects.update(state=State.PUBLISHED)
    here = at("withdraw_consent", story, row.key)
    assert here in author.get(at("desk_pictures", story)).text
    assert problems(author.post(here, {}).text) == ["Choose who asked for this."]
    assert "The picture is taken away everywhere" in author.post(here, {"asked_by": "person"}, follow=True).text
    assert "Consent withdrawn" in author.get(at("desk_pictures", story)).text
    assert "already taken away" in author.get(here).text
    assert author.get(at("desk_picture_file", story, row.key)).status_code == 404


#: what each address does, for whom it is there at all, and in which states; everybody else gets 404 or is led to sign in
WRITERS, WRITABLE = {Who.AUTHOR, Who.CO_AUTHOR}, {State.DRAFT, State.CHANGES_NEEDED}
FILES, PAGES = ("desk_picture_file", "desk_picture_small"), ("desk_pictures",)
ONE = ("desk_picture", "desk_picture_remove", "withdraw_consent")


@pytest.mark.parametrize("state", list(State))
def test_who_gets_what_in_each_state(story: Submission, people: dict[Who, User], state: str, client: Client) -> None:
    row = make_picture(story, people[Who.AUTHOR])
    consent_to(row, people[Who.AUTHOR])
    Submission.objects.update(state=state)
    nobody: list[Who | None] = [None]
    for who, name in itertools.product([*people, *nobody], (*FILES, *PAGES, *ONE)):
        client.logout()
        if who is not None:
            client.force_login(people[who])
        keys = () if name in PAGES else (row.key,)
        status = read(client, at(name, story, *keys)).status_code
        can_read = who in WRITERS or (who == Who.OFFICER and state != State.DRAFT and name in FILES)
        if who is None and name not in FILES:
            expected = 302  # to where one signs in, whatever the key
        elif not can_read:
            expected = 404
        elif name in {"desk_picture", "desk_picture_remove"} and state not in WRITABLE:
            expected = 302  # to where it stands
        else:
            expected = 200
        assert status == expected, (who, name, state)


@pytest.mark.parametrize("state", list(State))
def test_who_changes_what_in_each_state(
    story: Submission, people: dict[Who, User], state: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_picture(story, people[Who.AUTHOR])
    other = make_picture(story, people[Who.AUTHOR], alt="Second")
    Submission.objects.update(state=state)
    for who in people:
        client.force_login(people[who])
        may_change = who in WRITERS and state in WRITABLE
        client.post(at("desk_pictures", story), {"files": sent(picture())})
        assert story.pictures.count() == (3 if may_change else 2), (who, state)
        story.pictures.exclude(pk__in=[row.pk, other.pk]).delete()
        client.post(at("desk_picture", story, row.key), {"alt": f"By {who}"})
        assert story.pictures.filter(alt=f"By {who}").exists() == may_change, (who, state)
        client.post(at("desk_picture_move", story, row.key), {"to": "down"})
        assert (story.pictures.last() == row) == may_change, (who, state)
        client.post(at("desk_picture_move", story, row.key), {"to": "up"})
        if who not in WRITERS:
            client.post(at("withdraw_consent", story, row.key), {"asked_by": "person"})
            assert not PictureConsent.objects.exclude(withdrawn_at=None).exists(), (who, state)


def test_guessed_and_foreign_keys_are_nowhere(author: Client, story: Submission, people: dict[Who, User]) -> None:
    other = start(by=people[Who.STRANGER], speed="quick", settings=None)
    foreign = make_picture(other, people[Who.STRANGER])
    for name in (*FILES, *ONE):
        for whose, key in ((story, foreign.key), (story, story.key), (other, foreign.key)):
            assert author.get(at(name, whose, key)).status_code == 404, name
    assert author.post(at("desk_picture_move", story, foreign.key), {"to": "up"}).status_code == 404


def test_a_withdrawn_picture_is_not_described_any_more(
    author: Client, story: Submission, people: dict[Who, User]
) -> None:
    row = make_picture(story, people[Who.AUTHOR])
    withdraw_consent(picture=row, by=people[Who.CO_AUTHOR], asked_by="guardian")
    assert author.get(at("desk_picture", story, row.key)).status_code == 404
    assert author.post(at("desk_picture", story, row.key), {"alt": "Again"}).status_code == 404


def test_the_private_files_have_no_public_address(
    author: Client, story: Submission, stores: Path, settings: Any
) -> None:
    settings.SERVE_MEDIA = True
    author.post(at("desk_pictures", story), {"files": sent(picture())})
    row = SubmissionPicture.objects.get()
    assert author.get(f"/media/{row.file.name}").status_code == 404
    assert not (stores / "media").exists()
    with pytest.raises(ValueError, match="no address"):
        _ = row.file.url


def test_the_preview_shows_pictures_from_their_private_files(
    author: Client, story: Submission, people: dict[Who, User]
) -> None:
    row = make_picture(story, people[Who.AUTHOR], caption="In May", credit="Photograph: Jo")
    gone = make_picture(story, people[Who.AUTHOR], alt="Withdrawn one")
    withdraw_consent(picture=gone, by=people[Who.AUTHOR], asked_by="person")
    shown = BeautifulSoup(author.get(at("desk_preview", story)).text, "html.parser")
    (figure,) = shown.select("figure.picture")
    image = figure.select_one("img")
    assert image is not None
    assert (image["src"], image["alt"]) == (at("desk_picture_file", story, row.key), "Raised beds")
    assert "In May Photograph: Jo. With permission." in " ".join(figure.get_text().split())
    assert story.pictures.filter(image=None).count() == 2
