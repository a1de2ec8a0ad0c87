"""Markdown of content files as rich text."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.rich_text import expand_db_html

from het_site.core.rich_text import rich_text
from tests.factories.home import make_content_page

PAGES = {"/about/": 7}
ROUTES = {"/indicators/overcrowding/"}


def page_id(path: str) -> int | None:
    if path in PAGES:
        return PAGES[path]
    if path in ROUTES:
        return None
    raise ValueError(f"There is nothing at {path}.")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Plain.", "<p>Plain.</p>"),
        ("**Bold** and *italic*.", "<p><b>Bold</b> and <i>italic</i>.</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("### Three", "<h3>Three</h3>"),
        ("See [about](/about/).", '<p>See <a linktype="page" id="7">about</a>.</p>'),
        ("See [homes](/indicators/overcrowding/).", '<p>See <a href="/indicators/overcrowding/">homes</a>.</p>'),
        ("See [site](https://example.org/a).", '<p>See <a href="https://example.org/a">site</a>.</p>'),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ],
)
def test_markdown_becomes_rich_text(text: str, html: str) -> None:
    assert rich_text(text, page_id=page_id) == html


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("## Two", "<h2>"),
        ("# One", "<h1>"),
        ("`code`", "<code>"),
        ("![picture](https://example.org/a.png)", "<img>"),
        ("> quote", "<blockquote>"),
        ("See [nothing](/nothing/).", "There is nothing at /nothing/."),
    ],
)
def test_what_the_editor_could_not_write_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        rich_text(text, page_id=page_id)


def test_a_field_whose_editor_has_no_headings_takes_none() -> None:
    assert rich_text("### Three", page_id=page_id, features=["h3", "bold"]) == "<h3>Three</h3>"
    for features in ([], ["bold"]):
        with pytest.raises(ValueError, match="<h3>"):
            rich_text("### Three", page_id=page_id, features=features)


def test_a_script_address_is_no_link() -> None:
    assert "href" not in rich_text("[x](javascript:alert(1))", page_id=page_id)


@pytest.mark.django_db
def test_all_links_of_a_text_are_found_in_one_query(django_assert_num_queries: Any) -> None:
    pages = [make_content_page() for _ in range(3)]
    gone = max(page.pk for page in pages) + 1
    text = "".join(f'<a linktype="page" id="{key}">x</a>' for key in (*(page.pk for page in pages), gone))
    expand_db_html(text)
    with django_assert_num_queries(1):
        shown = expand_db_html(text)
    assert shown == "".join(f'<a href="{page.url}">x</a>' for page in pages) + "<a>x</a>"
