"""What mail programs do with an edition: those that know little of CSS, cut long mail off, or turn it dark in their own ways."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from newsletter.rendering import previews
from newsletter.rendering.letter import render
from newsletter.rendering.pictures import WIDEST
from tests.factories.editions import KINDS, edition_with

pytestmark = pytest.mark.django_db
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
OUTLOOK = re.compile(r"<!--\[if mso[^\]]*\]>(.*?)<!\[endif\]-->", re.DOTALL)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
#: Gmail leaves a style element out that is longer
LONGEST_STYLE = 8192


@pytest.fixture
def html() -> str:
    return render(edition_with(*KINDS)).html


def test_nothing_that_outlook_does_not_lay_out(html: str) -> None:
    soup = BeautifulSoup(html, "html.parser")
    styles = [str(tag["style"]) for tag in soup.find_all(style=True)]
    unknown = re.compile(r"display:\s*(flex|grid)|position\s*:|float\s*:|calc\(|var\(|background-image")
    assert [style for style in styles if unknown.search(style)] == []
    columns = [tag for tag in soup.find_all("div", style=True) if "max-width:600px" in str(tag["style"])]
    assert len(columns) >= len(KINDS)
    wide = [part for part in OUTLOOK.findall(html) if 'width="600"' in part]
    assert len(wide) >= len(columns)  # what Outlook gets instead, for it knows no widest width
    for image in soup.find_all("img"):
        assert 0 < int(str(image["width"])) <= WIDEST


def test_outlook_has_a_typeface_that_it_knows(html: str) -> None:
    (named,) = [part for part in OUTLOOK.findall(html) if "font-family" in part]
    assert "Atkinson" not in named
    assert "Verdana" in named


def test_gmail_keeps_every_style_and_cuts_nothing_off(html: str) -> None:
    styles = STYLE.findall(html)
    assert max(map(len, styles)) < LONGEST_STYLE
    assert len(html.encode()) < 102 * 1024
    by_attribute = [style for style in styles if "[data-" in style]
    assert len(by_attribute) == 1  # a program that drops the element for these selectors keeps the others
    assert "@media" not in by_attribute[0]


def test_every_change_for_dark_paper_is_told_to_outlook_too(html: str) -> None:
    (dark,) = [style for style in STYLE.findall(html) if previews.DARK_MODE in style]
    (outlook,) = [style for style in STYLE.findall(html) if "[data-ogs" in style]
    inner = dark.split(previews.DARK_MODE)[1].split("{", 1)[1]
    told = {}
    for selectors, declared in RULE.findall(outlook):
        for selector in selectors.split(","):
            _, name = selector.strip().split(" ", 1)
            told.setdefault(name, set()).update(re.findall(r"#[0-9a-f]{6}", declared))
    for selectors, declared in RULE.findall(inner):
        for selector in (each.strip() for each in selectors.split(",")):
            if "border" not in declared:
                assert set(re.findall(r"#[0-9a-f]{6}", declared)) == told[selector], selector


def test_a_picture_that_is_off_leaves_its_words_on_either_paper(html: str) -> None:
    for image in BeautifulSoup(html, "html.parser").find_all("img", alt=True):
        assert "ink" in image.get_attribute_list("class")
        assert re.search(r"(?<!-)color:#[0-9a-f]{6}", str(image["style"]))
        assert "font-size" in str(image["style"])
