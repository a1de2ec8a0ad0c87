"""What readers type is cleaned and cut; what is found is marked without letting anything through."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from het_site.home.search.highlighting import marked
from het_site.home.search.kinds import Kind, kinds
from het_site.home.search.words import LONGEST_QUERY, Typed, typed, vocabulary, without_accents, without_controls


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  warm   homes ", "warm homes"),
        ("warm\thomes\r\n", "warm homes"),
        ("a\x00b\x02c\x1b", "a b c"),
        ("zero\u200bwidth\u202e", "zero width"),
        ("lone\ud800surrogate", "lone surrogate"),
        ("cafe\u0301", "café"),
        ('"cold homes" -damp', '"cold homes" -damp'),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_what_readers_type_is_cleaned(raw: str, text: str) -> None:
    assert typed(raw) == Typed(text)


def test_a_long_query_is_cut_at_a_words_end() -> None:
    cut = typed("housing " * 250)
    assert cut.was_cut
    assert len(cut.text) <= LONGEST_QUERY
    assert cut.text.split() == ["housing"] * 25


def test_a_long_word_is_cut_where_the_limit_is() -> None:
    assert typed("x" * 2000) == Typed("x" * LONGEST_QUERY, was_cut=True)


def test_a_query_of_just_the_limit_is_whole() -> None:
    assert typed("x" * LONGEST_QUERY) == Typed("x" * LONGEST_QUERY)


@given(st.text())
def test_a_cleaned_query_is_short_and_on_one_line(raw: str) -> None:
    text = typed(raw).text
    assert len(text) <= LONGEST_QUERY
    assert text == without_controls(text)
    assert text.isprintable()


@given(st.text())
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    assert typed(typed(raw).text) == Typed(typed(raw).text)


def test_the_words_of_a_query_leave_operators_and_accents_out() -> None:
    assert Typed('"Café culture" or -damp or café').words == ["cafe", "culture", "damp"]


def test_the_vocabulary_is_made_of_letters() -> None:
    assert vocabulary("In 2022, the Café’s 3 cooks' A&E") == {"the", "cafe", "cooks"}
    assert vocabulary("x" * 50) <= {"x" * 40, "x" * 10}


def test_accents_and_capitals_do_not_matter() -> None:
    assert without_accents("ÉCOLE ß") == "ecole ss"


@pytest.mark.parametrize(
    ("headline", "markup"),
    [
        ("\x02warm\x03 homes", "<mark>warm</mark> homes"),
        ("<script>\x02x\x03</script>", "&lt;script&gt;<mark>x</mark>&lt;/script&gt;"),
        ("<mark>not ours</mark> & so on", "&lt;mark&gt;not ours&lt;/mark&gt; &amp; so on"),
        ("", ""),
    ],
)
def test_only_what_was_found_becomes_markup(headline: str, markup: str) -> None:
    assert marked(headline) == markup


@given(st.text())
def test_no_text_becomes_markup(text: str) -> None:
    html = marked(text).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in html
    assert ">" not in html


@pytest.mark.parametrize(
    ("one", "several"), [("Page", "Pages"), ("Case study", "Case studies"), ("News", "News"), ("Essay", "Essays")]
)
def test_kinds_have_a_plural(one: str, several: str) -> None:
    assert Kind("x", one).several == several


def test_every_kind_of_page_has_a_name_in_readers_words() -> None:
    known: dict[str, Any] = kinds()
    assert {"page", "indicator", "recommendation", "principle"} <= set(known)
    assert len({kind.several for kind in known.values()}) == len(known)
    assert not [kind.one for kind in known.values() if "index" in kind.one.lower()]
