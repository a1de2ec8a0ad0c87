"""Each check of the report finds what it is there for, and nothing in a good letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from newsletter.rendering.checks import CHECKS, IS_SAMPLE, Letter
from newsletter.rendering.faults import Fault
from newsletter.rendering.items import Item, Words

STYLE = "color:#1d2433;"
WORDS = Words(
    title="What partners do",
    number=3,
    date="1 December 2026",
    summary="Short.",
    subject="What partners do",
    preview="Short.",
    address="https://town.example/newsletter/3/",
    items=(
        Item(
            "news", "card", "item-1", heading="A prize", html="<p>We won it.</p>", link="https://town.example/news/1/"
        ),
    ),
)
HTML = """<!doctype html><html lang="en-GB" dir="ltr"><head><title>What partners do</title><style>
@media (prefers-color-scheme: dark) { .sheet { background-color: #10171a !important; } .ink, .link { color: #f2ede3 !important; } }
</style></head><body><div style="display:none;color:#ffffff">Short.</div><div class="sheet" style="background-color:#fffdf9">
<table role="presentation"><tr><td>
<h1 class="ink" style="color:#1d2433">What partners do</h1><h2 class="ink" style="color:#1d2433">A prize</h2>
<p class="ink" style="color:#1d2433">We won it.</p><img src="https://town.example/a.jpg" alt="" width="40" height="40">
<a class="link" style="color:#0b4f5c" href="https://town.example/news/1/">Read the news: A prize</a>
<a class="link" style="color:#0b4f5c" href="[[unsubscribe]]">Unsubscribe</a>
<a class="link" style="color:#0b4f5c" href="[[preferences]]">Choose what you get</a></td></tr></table></div></body></html>"""
TEXT = "What partners do\n\nA prize\n-------\n\nWe won it.\n\nhttps://town.example/news/1/\n\n[[unsubscribe]]\n[[preferences]]\n"
Change = Callable[[str], str]


def faults(
    name: str, *, html: str = HTML, text: str = TEXT, subject: str = WORDS.subject, words: Words = WORDS
) -> list[str]:
    (check,) = (each for each in CHECKS if each.name == name)
    return list(check.look(Letter(subject=subject, html=html, text=text, words=words)))


@pytest.mark.parametrize("name", [check.name for check in CHECKS])
def test_a_good_letter_passes(name: str) -> None:
    assert faults(name) == []


def swap(old: str, new: str) -> Change:
    def change(html: str) -> str:
        assert old in html
        return html.replace(old, new, 1)

    return change


LINK = 'href="https://town.example/news/1/">Read the news: A prize</a>'
FAULTY: list[tuple[str, Change]] = [
    ("language", swap(' lang="en-GB"', "")),
    ("language", swap(' dir="ltr"', "")),
    ("title", swap("<title>What partners do</title>", "")),
    ("title", swap("<title>What partners do</title>", "<title> </title>")),
    ("layout", swap(' role="presentation"', "")),
    ("pictures", swap(' alt=""', "")),
    ("pictures", swap("https://town.example/a.jpg", "/a.jpg")),
    ("pictures", swap("https://town.example/a.jpg", "http://town.example/a.jpg")),
    ("pictures", swap('width="40"', 'width="1"')),
    ("headings", swap("h1", "h2")),
    ("headings", swap("<h2", "<h1>Another</h1><h2")),
    ("headings", swap("<h2", "<h4>Deep</h4><h2")),
    ("headings", swap("<h2", "<h2></h2><h2")),
    ("contrast", swap('<p class="ink" style="color:#1d2433">', '<p class="ink" style="color:#999999">')),
    ("contrast", swap(".ink, .link", ".link")),
    ("contrast", swap('class="sheet" style="background-color:#fffdf9"', 'class="sheet" style="background:#083e49"')),
    ("links", swap(LINK, LINK.replace("Read the news: A prize", "Click here"))),
    ("links", swap(LINK, LINK.replace("Read the news: A prize", "https://town.example/news/1/"))),
    ("links", swap(LINK, LINK.replace("Read the news: A prize", ""))),
    ("links", swap(LINK, LINK.replace("Read the news: A prize", "Unsubscribe"))),
    ("links", swap('href="https://town.example/news/1/"', 'href="#"')),
    ("addresses", swap('href="https://town.example/news/1/"', 'href="/news/1/"')),
    ("leaving", swap("[[unsubscribe]]", "https://town.example/")),
    ("leaving", swap("[[preferences]]", "https://town.example/")),
    ("preview", swap("Short.", "")),
    ("size", swap("We won it.", "We won it." * 10_000)),
    ("active", swap("<h2", "<script>x()</script><h2")),
    ("active", swap("<h2", "<form></form><h2")),
    ("active", swap("<h2 ", '<h2 onclick="x()" ')),
    ("active", swap("https://town.example/news/1/", "javascript:x()")),
    ("active", swap("https://town.example/news/1/", "https://town.example/news/1/?utm_source=letter")),
    ("active", swap("<style>", "<style>@import 'x';")),
]


@pytest.mark.parametrize(("name", "change"), FAULTY)
def test_each_check_finds_its_fault(name: str, change: Change) -> None:
    assert faults(name, html=change(HTML))


def test_every_check_is_seen_to_fail() -> None:
    others = {"text", "subject", "references", "words", "sample"}
    assert {check.name for check in CHECKS} - {name for name, _ in FAULTY} == others


def test_a_fault_names_the_item_it_stands_in() -> None:
    html = swap("<table role", '<div class="paper item-1"><a href="#">Here</a></div><table role')(HTML)
    (nowhere,) = (fault for fault in faults("links", html=html) if isinstance(fault, Fault))
    assert nowhere.anchor == "item-1"
    assert "leads nowhere" in nowhere


@pytest.mark.parametrize("text", ["", TEXT.replace("We won it.", ""), TEXT.replace("We won", "<p>We won"), TEXT[:20]])
def test_the_plain_text_is_whole(text: str) -> None:
    assert faults("text", text=text)


@pytest.mark.parametrize("mark", ["[[unsubscribe]]", "[[preferences]]"])
def test_the_plain_text_says_how_to_leave(mark: str) -> None:
    assert faults("leaving", text=TEXT.replace(mark, ""))


@pytest.mark.parametrize(
    "subject",
    ["", " ", "x" * 79, "Two\nlines", "SHOUTING AT YOU", "SHOUTING At You", "Win!!", "£££ for you", "Now! Or never!"],
)
def test_the_subject_is_one_short_line(subject: str) -> None:
    assert faults("subject", subject=subject)


@pytest.mark.parametrize("subject", ["NHS and HIV tests", "What is on?", "£5 off the bus!", "A year of work"])
def test_a_plain_subject_is_fine(subject: str) -> None:
    assert faults("subject", subject=subject) == []


def test_pictures_are_no_edition() -> None:
    alone = replace(WORDS, items=(Item("picture", "picture", "item-2", image=1, caption="The yard."),))
    (fault,) = faults("words", words=alone)
    assert "no pictures" in fault
    assert isinstance(fault, Fault)
    assert fault.anchor == "item-2"
    told = Item("text", "text", "item-3", html="<p>" + "Ten pop-ups drew more than a thousand people. " * 2 + "</p>")
    assert faults("words", words=replace(alone, items=(*alone.items, told))) == []


def test_a_sample_goes_to_nobody() -> None:
    assert faults("sample", words=replace(WORDS, is_sample=True)) == [IS_SAMPLE]


def test_what_cannot_be_opened_is_said() -> None:
    assert faults("references", words=replace(WORDS, faults=("It is not published.",))) == ["It is not published."]
