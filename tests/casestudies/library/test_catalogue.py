"""The stored catalogue: what is read from it is what would be counted anew, and nothing old is ever shown."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from procrastinate.contrib.django.models import ProcrastinateJob

from casestudies.actions.cataloguing import look_after_catalogue
from casestudies.jobs import CATALOGUE, ask_for_catalogue
from casestudies.library import catalogue as books
from casestudies.library.filtering import Selection
from casestudies.library.listing import library
from casestudies.library.state import state
from casestudies.models import CaseStudyOutcome, CaseStudyPage, StoredCatalogue
from tests.factories.casestudies import make_library, make_story
from tests.factories.indicators import make_area, make_theme
from tests.factories.priorities import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def new_process() -> None:
    books.forget()


@pytest.fixture
def story() -> CaseStudyPage:
    make_story(title="An older one", year=2020)
    return make_story(
        title="A “story” in one town",
        year=2025,
        audiences=["carers"],
        themes=[make_theme(number=101)],
        organisations=[make_organisation(name="Advice Here", slug="advice", kind="charity")],
        wards=[make_area("E05000001", name="Riverside", area_type="ward")],
        outcomes=[CaseStudyOutcome(measure="Cold homes", before="12", source="Survey")],
    )


def counts() -> dict[str, dict[str, int]]:
    found = library(Selection.parse(QueryDict()))
    return {facet.name: {option.value: option.count for option in facet.options} for facet in found.facets}


def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> None:
        raise AssertionError("read anew though a catalogue is stored")

    monkeypatch.setattr(books, "read", read)


def test_what_is_stored_is_what_was_read(story: CaseStudyPage) -> None:
    read = books.read()

    assert books.Catalogue.unpacked(read.packed()) == read


def test_a_new_process_reads_what_is_stored(story: CaseStudyPage, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = counts()
    books.forget()
    assert look_after_catalogue()
    no_reading(monkeypatch)

    assert counts() == fresh
    assert fresh["organisation"] == {"advice": 1}


def test_it_is_stored_once_for_each_state(story: CaseStudyPage) -> None:
    assert [look_after_catalogue(), look_after_catalogue()] == [True, False]
    story.year = 2024
    story.save_revision().publish()
    assert [look_after_catalogue(), look_after_catalogue()] == [True, False]
    assert StoredCatalogue.objects.count() == 1


def test_a_stored_one_that_is_out_of_date_is_passed_over(story: CaseStudyPage) -> None:
    look_after_catalogue()
    story.unpublish()

    assert counts()["organisation"] == {}
    assert counts()["year"] == {"2020": 1}


def test_a_draft_that_is_being_written_changes_nothing(story: CaseStudyPage, monkeypatch: pytest.MonkeyPatch) -> None:
    look_after_catalogue()
    before = state().mark
    story.title, story.year = "A draft’s title", 1999
    story.save_revision()
    make_library().save_revision()
    no_reading(monkeypatch)

    assert state().mark == before
    assert "1999" not in counts()["year"]


def test_publication_asks_for_it_and_twice_is_once(story: CaseStudyPage) -> None:
    waiting = ProcrastinateJob.objects.filter(task_name=CATALOGUE)
    assert not waiting.exists()
    story.save_revision().publish()
    assert waiting.count() == 1
    story.unpublish()
    ask_for_catalogue()
    assert waiting.count() == 1
