"""Every page type and snippet: says what it is for, helps with every field, stands only where it belongs, can be previewed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from wagtail.admin.panels import get_edit_handler
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock
from wagtail.contrib.settings.registry import registry
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Page, PreviewableMixin, get_page_models
from wagtail.snippets.models import get_snippet_models

from het_site.core.blocks import BodyBlock
from het_site.core.models import BasePage, User
from het_site.home.roles import ROLES
from tests.factories import casestudies, home, indicators, newsletter, priorities

OURS = {"core", "home", "newsletter", "casestudies", "priorities", "indicators"}
PAGES: list[type[Page]] = [model for model in get_page_models() if model._meta.app_label in OURS]
SNIPPETS: list[type[models.Model]] = [model for model in get_snippet_models() if model._meta.app_label in OURS]
SETTINGS: list[type[models.Model]] = [model for model in registry if model._meta.app_label in OURS]

#: fields of Wagtail's own that say enough by their labels, or are shown by its side panels
WAGTAILS_FIELDS = {"comment_notifications"}

EXAMPLES: dict[str, Callable[[], Any]] = {
    "casestudies.CaseStudyIndexPage": casestudies.make_library,
    "casestudies.CaseStudyPage": casestudies.make_story,
    "core.Theme": indicators.make_theme,
    "home.ContentPage": home.make_content_page,
    "home.HomePage": home.make_home,
    "indicators.Indicator": indicators.make_indicator,
    "newsletter.EditionPage": newsletter.make_edition,
    "newsletter.EventIndexPage": newsletter.make_event_index,
    "newsletter.EventPage": newsletter.make_event_page,
    "newsletter.NewsIndexPage": newsletter.make_news_index,
    "newsletter.NewsPage": newsletter.make_news_page,
    "newsletter.NewsletterIndexPage": newsletter.make_newsletter,
    "priorities.GovernancePage": priorities.make_governance_page,
    "priorities.Group": priorities.make_group,
    "priorities.Organisation": priorities.make_organisation,
    "priorities.PartnersPage": priorities.make_partners_page,
    "priorities.PrincipleIndexPage": priorities.make_principle_index,
    "priorities.PrinciplePage": priorities.make_principle_page,
    "priorities.PriorityIndexPage": priorities.make_priority_index,
    "priorities.PriorityPage": priorities.make_priority_page,
    "priorities.ProjectIndexPage": priorities.make_project_index,
    "priorities.ProjectPage": priorities.make_project_page,
    "priorities.Recommendation": priorities.make_recommendation,
    "priorities.RecommendationIndexPage": priorities.make_tracker,
}


def label(model: type[models.Model]) -> str:
    return model._meta.label


def example(model: type[models.Model]) -> Any:
    """Give a saved example: from its factory, or the barest page that can stand below home."""
    if make := EXAMPLES.get(model._meta.label):
        return make()
    parent = home.make_home() if "home.HomePage" in model.parent_page_types else None  # type: ignore[attr-defined]
    assert parent is not None, f"{model._meta.label} needs a factory in EXAMPLES"
    return parent.add_child(instance=model(title="An example", slug=f"example-{model._meta.model_name}"))


def unexplained(form: type[Any]) -> Iterator[str]:
    """Name the fields of a form, and of the lists in it, that have no help text."""
    for name, field in form.base_fields.items():
        if not field.help_text and not field.widget.is_hidden:
            yield name
    for list_name, formset in getattr(form, "formsets", {}).items():
        for name in unexplained(formset.form):
            yield f"{list_name}: {name}"


def unexplained_blocks(block: Block, path: str = "body") -> Iterator[str]:
    """Name the blocks inside others that have no help text; a block in a stream is explained by its picture and name."""
    if isinstance(block, BaseStructBlock | BaseStreamBlock):
        for name, child in block.child_blocks.items():
            helped = getattr(getattr(child, "field", None), "help_text", "") or getattr(child.meta, "help_text", "")
            if isinstance(block, BaseStructBlock) and not helped:
                yield f"{path}.{name}"
            yield from unexplained_blocks(child, f"{path}.{name}")
    elif isinstance(block, ListBlock):
        yield from unexplained_blocks(block.child_block, path)


def test_there_are_types_of_every_app() -> None:
    assert {model._meta.app_label for model in PAGES} == OURS - {"core"}
    assert {model._meta.label for model in SNIPPETS} >= {
        "core.Theme",
        "indicators.Indicator",
        "priorities.Group",
        "priorities.Organisation",
        "priorities.Recommendation",
    }


@pytest.mark.parametrize("model", [*PAGES, *SNIPPETS, *SETTINGS], ids=label)
def test_every_field_says_what_good_looks_like(model: type[models.Model]) -> None:
    form = get_edit_handler(model).get_form_class()
    assert set(unexplained(form)) - WAGTAILS_FIELDS == set()


@pytest.mark.django_db
def test_every_field_of_a_picture_does_too() -> None:
    form = get_image_form(get_image_model())(user=User(is_superuser=True))
    silent = {name for name, field in form.fields.items() if not field.help_text and not field.widget.is_hidden}
    assert silent <= {"collection"}, "the collection is shown only when there are several"


def test_every_block_says_what_goes_where() -> None:
    assert list(unexplained_blocks(BodyBlock())) == []


@pytest.mark.parametrize("model", PAGES, ids=label)
def test_every_page_type_says_what_it_is_for(model: type[Page]) -> None:
    assert model.page_description.endswith(".")
    assert "<" not in model.page_description
    assert issubclass(model, BasePage)


@pytest.mark.parametrize("model", [*PAGES, *SNIPPETS], ids=label)
def test_every_type_has_a_name_of_plain_words(model: type[models.Model]) -> None:
    name = str(model._meta.verbose_name)
    assert name
    assert name[0].islower() or name.split()[0].isupper()
    if model in PAGES:
        assert name != model._meta.model_name, "it is the class's name, written in small letters"


@pytest.mark.parametrize("model", PAGES, ids=label)
def test_every_page_type_stands_only_where_it_belongs(model: type[Page]) -> None:
    parents = {parent._meta.label for parent in model.allowed_parent_page_models()}
    assert any("parent_page_types" in vars(base) for base in model.__mro__ if issubclass(base, BasePage))
    assert parents
    assert parents <= {"wagtailcore.Page", *(page._meta.label for page in PAGES)}
    if model._meta.label != "home.HomePage":
        assert "wagtailcore.Page" not in parents


@pytest.mark.parametrize("model", PAGES, ids=label)
def test_no_page_type_takes_any_page_below_it(model: type[Page]) -> None:
    below = {child._meta.label for child in model.allowed_subpage_models()}
    assert len(below) < len(PAGES)
    assert "home.HomePage" not in below


@pytest.mark.django_db
@pytest.mark.parametrize("model", [*PAGES, *SNIPPETS], ids=label)
def test_every_type_can_be_previewed_in_every_mode(model: type[models.Model]) -> None:
    instance = example(model)
    assert isinstance(instance, PreviewableMixin)
    assert instance.preview_modes
    for mode, _ in instance.preview_modes:
        response = instance.make_preview_request(preview_mode=mode)
        assert response.status_code == 200, mode
        assert "<h1" in response.content.decode() or model in SNIPPETS


@pytest.mark.django_db
@pytest.mark.parametrize("model", PAGES, ids=label)
def test_every_page_type_can_be_edited_by_an_editor(model: type[Page], signed_in: Callable[[str], Client]) -> None:
    page = example(model)
    response = signed_in("Editors").get(f"/cms/pages/{page.pk}/edit/")
    assert response.status_code == 200
    assert 'name="action-publish"' not in response.content.decode()


@pytest.mark.django_db
def test_the_table_of_roles_names_only_what_exists() -> None:
    for role in ROLES:
        for name in (*role.models, *role.sections):
            apps.get_model(name)


@pytest.mark.django_db
def test_newsletter_editors_work_on_news_and_events_and_nowhere_else(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("Newsletter editors")
    elsewhere = home.make_content_page()
    for page in (newsletter.make_news_page(), newsletter.make_event_page()):
        response = client.get(f"/cms/pages/{page.pk}/edit/")
        assert response.status_code == 200
        assert 'name="action-publish"' in response.content.decode()
    assert client.get(f"/cms/pages/{elsewhere.pk}/edit/").status_code in {302, 403}
