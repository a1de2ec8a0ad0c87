"""The preview of a story: what its readers will see, no more and no less."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from casestudies.actions.pictures import add_document
from casestudies.actions.publishing import accept
from casestudies.models import Submission
from casestudies.uploads.cleaning import CleanDocument
from het_site.core.models import User
from tests.casestudies.desk.conftest import address
from tests.casestudies.making import make_person, make_submission
from tests.factories.casestudies import make_library
from tests.factories.indicators import make_area, make_theme
from tests.factories.pictures import consent_to, make_picture
from tests.factories.priorities import make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stores")]
SHORT = {"title": "Warm lunches", "summary": "Forty people eat together.", "organisation": "Church kitchen"}
ALL = SHORT | {
    "summary": "Forty people eat together each week. " * 12,
    "authors": "Ann and Ben",
    "about": "It is a kitchen.\n\n- soup\n- bread",
    "period": "May 2026",
    "did": "We cooked <b>soup</b>.",
    "achieved": "Nobody eats alone.",
    "outcomes": [{"measure": "Guests", "before": "10", "after": "40", "period": "2026", "source": "Our list"}],
    "learnt": "Ask first.",
    "acknowledgements": "Thank you all.",
    "audience": ["carers"],
    "wards": ["E05000001"],
    "themes": ["best-start"],
    "contact_is_shown": "yes",
    "contact": "kitchen@church.example",
    "licence": "cc-by-4.0",
}
#: what only a published page can have: files to take away, and its own address in how to cite it
LATER = (".actions", ".cite")
FILE = re.compile(r"(/[^ \"]*/file/|/media/[^ \"]*|/documents/[^ \"]*)")


def shown(text: str) -> str:
    """Give what readers see of a page, as text, with its pictures and links."""
    main = BeautifulSoup(text, "html.parser").find("main")
    assert isinstance(main, Tag)
    for late in main.select(", ".join(LATER)):
        late.decompose()
    words = main.get_text("|", strip=True)
    pictures = [image["alt"] for image in main.select("img")]
    links = [FILE.sub("a file", str(link["href"])) for link in main.select("a[href]")]
    return "\n".join([words, *map(str, pictures), *links])


@pytest.mark.parametrize(("speed", "answers"), [("quick", SHORT), ("full", SHORT), ("full", ALL)])
def test_the_preview_is_exactly_the_public_page(
    client: Client, author: User, speed: str, answers: dict[str, object]
) -> None:
    make_library()
    make_theme(number=1, slug="best-start")
    make_area("E05000001", name="Riverside", area_type="ward")
    kitchen = make_organisation(name="Church kitchen")
    story = make_submission(by=author, answers=answers, speed=speed, number=1)
    consent_to(make_picture(story, author, alt="Soup", caption="At noon", credit="Photograph: Ann"), author)
    add_document(submission=story, by=author, document=CleanDocument(b"%PDF-1.7", pages=1), title="Our leaflet")
    story.state = Submission.State.SUBMITTED
    story.save()
    client.force_login(author)
    before = client.get(address("preview", story)).text

    officer = make_person("officer", group="Moderators")
    page = accept(submission=story, by=officer, organisation=kitchen)
    page.get_latest_revision().publish(user=officer)

    public = Client().get(page.url)
    assert public.status_code == 200
    assert shown(before) == shown(public.text)
    assert "Our leaflet" in before
