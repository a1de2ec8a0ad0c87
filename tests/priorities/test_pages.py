"""Every page type of priorities: where it may stand, that it can be read, edited and previewed, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import querydict_from_html

from het_site.home.models import ContentPage, HomePage
from priorities import models
from tests.factories import priorities as make
from tests.factories.indicators import make_index_page, make_indicator, make_theme

PAGES: dict[type[Page], Callable[[], Page]] = {
    models.PrincipleIndexPage: make.make_principle_index,
    models.PrinciplePage: make.make_principle_page,
    models.PriorityIndexPage: make.make_priority_index,
    models.PriorityPage: make.make_priority_page,
    models.ProjectIndexPage: make.make_project_index,
    models.ProjectPage: make.make_project_page,
    models.RecommendationIndexPage: make.make_tracker,
    models.GovernancePage: make.make_governance_page,
    models.PartnersPage: make.make_partners_page,
}


class EveryPageType(WagtailPageTestCase):
    """What Wagtail asks of every page type."""

    def setUp(self) -> None:
        self.editor = get_user_model().objects.create_superuser("editor@demo.example", "a long password")

    def test_every_page_type_is_listed_here(self) -> None:
        here = {model for model in _page_models() if model._meta.app_label == "priorities"}
        assert here == set(PAGES)

    def test_each_can_be_reached_read_edited_and_previewed(self) -> None:
        for model, factory in PAGES.items():
            with self.subTest(model.__name__):
                page = factory()
                self.assertPageIsRoutable(page)
                self.assertPageIsRenderable(page)
                form = self._form_of(page)
                self.assertPageIsEditable(page, post_data=form)
                self.assertPageIsPreviewable(page, post_data=form)

    def _form_of(self, page: Page) -> QueryDict:
        """Give what the editor would send unchanged; a browser's script adds the count of a stream's blocks."""
        self.client.force_login(self.editor)  # Wagtail's assertions sign out at their end
        response = self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        data = querydict_from_html(response.content.decode(), form_id="page-edit-form")
        data.update({f"{field.name}-count": "0" for field in page._meta.fields if isinstance(field, StreamField)})
        data["action-publish"] = ""
        return data

    def test_each_stands_where_the_map_says(self) -> None:
        parents: dict[type[Page], set[type[Page]]] = {
            models.PrincipleIndexPage: {HomePage},
            models.PrinciplePage: {models.PrincipleIndexPage},
            models.PriorityIndexPage: {HomePage},
            models.PriorityPage: {models.PriorityIndexPage},
            models.ProjectIndexPage: {models.PriorityPage},
            models.ProjectPage: {models.ProjectIndexPage},
            models.RecommendationIndexPage: {HomePage},
            models.GovernancePage: {HomePage, ContentPage},
            models.PartnersPage: {HomePage, ContentPage},
        }
        for model, allowed in parents.items():
            self.assertAllowedParentPageTypes(model, allowed)
        self.assertAllowedSubpageTypes(models.PriorityPage, {models.ProjectIndexPage})
        for model in (models.PrinciplePage, models.ProjectPage, models.RecommendationIndexPage, models.GovernancePage):
            self.assertAllowedSubpageTypes(model, set())

    def test_every_page_type_says_what_it_is_for(self) -> None:
        for model in PAGES:
            assert model.get_page_description()

    def test_every_field_that_an_editor_meets_has_help_or_speaks_for_itself(self) -> None:
        plain = {"title", "slug", "seo_title", "search_description", "show_in_menus", "source_url"}
        for model in [*PAGES, models.Organisation, models.Group, models.Recommendation, models.Evidence]:
            for field in model._meta.local_fields + model._meta.local_many_to_many:
                if field.editable and not field.auto_created and field.name not in plain and field.name != "body":
                    is_relation_up = field.name in ("page_ptr", "page", "recommendation", "sort_order")
                    assert field.help_text or is_relation_up or field.name in WAGTAILS_OWN, f"{model}: {field.name}"


WAGTAILS_OWN = {
    "live", "expired", "expire_at", "go_live_at", "first_published_at", "last_published_at", "latest_revision",
    "live_revision", "has_unpublished_changes", "locked", "locked_at", "locked_by",
}  # fmt: skip


def _page_models() -> list[type[Page]]:
    from wagtail.models import get_page_models

    return list(get_page_models())


def read(client: Client, page: Any) -> str:
    """Give the words of a page, as a reader gets it."""
    response = client.get(page if isinstance(page, str) else page.url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.django_db
def test_a_principle_without_recommendations_says_so_and_readers_get_no_note_to_editors(client: Client) -> None:
    words = read(client, make.make_principle_page())
    assert "No recommendation for this principle is published here yet." in words
    assert "Note to editors" not in words
    assert "No project for this principle yet." in words
    assert "No indicator measures this principle yet." in words


@pytest.mark.django_db
def test_readers_of_a_principle_get_no_cookie_and_no_answer_that_differs_by_cookie(client: Client) -> None:
    response = client.get(make.make_principle_page().url)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.django_db
def test_an_editor_of_recommendations_is_asked_to_add_one(client: Client) -> None:
    page = make.make_principle_page()
    client.force_login(get_user_model().objects.create_superuser("admin@demo.example", "a long password"))
    words = read(client, page)
    assert "Note to editors, not shown to readers." in words
    assert '<a href="/cms/snippets/priorities/recommendation/add/">Add a recommendation</a>' in words


@pytest.mark.django_db
def test_somebody_signed_in_without_the_right_is_not_asked(client: Client) -> None:
    page = make.make_principle_page()
    client.force_login(get_user_model().objects.create_user("partner@demo.example", "a long password"))
    assert "Note to editors" not in read(client, page)


@pytest.mark.django_db
def test_a_principle_shows_what_is_measured_recommended_and_done(client: Client) -> None:
    page = make.make_principle_page()
    other = make.make_principle_page()
    indicator = make_indicator(theme=page.theme, title="Warm homes")
    retired = make_indicator(theme=page.theme, title="Cold homes", is_retired=True)
    make.make_tracker()
    recommendation = make.make_recommendation(theme=page.theme, title="Insulate every home")
    draft = make.make_recommendation(theme=page.theme, title="Not decided yet", live=False)
    project = make.make_project_page(title="Warm front", themes=[page.theme])
    words = read(client, page)
    for shown in (indicator.title, recommendation.title, project.title, other.theme.short_title, "No update yet"):
        assert shown in words
    assert retired.title not in words
    assert draft.title not in words
    assert f'href="{recommendation.url}"' in words
    assert f'href="{project.url}"' in words
    assert f'href="{other.url}"' in words
    assert "Filter and sort these" not in words  # no list of indicators is public
    index = make_index_page()
    assert f'href="{index.url}?principle={page.theme.slug}"' in read(client, page)
    assert "Warm homes" in client.get(f"{index.url}?principle={page.theme.slug}").content.decode()


@pytest.mark.django_db
def test_a_fact_of_a_principle_is_shown_with_its_source_and_its_indicator(client: Client) -> None:
    page = make.make_principle_page()
    indicator = make_indicator(title="Births in good health")
    models.PrincipleInsight.objects.create(
        page=page, number="52.6%", label="of children", period="2024/25", source="A yearbook", indicator=indicator
    )
    words = read(client, page)
    for shown in ("52.6%", "of children", "2024/25", "A yearbook"):
        assert shown in words


@pytest.mark.django_db
def test_the_list_of_principles_counts_what_each_has(client: Client) -> None:
    page = make.make_principle_page()
    make.make_recommendation(theme=page.theme)
    make.make_project_page(themes=[page.theme])
    make_indicator(theme=page.theme)
    make_indicator(theme=page.theme)
    without_page = make_theme(short_title="Nothing here yet")
    words = read(client, make.make_principle_index())
    assert "2 indicators, 1 recommendation, 1 project" in words
    assert without_page.short_title in words


@pytest.mark.django_db
def test_a_priority_area_names_its_group_or_says_that_it_is_not_published(client: Client) -> None:
    led = make.make_priority_page(group=make.make_group(name="Homes subgroup", chair="A housing association"))
    words = read(client, led)
    assert "Homes subgroup" in words
    assert "A housing association" in words
    assert "No project is published for this area yet." in words
    draft = make.make_priority_page(group=make.make_group(name="Secret subgroup", live=False))
    words = read(client, draft)
    assert "Secret subgroup" not in words
    assert "Which group leads this area is not published." in words


@pytest.mark.django_db
def test_a_priority_area_lists_its_own_projects_only(client: Client) -> None:
    area, elsewhere = make.make_priority_page(), make.make_priority_page()
    here = make.make_project_page(parent=make.make_project_index(area), title="Warm homes")
    there = make.make_project_page(parent=make.make_project_index(elsewhere), title="Good jobs")
    words = read(client, area)
    assert here.title in words
    assert there.title not in words
    assert here.title in read(client, make.make_priority_index())


@pytest.mark.django_db
def test_a_project_says_who_does_it_or_that_it_is_not_published(client: Client) -> None:
    organisation = make.make_organisation(name="Advice Centre")
    draft = make.make_organisation(name="Secret Centre", live=False)
    project = make.make_project_page(organisations=[organisation, draft], source="A talk, 2025")
    words = read(client, project)
    assert "Advice Centre" in words
    assert "Secret Centre" not in words
    assert "A talk, 2025" in words
    assert "Not published." in read(client, make.make_project_page())


@pytest.mark.django_db
def test_the_governance_page_draws_and_lists_every_public_group(client: Client) -> None:
    top = make.make_group(name="Top board")
    below = make.make_group(name="Homes subgroup", parent=top)
    area = make.make_priority_page(group=below, title="Homes")
    hidden = make.make_group(name="Hidden board", live=False)
    orphan = make.make_group(name="Orphan", parent=hidden)
    page = make.make_governance_page()
    words = read(client, page)
    for group in (top, below, orphan):
        assert words.count(f'href="#group-{group.slug}"') == 1
        assert words.count(f'id="group-{group.slug}"') == 1
    assert hidden.name not in words
    assert f'href="{area.url}"' in words


@pytest.mark.django_db
def test_the_directory_groups_partners_by_kind(client: Client) -> None:
    make.make_organisation(name="Town Council", kind="council", website="https://example.org/")
    make.make_organisation(name="Advice Centre", kind="charity", description="Gives advice.")
    make.make_organisation(name="Other Institute", kind="research", is_partner=False)
    words = read(client, make.make_partners_page())
    assert words.index("Town Council") < words.index("Advice Centre")
    assert 'href="https://example.org/"' in words
    assert "What it does here is not published." in words
    assert "Other Institute" not in words


@pytest.mark.django_db
@pytest.mark.parametrize("factory", [make.make_governance_page, make.make_partners_page, make.make_tracker])
def test_lists_without_anything_to_list_say_so(client: Client, factory: Callable[[], Page]) -> None:
    assert "is published" in read(client, factory())


@pytest.mark.django_db
def test_a_list_of_projects_always_has_the_same_address() -> None:
    index = make.make_project_index()
    index.slug = "our-projects"
    index.full_clean()
    assert index.slug == "projects"


@pytest.mark.django_db
def test_a_second_page_for_a_principle_is_refused() -> None:
    page = make.make_principle_page()
    with pytest.raises(ValidationError, match="already exists"):
        models.PrinciplePage(title="Again", slug="again", theme=page.theme, why_it_matters="x").full_clean()


@pytest.mark.django_db
def test_copying_a_principle_is_refused_with_the_reason(admin_client: Client) -> None:
    page = make.make_principle_page()
    response = admin_client.get(f"/cms/pages/{page.pk}/copy/", follow=True)
    assert "Each principle has one page" in response.content.decode()
