"""The roles: least privilege, made by a migration, kept as people change them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage

from het_site.core.cms import workflow
from het_site.core.models import User
from het_site.home import roles
from het_site.home.roles import ADMINISTRATORS, EDITORS, MODERATORS, PARTNERS, ROLES

pytestmark = pytest.mark.django_db

Person = Callable[[str], User]


def root() -> Page:
    return Page.objects.get(depth=1)


def on_all_pages(name: str) -> set[str]:
    grants = GroupPagePermission.objects.filter(group__name=name, page=root())
    return set(grants.values_list("permission__codename", flat=True))


def everything() -> dict[str, Any]:
    """Give all that the roles may do, to compare before and after."""
    return {
        group.name: (
            sorted(group.permissions.values_list("content_type__app_label", "codename")),
            sorted(group.page_permissions.values_list("page", "permission__codename")),
            sorted(group.collection_permissions.values_list("collection", "permission__codename")),
        )
        for group in Group.objects.order_by("name")
    }


def test_there_is_one_group_for_each_role_and_no_other() -> None:
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(role.name for role in ROLES)


def test_only_partners_cannot_enter_the_cms(person: Person) -> None:
    for role in ROLES:
        may = person(role.name).has_perm("wagtailadmin.access_admin")
        assert may is (role.name != PARTNERS.name), role.name


def test_an_editor_edits_all_pages_and_publishes_none() -> None:
    assert on_all_pages(EDITORS.name) == {"add_page", "change_page"}


def test_a_moderator_publishes_and_locks_but_does_not_delete_in_bulk() -> None:
    expected = {"add_page", "change_page", "publish_page", "lock_page", "unlock_page"}
    assert on_all_pages(MODERATORS.name) == expected


@pytest.mark.parametrize("name", ["Data officers", "Newsletter editors", "Partners"])
def test_other_roles_have_no_right_on_the_whole_tree(name: str) -> None:
    assert on_all_pages(name) == set()


def test_nobody_but_administrators_sees_people_groups_and_settings() -> None:
    kept = {("core", "user"), ("core", "brandsettings"), ("core", "theme"), ("auth", "group"), ("wagtailcore", "site")}
    for role in ROLES:
        if role.name != ADMINISTRATORS.name:
            held = Group.objects.get(name=role.name).permissions.values_list(
                "content_type__app_label", "content_type__model"
            )
            assert not kept & set(held), role.name


def test_no_role_makes_a_superuser() -> None:
    call_command("make_demo_accounts", verbosity=0)
    assert not User.objects.filter(is_superuser=True).exists()


def test_the_workflow_covers_the_whole_tree_and_asks_moderators() -> None:
    found = WorkflowPage.objects.get(page=root()).workflow
    assert found.name == workflow.NAME
    task = found.tasks.get().specific
    assert list(task.groups.values_list("name", flat=True)) == [MODERATORS.name]
    assert Workflow.objects.count() == 1


def test_installing_again_changes_nothing() -> None:
    before = everything()
    roles.install(apps)
    assert everything() == before


def test_migrating_again_keeps_what_an_administrator_changed() -> None:
    group = Group.objects.get(name=MODERATORS.name)
    group.page_permissions.filter(permission__codename="publish_page").delete()
    before = everything()
    roles.catch_up(apps)
    assert everything() == before


def test_the_permissions_of_a_new_model_are_granted_when_it_appears() -> None:
    Permission.objects.filter(codename="change_brandsettings").delete()
    group = Group.objects.get(name=ADMINISTRATORS.name)
    assert not group.permissions.filter(codename="change_brandsettings").exists()
    roles.catch_up(apps)
    assert group.permissions.filter(codename="change_brandsettings").exists()
    assert not Group.objects.get(name=EDITORS.name).permissions.filter(codename="change_brandsettings").exists()


def test_the_migration_runs_backwards_and_forwards(person: Person) -> None:
    migration = import_module("het_site.home.migrations.0002_roles_and_workflow")
    editor, before = person(EDITORS.name), everything()
    migration.uninstall(apps, None)
    assert sorted(Group.objects.values_list("name", flat=True)) == ["Editors", "Moderators"]
    assert not Workflow.objects.filter(name=workflow.NAME).exists()
    migration.install(apps, None)
    assert everything() == before
    assert editor.groups.get().name == EDITORS.name
