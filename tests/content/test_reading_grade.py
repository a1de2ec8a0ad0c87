"""Every text of ours reads at grade 8 or below: the reading age of most adults, tired or in a hurry."""

from __future__ import annotations

import pytest

from tests.content.files import PageFile, load, pages, prose
from tests.content.reading import grade, plain, syllables

HIGHEST_GRADE = 8.0
#: below this many words a grade says nothing: one long name decides it
ENOUGH_WORDS = 25

#: names that texts use and no file declares; a reader of the text need not sound them out
NAMES = {
    "Accessibility Regulations 2018", "Beech Hill", "Bramingham", "Coventry", "Denny Review", "England",
    "Equality Advisory and Support Service", "Equality and Human Rights Commission", "European Journal of Public Health",
    "Fair Society, Healthy Lives", "Flying Start", "FrameWorks", "Health Equity Town", "Health Foundation",
    "Healthy Place Framework", "Healthier Wealthier Families", "Inclusive Growth Commission", "Information Commissioner",
    "Institute of Health Equity", "Luton", "Luton 2040", "MJ Achievement Awards", "Marmot", "National Lottery",
    "Northwell", "Public Sector Bodies (Websites and Mobile Applications) (No. 2)", "Talk, Listen, Change",
    "United Kingdom", "University College London", "Venue 360", "Web Content Accessibility Guidelines",
}  # fmt: skip


def names() -> set[str]:
    """Give every name that the set declares: organisations, groups, principles, pages, reports."""
    declared = {row["name"] for row in load("organisations.yaml") + load("groups.yaml")}
    declared |= {theme[key] for theme in load("themes.yaml") for key in ("title", "short_title")}
    declared |= {report["title"] for page in pages() for report in page.data.get("reports", [])}
    return declared | NAMES


@pytest.mark.parametrize("page_file", pages(), ids=lambda found: found.name)
def test_a_page_reads_at_grade_eight_or_below(page_file: PageFile) -> None:
    assert grade(prose(page_file.data), names()) <= HIGHEST_GRADE


@pytest.mark.parametrize("name", ["site", "themes", "organisations", "groups", "recommendations"])
def test_shared_texts_read_at_grade_eight_or_below(name: str) -> None:
    assert grade(prose(load(f"{name}.yaml")), names()) <= HIGHEST_GRADE


@pytest.mark.parametrize("page_file", pages(), ids=lambda found: found.name)
def test_no_single_text_of_a_page_is_far_harder_than_the_rest(page_file: PageFile) -> None:
    hard = [
        text
        for text in prose(page_file.data)
        if len(text.split()) >= ENOUGH_WORDS and grade([text], names()) > HIGHEST_GRADE + 2
    ]

    assert hard == []


@pytest.mark.parametrize(
    ("word", "beats"),
    [
        ("health", 1), ("warm", 1), ("people", 2), ("housing", 2), ("published", 2), ("community", 4),
        ("inequality", 5), ("deprivation", 4), ("safely", 2), ("homeless", 2), ("actual", 3), ("employers", 3),
        ("racism", 3), ("well-being", 3), ("2024/25", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_a_person_would(word: str, beats: int) -> None:
    assert syllables(word) == beats


def test_the_grade_follows_the_published_formula() -> None:
    # 0.39 × words ÷ sentences + 11.8 × syllables ÷ words − 15.59 (Kincaid and others, 1975), by hand:
    # six words, one sentence, seven syllables.
    assert grade(["The cat sat on the table."]) == pytest.approx(0.39 * 6 + 11.8 * 7 / 6 - 15.59)


def test_long_words_and_long_sentences_raise_the_grade() -> None:
    easy = "We keep homes warm. It helps people stay well."
    hard = "Multidisciplinary interventions incorporating anticipatory prioritisation facilitate equitable utilisation."

    assert grade([easy]) < 3
    assert grade([hard]) > 20


def test_links_and_names_do_not_count_as_hard_words() -> None:
    assert plain("Ask [the board](https://example.org/very-long).") == "Ask the board."
    assert plain("The Institute of Health Equity wrote it.", ["Institute of Health Equity"]) == "The Ann wrote it."


def test_nothing_to_read_has_grade_zero() -> None:
    assert grade([]) == 0.0
    assert grade(["   "]) == 0.0
