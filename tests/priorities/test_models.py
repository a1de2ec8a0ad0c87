"""What the models of priorities refuse, in the form and in the database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from priorities.models import Evidence, Group, Recommendation
from priorities.models.recommendations import Status
from tests.factories.indicators import make_theme
from tests.factories.priorities import (
    make_group,
    make_home,
    make_organisation,
    make_priority_page,
    make_project_index,
    make_project_page,
    make_recommendation,
    make_tracker,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"status": Status.NOT_FEASIBLE, "status_reason": ""}, "Say why it is not feasible."),
        ({"is_paraphrase": False, "page_reference": ""}, "Exact words need their page in the report."),
        (
            {"published_on": dt.date(2022, 9, 7), "next_review_on": dt.date(2022, 9, 7)},
            "The next review must be after the report was published.",
        ),
    ],
)
def test_a_recommendation_with_half_of_a_pair_is_refused(values: dict[str, Any], reason: str) -> None:
    recommendation = make_recommendation()
    for name, value in values.items():
        setattr(recommendation, name, value)
    with pytest.raises(ValidationError, match=reason):
        recommendation.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        recommendation.save()


def test_two_recommendations_of_a_principle_have_different_numbers() -> None:
    first = make_recommendation(number=1)
    make_recommendation(number=1)  # under another principle
    with pytest.raises(IntegrityError), transaction.atomic():
        make_recommendation(number=1, theme=first.theme)


@pytest.mark.parametrize(
    ("has_page", "url", "is_accepted"),
    [
        (True, "", True),
        (False, "https://example.org/", True),
        (True, "https://example.org/", False),
        (False, "", False),
    ],
)
def test_evidence_leads_to_exactly_one_place(has_page: bool, url: str, is_accepted: bool) -> None:  # noqa: FBT001
    evidence = Evidence(
        recommendation=make_recommendation(),
        title="A story",
        kind=Evidence.Kind.CASE_STUDY,
        page=make_home() if has_page else None,
        url=url,
    )
    if is_accepted:
        evidence.full_clean()
        evidence.save()
    else:
        with pytest.raises(ValidationError, match="Choose one: a page, an address or a document"):
            evidence.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            evidence.save()


def test_evidence_on_a_page_that_is_not_public_leads_nowhere() -> None:
    home = make_home()
    evidence = Evidence(recommendation=make_recommendation(), title="A story", kind=Evidence.Kind.CASE_STUDY, page=home)
    assert evidence.href == home.url
    home.live = False
    assert evidence.href == ""


def test_every_status_has_a_definition_and_a_shape() -> None:
    assert len({status.definition for status in Status}) == len(Status)
    assert len({status.icon for status in Status}) == len(Status)
    for status in Status:
        assert status.definition.endswith(".")


def test_a_group_cannot_report_to_itself() -> None:
    group = make_group()
    group.parent = group
    with pytest.raises(ValidationError):
        group.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        group.save()


def test_a_group_cannot_report_to_a_group_below_it() -> None:
    top = make_group(name="Top")
    middle = make_group(name="Middle", parent=top)
    bottom = make_group(name="Bottom", parent=middle)
    top.parent = bottom
    with pytest.raises(ValidationError, match="already reports to this group"):
        top.full_clean()


def test_the_structure_survives_the_loss_of_a_group() -> None:
    top = make_group()
    below = make_group(parent=top)
    top.delete()
    assert Group.objects.get(pk=below.pk).parent is None


def test_an_organisation_with_a_source_address_names_the_source() -> None:
    organisation = make_organisation()
    organisation.source_url = "https://example.org/"
    with pytest.raises(ValidationError, match="Say what the source is"):
        organisation.full_clean()


def test_projects_stand_at_the_same_address_in_every_priority_area() -> None:
    first, second = make_priority_page(slug="homes"), make_priority_page(slug="work")
    project = make_project_page(parent=make_project_index(first), slug="warm-homes")
    assert project.url == "/priorities/homes/projects/warm-homes/"
    assert make_project_index(second).url == "/priorities/work/projects/"
    assert project.priority == first


def test_a_recommendation_stands_below_the_list() -> None:
    recommendation = make_recommendation(slug="do-it")
    assert recommendation.url == ""
    make_tracker()
    assert Recommendation.objects.get(pk=recommendation.pk).url == "/recommendations/do-it/"
    assert recommendation.full_url == "http://testserver/recommendations/do-it/"


def test_a_theme_with_recommendations_cannot_be_deleted() -> None:
    theme = make_theme()
    make_recommendation(theme=theme)
    with pytest.raises(IntegrityError), transaction.atomic():
        theme.delete()
