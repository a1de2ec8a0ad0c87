"""Organisations, groups and recommendations in the CMS: lists, filters, drafts and previews."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.test.utils.form_data import querydict_from_html

from priorities.models import Group, Organisation, Recommendation
from priorities.models.editorial import EditorialSnippet
from tests.factories import priorities as make

pytestmark = pytest.mark.django_db

SNIPPETS: list[tuple[type[EditorialSnippet], Callable[..., Any]]] = [
    (Organisation, make.make_organisation),
    (Group, make.make_group),
    (Recommendation, make.make_recommendation),
]


def form_of(client: Client, row: EditorialSnippet) -> QueryDict:
    """Give what the editor would send unchanged; a tick without a value is not read from the page."""
    page = client.get(address(type(row), "edit", row.pk)).content.decode()
    data = querydict_from_html(page, form_id="w-editor-form")
    ticks = [field.name for field in row._meta.fields if isinstance(field, models.BooleanField) and field.editable]
    data.update({name: "on" for name in ticks if getattr(row, name)})
    return data


def address(model: type[EditorialSnippet], view: str, *args: Any) -> str:
    """Give the address of a screen of the CMS."""
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


@pytest.mark.parametrize(("model", "factory"), SNIPPETS)
def test_each_is_drafted_previewed_locked_and_approved(
    admin_client: Client, model: type[EditorialSnippet], factory: Callable[..., Any]
) -> None:
    for mixin in (DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin):
        assert issubclass(model, mixin)
    row = factory()
    for url in (address(model, "list"), address(model, "add"), address(model, "edit", row.pk)):
        assert admin_client.get(url).status_code == 200
    assert str(row) in admin_client.get(address(model, "edit", row.pk)).content.decode()


@pytest.mark.parametrize(("model", "factory"), SNIPPETS)
def test_each_is_previewed_on_a_public_template(
    admin_client: Client, model: type[EditorialSnippet], factory: Callable[..., Any]
) -> None:
    row = factory()
    url = address(model, "preview_on_edit", row.pk)
    assert admin_client.post(url, form_of(admin_client, row)).json()["is_valid"]
    shown = admin_client.get(url)
    assert shown.status_code == 200
    name = row.title if isinstance(row, Recommendation) else row.name
    assert name in shown.content.decode()
    assert "site-head" in shown.content.decode()


def test_a_preview_asks_editors_for_nothing_that_readers_would_see(admin_client: Client) -> None:
    """A recommendation can be previewed before there is a list for it to stand in."""
    preview = make.make_recommendation().make_preview_request(preview_mode="")
    assert preview.status_code == 200
    assert b"canonical" not in preview.content


@pytest.mark.parametrize(
    ("model", "query", "kept", "dropped"),
    [
        (Recommendation, "status=complete", "Finished work", "Other work"),
        (Recommendation, "q=Finished", "Finished work", "Other work"),
        (Organisation, "kind=police", "Town police", "Advice Centre"),
        (Organisation, "q=police", "Town police", "Advice Centre"),
        (Group, "kind=subgroup", "Homes subgroup", "Top board"),
    ],
)
def test_lists_are_filtered_and_searched(
    admin_client: Client, model: type[EditorialSnippet], query: str, kept: str, dropped: str
) -> None:
    make.make_recommendation(title="Finished work", status="complete")
    make.make_recommendation(title="Other work")
    make.make_organisation(name="Town police", kind="police")
    make.make_organisation(name="Advice Centre")
    make.make_group(name="Homes subgroup", kind="subgroup")
    make.make_group(name="Top board")
    words = admin_client.get(f"{address(model, 'list_results')}?{query}").content.decode()
    assert kept in words
    assert dropped not in words


def test_recommendations_are_listed_by_principle(admin_client: Client) -> None:
    first = make.make_recommendation(title="Kept work")
    make.make_recommendation(title="Other principle")
    url = f"{address(Recommendation, 'list_results')}?theme={first.theme_id}"
    words = admin_client.get(url).content.decode()
    assert "Kept work" in words
    assert "Other principle" not in words


def test_a_draft_with_half_of_a_pair_is_refused_in_words(admin_client: Client) -> None:
    row = make.make_recommendation()
    url = address(Recommendation, "edit", row.pk)
    data = form_of(admin_client, row)
    data["status"] = "not_feasible"
    response = admin_client.post(url, data)
    assert response.status_code == 200
    assert "Say why it is not feasible." in response.content.decode()
    data["status_reason"] = "The law does not allow it."
    assert admin_client.post(url, data).status_code == 302
    assert Recommendation.objects.get().status == "not_reported"  # saved as a draft, not published


def test_a_menu_holds_them(admin_client: Client) -> None:
    assert "Who and what" in admin_client.get(reverse("wagtailadmin_home")).content.decode()
