"""Whoever was signed out before they pressed a button comes back to its page, with what they had typed."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from casestudies.models import Remark, Submission
from het_site.core.models import User
from tests.casestudies.desk.conftest import address
from tests.factories.pictures import make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]
BUTTONS = {
    "send": "check",
    "speed": "story",
    "reply": "status",
    "running": "status",
    "invite": "writers",
    "leave": "writers",
    "withdraw": "withdraw",
    "delete": "delete",
    "pictures": "pictures",
}


@pytest.mark.parametrize(("button", "page"), BUTTONS.items())
def test_they_come_back_to_the_page_with_the_button(
    client: Client, author: User, story: Submission, button: str, page: str
) -> None:
    response = client.post(address(button, story), {})
    assert response.headers["Location"] == f"/sign-in/?next={address(page, story)}"
    client.force_login(author)
    assert client.get(address(page, story)).status_code in {200, 302}


@pytest.mark.parametrize(
    ("button", "page", "typed"),
    [("reply", "status", {"text": "Long <b> words"}), ("invite", "writers", {"email": "guest@demo.example"})],
)
def test_what_was_typed_is_there_until_it_is_sent(
    client: Client, author: User, story: Submission, button: str, page: str, typed: dict[str, str]
) -> None:
    Submission.objects.update(state="changes_needed", number=7)
    client.post(address(button, story), typed)
    client.force_login(author)
    ((name, words),) = typed.items()
    box = BeautifulSoup(client.get(address(page, story)).content, "html.parser").select_one(f"#{name}")
    assert box is not None
    assert box.get("value", box.text.strip()) == words
    assert Remark.objects.count() == 0, "looking sends nothing"
    client.post(address(button, story), typed)
    assert (
        words not in BeautifulSoup(client.get(address(page, story)).content, "html.parser").select(f"#{name}")[0].text
    )


def test_the_words_about_a_picture_are_there(client: Client, author: User, story: Submission) -> None:
    picture = make_picture(story, author, alt="")
    url = reverse("desk_picture", args=[story.key, picture.key])
    typed = {"alt": "Hands <i> and soup", "caption": "At noon", "shown": "adults", "holder": "The kitchen"}
    assert client.post(url, typed).headers["Location"] == f"/sign-in/?next={url}"
    client.force_login(author)
    page = BeautifulSoup(client.get(url).content, "html.parser")
    assert "Hands <i> and soup" in page.select("[name=alt]")[0].text + str(page.select("[name=alt]")[0].get("value"))
    assert page.select("[name=holder]")[0]["value"] == "The kitchen"
    assert page.select("[name=shown][value=adults]")[0].has_attr("checked")
    picture.refresh_from_db()
    assert picture.alt == "", "looking saves nothing"


def test_what_somebody_else_typed_is_shown_to_nobody(client: Client, co_author: User, story: Submission) -> None:
    client.post(address("reply", story), {"text": "Mine"})
    client.force_login(User.objects.create_user("other@demo.example"))
    assert client.get(address("status", story)).status_code == 404
