"""Writing a story: started, answered a page at a time, saved, and never lost or overwritten."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casestudies.actions import save
from casestudies.desk import proof
from casestudies.models import CaseStudySettings, Event, Membership, Submission
from casestudies.template import GROUPS
from het_site.core.models import User
from tests.casestudies.desk.conftest import address

STORY = {"title": "Warm lunches", "summary": "Forty people eat."}


def form(seen: int = 0, **answers: Any) -> dict[str, Any]:
    """Give what a page sends."""
    return {f"seen-{name.split('-')[0]}": seen for name in answers} | answers


def mark_on(client: Client) -> str:
    """Read the mark of the form that starts a story."""
    return str(client.get(reverse("desk_home")).context["mark"])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_the_first_page_says_what_it_is_and_keeps_nothing_of_strangers(client: Client, story: Submission) -> None:
    response = client.get(reverse("desk_home"))
    assert response.status_code == 200
    assert "within 15 days" in text_of(response)
    assert not response.cookies
    assert "/sign-in/?next=/case-studies/share/" in text_of(response)


@pytest.mark.parametrize(("speed", "stored"), [("quick", "quick"), ("full", "full"), ("evil", "quick"), ("", "quick")])
def test_a_story_is_started(author_at: Client, story: Submission, speed: str, stored: str) -> None:
    response = author_at.post(reverse("desk_start"), {"speed": speed, "mark": mark_on(author_at)})
    found = Submission.objects.exclude(pk=story.pk).get()
    assert response.headers["Location"] == address("story", found)
    assert found.speed == stored
    assert author_at.get(response.headers["Location"]).status_code == 200


def test_a_replayed_or_forged_or_filled_form_starts_nothing(
    author_at: Client, co_author_at: Client, story: Submission
) -> None:
    mark = mark_on(author_at)
    assert author_at.post(reverse("desk_start"), {"mark": mark}).status_code == 302
    before = Submission.objects.count()
    for client, data, words in (
        (author_at, {"mark": mark}, "was sent before"),
        (author_at, {"mark": "forged"}, "did not come from our page"),
        (author_at, {}, "did not come from our page"),
        (author_at, {"mark": proof.mark(author_at.get(reverse("desk_home")).wsgi_request, "send")}, "did not come"),
        (co_author_at, {"mark": mark_on(author_at)}, "did not come from our page"),
        (author_at, {"mark": mark_on(author_at), "website": "https://spam.example"}, "did not come from our page"),
    ):
        response = client.post(reverse("desk_start"), data)
        assert response.status_code == 400
        assert words in text_of(response)
    assert Submission.objects.count() == before


def test_whoever_is_too_quick_may_press_again(
    author_at: Client, story: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = mark_on(author_at)
    monkeypatch.setattr(proof, "QUICKEST", timedelta(minutes=5))
    response = author_at.post(reverse("desk_start"), {"mark": mark})
    assert response.status_code == 400
    assert "Press the button once more" in text_of(response)
    assert response.context["mark"] == mark


def test_while_closed_nothing_is_started_and_drafts_are_listed(author_at: Client, story: Submission) -> None:
    mark = mark_on(author_at)
    settings = CaseStudySettings.for_request(author_at.get("/").wsgi_request)
    settings.is_open, settings.closed_note = False, "Back in May."
    settings.save()
    page = text_of(author_at.get(reverse("desk_home")))
    assert "Back in May." in page
    assert story.title in page
    assert ">Start<" not in page
    assert author_at.post(reverse("desk_start"), {"mark": mark}).status_code == 302
    assert Submission.objects.count() == 1


def test_a_quick_story_becomes_a_full_one_and_back_and_loses_nothing(author_at: Client, story: Submission) -> None:
    author_at.post(address("group", story, "did"), form(did="We cooked."))
    for speed in ("quick", "full"):
        author_at.post(address("speed", story), {"speed": speed})
        story.refresh_from_db()
        assert (story.speed, story.answers["did"]) == (speed, "We cooked.")


@pytest.mark.parametrize("group", [group.slug for group in GROUPS if group.slug != "pictures"])
def test_every_group_is_asked_and_an_empty_page_can_be_saved(author_at: Client, story: Submission, group: str) -> None:
    url = address("group", story, group)
    assert author_at.get(url).status_code == 200
    assert author_at.post(url, {}).status_code == 302
    assert author_at.post(url, {"go": "on"}).headers["Location"] != url


def test_answers_of_every_kind_are_kept(author_at: Client, story: Submission) -> None:
    author_at.post(address("group", story, "story"), form(title="T" * 200, summary="<b>bold</b>\r\nline"))
    author_at.post(address("group", story, "about"), form(audience=["carers", "strange"]))
    author_at.post(
        address("group", story, "achieved"), {"seen-outcomes": 0, "outcomes-0-measure": "M", "outcomes-2-after": "9"}
    )
    author_at.post(address("group", story, "contact"), form(contact_is_shown="no"))
    story.refresh_from_db()
    assert story.answers["title"] == "T" * 120
    assert story.answers["summary"] == "<b>bold</b>\nline"
    assert story.answers["audience"] == ["carers", "strange"]
    assert [(row["measure"], row["after"]) for row in story.answers["outcomes"]] == [("M", ""), ("", "9")]
    assert story.answers["contact_is_shown"] == "no"
    assert "&lt;b&gt;bold" in text_of(author_at.get(address("group", story, "story")))
    author_at.post(address("group", story, "about"), {"seen-audience": 1})
    story.refresh_from_db()
    assert story.answers["audience"] == []


def test_what_did_not_stand_on_the_page_stays_as_it_is(author_at: Client, story: Submission) -> None:
    author_at.post(address("group", story, "story"), form(summary="Only this"))
    story.refresh_from_db()
    assert story.title != "A story without a title"


def test_two_who_change_one_answer_see_both_and_choose(
    author_at: Client, co_author_at: Client, author: User, story: Submission
) -> None:
    url = address("group", story, "story")
    save(submission=story, by=author, answers={"summary": "Hers <i>", "title": "Old"}, seen={})
    response = co_author_at.post(url, form(seen=0, summary="His", title="Old"))
    assert response.status_code == 409
    page = text_of(response)
    assert "Hers &lt;i&gt;" in page
    assert "His" in page
    story.refresh_from_db()
    assert story.answers["summary"] == "Hers <i>"
    again = co_author_at.post(url, {"seen-summary": 1, "mine-summary": json.dumps("His")})
    assert again.status_code == 409, "nothing was chosen, so both are still there"
    assert "His" in text_of(again)


@pytest.mark.parametrize(("choice", "stored"), [("mine", "His"), ("theirs", "Hers"), ("both", "Hers\n\nHis")])
def test_a_choice_between_two_answers_is_kept(
    co_author_at: Client, author: User, story: Submission, choice: str, stored: str
) -> None:
    save(submission=story, by=author, answers={"summary": "Hers"}, seen={})
    data = {"seen-summary": 1, "mine-summary": json.dumps("His"), "clash-summary": choice}
    assert co_author_at.post(address("group", story, "story"), data).status_code == 302
    story.refresh_from_db()
    assert story.answers["summary"] == stored


def shown(client: Client, story: Submission) -> dict[str, str]:
    """Give all that the form of the first page holds."""
    form = BeautifulSoup(client.get(address("group", story, "story")).content, "html.parser").select("form.desk__form")[
        0
    ]
    boxes = {str(box["name"]): str(box.get("value", "")) for box in form.select("input[name]")}
    return boxes | {str(box["name"]): box.text.removeprefix("\n") for box in form.select("textarea")}


def test_two_who_change_different_answers_of_one_page_keep_both(
    author_at: Client, co_author_at: Client, story: Submission
) -> None:
    url = address("group", story, "story")
    hers, his = shown(author_at, story), shown(co_author_at, story)
    assert author_at.post(url, hers | {"title": "Her title"}).status_code == 302
    assert co_author_at.post(url, his | {"summary": "His words"}).status_code == 302
    story.refresh_from_db()
    assert (story.answers["title"], story.answers["summary"]) == ("Her title", "His words")
    assert author_at.post(url, hers | {"summary": "Hers too"}).status_code == 409, "both wrote this one"


def test_two_tabs_of_one_person_overwrite_nothing(author_at: Client, story: Submission) -> None:
    url = address("group", story, "story")
    assert author_at.post(url, form(seen=0, summary="First tab")).status_code == 302
    response = author_at.post(url, form(seen=0, summary="Second tab"))
    assert response.status_code == 409
    assert "First tab" in text_of(response)
    assert "Second tab" in text_of(response)


def test_another_who_is_on_the_page_is_named(author_at: Client, co_author_at: Client, story: Submission) -> None:
    url = address("group", story, "story")
    co_author_at.get(url)
    assert "on this page now" not in text_of(author_at.get(url)).split("data-desk-others")[1].split("</p>")[1]
    assert Membership.objects.exclude(at_group="").count() == 0, "looking changes nothing"
    sent = json.dumps({"answers": {}, "seen": {}})
    co_author_at.post(address("autosave", story, "story"), sent, content_type="application/json")
    assert "co-author@demo.example is on this page now" in text_of(author_at.get(url))
    assert "on this page now. Nothing" not in text_of(author_at.get(address("group", story, "people")))


def autosaved(client: Client, story: Submission, group: str = "story", **sent: Any) -> Any:
    body = json.dumps({"answers": {}, "seen": {}} | sent)
    return client.post(address("autosave", story, group), body, content_type="application/json")


def test_a_script_saves_and_learns_what_somebody_else_wrote(
    author_at: Client, co_author_at: Client, story: Submission
) -> None:
    first = autosaved(author_at, story, answers={"summary": "Mine", "did": "of another page"}, seen={"summary": 0})
    assert first.status_code == 200
    assert first.json()["versions"]["summary"] == 1
    assert first.json()["clashes"] == {}
    second = autosaved(co_author_at, story, answers={"summary": "Theirs"}, seen={"summary": 0})
    assert second.json()["clashes"] == {"summary": "Mine"}
    assert second.json()["others"] == ["author@demo.example"]
    story.refresh_from_db()
    assert (story.answers["summary"], story.answers.get("did")) == ("Mine", None)


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"answers": [], "seen": {}}', "\xff", '{"answers": {}}'])
def test_what_no_script_of_ours_sends_is_refused(author_at: Client, story: Submission, body: str) -> None:
    response = author_at.post(address("autosave", story, "story"), body, content_type="application/json")
    assert response.status_code == 400


def test_a_script_is_told_when_nobody_is_signed_in_or_the_story_is_closed(
    client: Client, author_at: Client, story: Submission
) -> None:
    assert autosaved(client, story).status_code == 401
    Submission.objects.update(state="submitted")
    assert autosaved(author_at, story, answers={"summary": "Late"}).json() == {"error": "closed"}
    assert autosaved(author_at, story, "pictures").status_code == 404


def test_a_session_that_ended_loses_nothing(client: Client, author: User, story: Submission) -> None:
    url = address("group", story, "story")
    response = client.post(url, form(summary="Typed while signed out"))
    assert response.headers["Location"] == f"/sign-in/?next={url}"
    client.force_login(author)
    page = client.get(url)
    assert "Typed while signed out" in text_of(page)
    assert "What you typed is still here" in text_of(page)
    story.refresh_from_db()
    assert story.answers["summary"] != "Typed while signed out", "looking saves nothing"
    client.post(url, form(summary="Typed while signed out"))
    story.refresh_from_db()
    assert story.answers["summary"] == "Typed while signed out"
    assert "What you typed is still here" not in text_of(client.get(url))


def test_what_a_stranger_typed_is_kept_for_no_story_and_shown_to_nobody(client: Client, story: Submission) -> None:
    url = address("group", story, "story")
    assert client.post(url.replace(str(story.key), "0" * 8 + "-0000-4000-8000-000000000000"), {}).status_code == 302
    assert "sessionid" not in client.cookies
    client.post(url, form(summary="Mine"))
    client.force_login(User.objects.create_user("other@demo.example"))
    assert client.get(url).status_code == 404


def test_an_expired_form_gives_back_what_was_typed(author: User, story: Submission) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    url = address("group", story, "story")
    response = client.post(url, form(summary="Old <form>"))
    assert response.status_code == 403
    assert "Old &lt;form&gt;" in text_of(response)
    token = response.context["csrf_token"]
    assert client.post(url, form(summary="Old <form>") | {"csrfmiddlewaretoken": str(token)}).status_code == 302
    story.refresh_from_db()
    assert story.answers["summary"] == "Old <form>"
    elsewhere = client.post(url, form(summary="Evil"), headers={"sec-fetch-site": "cross-site"})
    assert elsewhere.status_code == 403
    assert "Evil" not in text_of(elsewhere)


def test_what_a_co_author_typed_while_it_was_sent_is_given_back(co_author_at: Client, story: Submission) -> None:
    Submission.objects.update(state="submitted")
    response = co_author_at.post(address("group", story, "story"), form(summary="Too late"))
    assert response.status_code == 409
    assert "Too late" in text_of(response)
    story.refresh_from_db()
    assert story.answers["summary"] != "Too late"


def test_it_says_when_and_by_whom_it_was_saved(author_at: Client, co_author_at: Client, story: Submission) -> None:
    co_author_at.post(address("group", story, "story"), form(summary="New"))
    now = timezone.localtime().strftime("%H:")
    page = text_of(author_at.get(address("group", story, "story")))
    assert f"Saved at {now}" in page
    assert "by co-author@demo.example" in page
    assert "by co-author@demo.example" in text_of(author_at.get(address("story", story)))


def test_looking_changes_nothing(author_at: Client, story: Submission) -> None:
    before = Submission.objects.values().get(), Event.objects.count(), list(Membership.objects.values())
    for name in ("story", "check", "preview", "status", "history", "writers", "delete", "story_json", "story_pdf"):
        for method in (author_at.get, author_at.head):
            response = method(address(name, story))
            assert response.status_code == 200, name
            assert response.headers["Cache-Control"] == "private, no-store"
            assert response.headers["X-Robots-Tag"] == "noindex"
    author_at.get(address("group", story, "story"))
    assert before == (Submission.objects.values().get(), Event.objects.count(), list(Membership.objects.values()))


def test_a_server_that_dies_while_saving_has_saved_all_of_it_or_nothing(
    author: User, story: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(submission=story, by=author, answers={"summary": "Whole"}, seen={})
    before = Submission.objects.values().get(), list(story.revisions.values())

    def die(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(Submission, "save", die)
    with pytest.raises(RuntimeError):
        save(submission=story, by=author, answers={"summary": "Half", "did": "Half"}, seen={"summary": 1})
    assert before == (Submission.objects.values().get(), list(story.revisions.values()))
