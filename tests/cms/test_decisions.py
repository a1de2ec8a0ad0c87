"""A decision that comes twice counts once, and what was published stays published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, streamfield

from het_site.core.cms.decisions import NOT_BY_ITSELF, TOO_LATE
from het_site.home.models import ContentPage
from tests.factories.home import make_home
from tests.factories.priorities import make_organisation

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], Client]

APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}


def form(**values: Any) -> dict[str, Any]:
    fields = {"title": "A walk to school", "slug": "a-walk", "summary": "Together.", "body": streamfield([])}
    return dict(nested_form_data({**fields, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}, **values}))


def sent(client: Client) -> ContentPage:
    home = make_home()
    client.post(f"/cms/pages/add/home/contentpage/{home.pk}/", form(**{"action-submit": "1"}))
    return ContentPage.objects.get(slug="a-walk")


def publications(page: ContentPage) -> int:
    return PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").count()


def test_the_second_press_changes_nothing_and_says_so(signed_in: SignIn) -> None:
    page, moderator = sent(signed_in("Editors")), signed_in("Moderators")
    edit = f"/cms/pages/{page.pk}/edit/"
    assert moderator.post(edit, form(**APPROVE)).status_code == 302
    answer = moderator.post(edit, form(title="Something else", **APPROVE), follow=True)
    assert TOO_LATE in answer.content.decode()
    page.refresh_from_db()
    assert page.live
    assert not page.has_unpublished_changes
    assert page.title == "A walk to school"
    assert publications(page) == 1


def test_what_the_moderator_mends_in_passing_is_approved_with_it(signed_in: SignIn) -> None:
    page = sent(signed_in("Editors"))
    signed_in("Moderators").post(f"/cms/pages/{page.pk}/edit/", form(title="A walk to work", **APPROVE))
    page.refresh_from_db()
    assert page.live
    assert page.title == "A walk to work"


def test_the_editor_never_saves_a_decision_by_itself(signed_in: SignIn) -> None:
    page = sent(signed_in("Editors"))
    answer = signed_in("Moderators").post(
        f"/cms/pages/{page.pk}/edit/", form(**APPROVE), headers={"Accept": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["error_message"] == NOT_BY_ITSELF
    page.refresh_from_db()
    assert not page.live
    assert page.current_workflow_task is not None


def test_an_organisation_is_decided_once_too(signed_in: SignIn) -> None:
    organisation = make_organisation(name="Old name")
    edit = f"/cms/snippets/priorities/organisation/edit/{organisation.pk}/"
    values = {"name": "New name", "slug": organisation.slug, "kind": organisation.kind, "description": "What it does."}
    signed_in("Editors").post(edit, {**values, "action-submit": "1"})
    moderator = signed_in("Moderators")
    moderator.post(edit, {**values, **APPROVE})
    organisation.refresh_from_db()
    assert organisation.name == "New name"
    answer = moderator.post(edit, {**values, "name": "Third name", **APPROVE}, follow=True)
    assert TOO_LATE in answer.content.decode()
    organisation.refresh_from_db()
    assert organisation.name == "New name"


def test_a_decision_on_nothing_is_not_found(signed_in: SignIn) -> None:
    assert signed_in("Moderators").post("/cms/pages/999999/edit/", form(**APPROVE)).status_code == 404


def test_whoever_decides_holds_the_page_meanwhile(signed_in: SignIn) -> None:
    page = sent(signed_in("Editors"))
    with CaptureQueriesContext(connection) as queries:
        signed_in("Moderators").post(f"/cms/pages/{page.pk}/edit/", form(**APPROVE))
    statements = [query["sql"] for query in queries]
    held = next(number for number, sql in enumerate(statements) if "pg_advisory_xact_lock" in sql)
    assert f"wagtailadmin_pages {page.pk}" in statements[held]
    read = next(number for number, sql in enumerate(statements) if 'FROM "wagtailcore_page"' in sql)
    written = next(number for number, sql in enumerate(statements) if sql.startswith('UPDATE "wagtailcore_taskstate"'))
    assert held < read < written
    savepoint = next(sql for sql in reversed(statements[:held]) if sql.startswith("SAVEPOINT"))
    released = savepoint.replace("SAVEPOINT", "RELEASE SAVEPOINT")
    assert written < statements.index(released)
