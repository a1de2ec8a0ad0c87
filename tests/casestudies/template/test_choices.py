"""The words that answers are chosen from: every question has them, and what is stored fits where it is kept."""

from __future__ import annotations

from casestudies.template.choices import AUDIENCES, CHOICES, LICENCE_NAMES, LICENCES
from casestudies.template.questions import QUESTIONS

#: chosen from the site's own content
FROM_CONTENT = {"wards", "themes", "priorities"}


def test_every_question_that_chooses_has_something_to_choose_from() -> None:
    asked = {question.choices for question in QUESTIONS.values() if question.choices}
    assert asked - FROM_CONTENT == set(CHOICES)


def test_what_is_chosen_fits_where_it_is_kept() -> None:
    assert all(len(word) <= QUESTIONS["licence"].most for word in LICENCES)
    assert len(AUDIENCES) <= QUESTIONS["audience"].most


def test_every_licence_has_a_name() -> None:
    assert set(LICENCE_NAMES) == set(LICENCES)
