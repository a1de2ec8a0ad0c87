"""A page made of answers: nothing lost, nothing that a partner writes becomes markup."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from casestudies.actions import start
from casestudies.models import Submission
from casestudies.page_of import fill, page_of, rich_text, shortened
from het_site.core.models import Theme, User
from priorities.models import Organisation
from tests.factories.casestudies import make_library


@pytest.fixture
def story(db: None) -> Submission:
    author = User.objects.create_user("author@partner.example")
    return start(by=author, speed="full", settings=None)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (" \n\n ", ""),
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One\r\ntwo", "<p>One<br/>two</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("We did:\n- this\n- <b>that</b>", "<p>We did:</p><ul><li>this</li><li>&lt;b&gt;that&lt;/b&gt;</li></ul>"),
        ("1. First\n2) Second", "<ol><li>First</li><li>Second</li></ol>"),
        ("-5 degrees", "<p>-5 degrees</p>"),
    ],
)
def test_plain_text_becomes_paragraphs_and_lists_and_never_markup(text: str, html: str) -> None:
    assert rich_text(text) == html


def test_a_text_is_cut_after_a_sentence_else_after_a_word() -> None:
    assert shortened("Short.", 20) == "Short."
    assert shortened("One sentence here. Another one that is long.", 30) == "One sentence here."
    assert shortened("no end of a sentence anywhere at all", 20) == "no end of a…"
    assert all(len(shortened("word " * 100, most)) <= most for most in (10, 50, 250))


def test_answers_fill_the_page(story: Submission) -> None:
    ours = Organisation.objects.create(name="Food First", kind="charity")
    theme = Theme.objects.first() or Theme.objects.create(
        number=1, slug="a", title="A", short_title="A", line="A", icon="i-p1", hue=1
    )
    story.answers = {
        "title": " Warm\nmeals ",
        "summary": "It worked.",
        "organisation": "food first",
        "about": "Why.",
        "did": "We cooked.",
        "audience": ["carers", "nobody"],
        "licence": "ogl-3.0",
        "contact": "Not to be shown",
        "contact_is_shown": "no",
        "themes": [theme.slug, "unknown"],
        "outcomes": [
            {"measure": "People fed", "before": "10", "after": "20", "period": "2026", "source": "Our count"},
            {"measure": "No source", "before": "1", "after": "2", "period": "", "source": ""},
        ],
    }
    page = page_of(story)
    assert (page.title, page.summary, page.about, page.did) == (
        "Warm meals",
        "It worked.",
        "<p>Why.</p>",
        "<p>We cooked.</p>",
    )
    assert list(page.organisations.all()) == [ours]
    assert list(page.themes.all()) == [theme]
    assert [(one.measure, one.before, one.after) for one in page.outcomes.all()] == [("People fed", "10", "20")]
    assert (page.audiences, page.licence, page.contact) == (["carers"], "ogl-3.0", "")


def test_what_does_not_fit_over_the_title_is_told_under_it(story: Submission) -> None:
    story.answers = {"title": "T", "summary": "Long and true. " * 40}
    page = page_of(story)
    assert len(page.summary) <= 250
    assert page.about.count("Long and true.") == 40


def test_no_story_takes_an_address_of_the_library(story: Submission) -> None:
    story.answers = {"title": "Share"}
    assert page_of(story).slug == "share-story"


def test_contact_is_shown_where_the_partner_says_so(story: Submission) -> None:
    story.answers = {"contact": "hello@partner.example", "contact_is_shown": "yes"}
    assert page_of(story).contact == "hello@partner.example"


def test_an_unknown_organisation_is_named_and_not_stored(story: Submission) -> None:
    story.answers = {"organisation": "Nobody knows us"}
    assert [each.name for each in page_of(story).organisations.all()] == ["Nobody knows us"]
    assert Organisation.objects.filter(name="Nobody knows us").count() == 0
    assert list(fill(page_of(story), story).organisations.all()) == []


@pytest.mark.parametrize("answers", [{}, {"title": 5, "themes": "x", "wards": None}, {"outcomes": None}])
def test_any_answers_make_a_page(story: Submission, answers: dict[str, Any]) -> None:
    story.answers = answers
    assert page_of(story).title == "A story without a title"


def test_the_page_can_be_saved_and_shown(story: Submission, rf: RequestFactory) -> None:
    story.answers = {"title": "Warm meals", "summary": "It worked.", "did": "We cooked."}
    page = page_of(story)
    make_library().add_child(instance=page)
    page.refresh_from_db()
    assert (page.slug, page.did) == ("warm-meals", "<p>We cooked.</p>")
