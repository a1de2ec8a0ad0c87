"""Turns a table of roles into groups with permissions. Knows no role, page kind or model of any app by name.

A role is reset to its table only by a migration. Afterwards `grant_new` adds what did not exist before, so that what an
administrator has changed in the CMS stays changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.management import create_permissions
from django.db.models import Q

CMS_ACCESS = "wagtailadmin.access_admin"
PAGE = "wagtailcore.page"
SNIPPET_ACTIONS = frozenset({"publish", "lock", "unlock"})

Codename = tuple[str, str]


@dataclass(frozen=True)
class Role:
    """What one group may do. Actions are the first words of permissions: add, change, publish, lock …

    `pages` holds for the whole tree, `sections` for every page of a kind and what is below it, `collections` for all
    images and documents, `models` for snippets, settings and data. Keys are "app_label.model".
    """

    name: str
    has_cms: bool = True
    pages: tuple[str, ...] = ()
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    collections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    models: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def codenames(self) -> set[Codename]:
        """Give the permissions that hold for a whole model, as app label and codename."""
        found = {_split(CMS_ACCESS)} if self.has_cms else set()
        return found | {named for model, actions in self.models.items() for named in _named(model, actions)}


def _split(dotted: str) -> Codename:
    app_label, _, name = dotted.partition(".")
    return app_label, name


def _named(model: str, actions: Iterable[str]) -> list[Codename]:
    app_label, name = _split(model.lower())
    return [(app_label, f"{action}_{name}") for action in actions]


def make_permissions(apps: Any, roles: Iterable[Role]) -> set[int]:
    """Make the permissions that the roles name and that do not exist yet; give the numbers of the new ones.

    Django and Wagtail make them only after the last migration, too late for a migration that grants them.
    """
    permission = apps.get_model("auth.Permission")
    before = set(permission.objects.values_list("pk", flat=True))
    for label in _app_labels(roles):
        try:
            config: Any = apps.get_app_config(label)
        except LookupError:
            continue  # an app that a migration does not know yet
        models_module = getattr(config, "models_module", None)
        config.models_module = models_module or True  # a migration's own apps have none and would be passed over
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = models_module
    for role in roles:
        for model, actions in role.models.items():
            _make_workflow_permissions(apps, model, actions)
    return set(permission.objects.values_list("pk", flat=True)) - before


def _make_workflow_permissions(apps: Any, model: str, actions: Iterable[str]) -> None:
    """Make the permissions that Wagtail adds to snippets with drafts and locks."""
    app_label, name = _split(model.lower())
    kind = apps.get_model("contenttypes.ContentType").objects.filter(app_label=app_label, model=name).first()
    for action in SNIPPET_ACTIONS.intersection(actions) if kind else ():
        apps.get_model("auth.Permission").objects.get_or_create(
            content_type=kind, codename=f"{action}_{name}", defaults={"name": f"Can {action} {name}"}
        )


def _app_labels(roles: Iterable[Role]) -> list[str]:
    names = {CMS_ACCESS, PAGE}
    for role in roles:
        names |= {*role.models, *role.collections, *role.sections}
    return sorted({_split(name)[0] for name in names})


def permissions(apps: Any, codenames: Iterable[Codename]) -> list[Any]:
    """Find permissions by app label and codename; one that does not exist is left out."""
    wanted = Q(pk__in=[])
    for app_label, codename in codenames:
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    return list(apps.get_model("auth.Permission").objects.filter(wanted))


def _pages_of_kind(apps: Any, kind: str) -> list[int]:
    """Give the numbers of the pages of a kind; none if the kind does not exist yet."""
    try:
        model = apps.get_model(kind)
    except LookupError:
        return []
    return list(model.objects.values_list("pk", flat=True))


def _grant_pages(apps: Any, group: Any, page: int, actions: Iterable[str]) -> set[tuple[int, int]]:
    granted = set()
    manager = apps.get_model("wagtailcore.GroupPagePermission")._base_manager
    for permission in permissions(apps, _named(PAGE, actions)):
        manager.get_or_create(group=group, page_id=page, permission=permission)
        granted.add((page, permission.pk))
    return granted


def grant_sections(apps: Any, role: Role, *, kind: str, page: int) -> None:
    """Let a role work on a new page of one of its kinds, and on everything below it."""
    actions = {name.lower(): value for name, value in role.sections.items()}.get(kind.lower(), ())
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name=role.name)
    _grant_pages(apps, group, page, actions)


def _grant_all_pages(apps: Any, role: Role, group: Any) -> set[tuple[int, int]]:
    granted: set[tuple[int, int]] = set()
    root = apps.get_model(PAGE).objects.filter(depth=1).first()
    if root is not None:
        granted |= _grant_pages(apps, group, root.pk, role.pages)
    for kind, actions in role.sections.items():
        for page in _pages_of_kind(apps, kind):
            granted |= _grant_pages(apps, group, page, actions)
    return granted


def _grant_collections(apps: Any, role: Role, group: Any) -> set[int]:
    root = apps.get_model("wagtailcore.Collection").objects.filter(depth=1).first()
    codenames = [named for model, actions in role.collections.items() for named in _named(model, actions)]
    found = permissions(apps, codenames) if root is not None else []
    manager = apps.get_model("wagtailcore.GroupCollectionPermission")._base_manager
    for permission in found:
        manager.get_or_create(group=group, collection=root, permission=permission)
    return {permission.pk for permission in found}


def reset(apps: Any, roles: Iterable[Role]) -> None:
    """Make each role's group exactly what the table says, whatever it was; people in it stay in it."""
    roles = list(roles)
    make_permissions(apps, roles)
    for role in roles:
        group, _ = apps.get_model("auth.Group").objects.get_or_create(name=role.name)
        group.permissions.set(permissions(apps, role.codenames))
        on_pages = _grant_all_pages(apps, role, group)
        for grant in apps.get_model("wagtailcore.GroupPagePermission")._base_manager.filter(group=group):
            if (grant.page_id, grant.permission_id) not in on_pages:
                grant.delete()
        on_collections = _grant_collections(apps, role, group)
        apps.get_model("wagtailcore.GroupCollectionPermission")._base_manager.filter(group=group).exclude(
            permission_id__in=on_collections
        ).delete()


def grant_new(apps: Any, roles: Iterable[Role]) -> set[int]:
    """Grant what the table says about models that are new since the last migration; give their permissions' numbers."""
    roles = list(roles)
    new = make_permissions(apps, roles)
    if new:
        for role in roles:
            group, _ = apps.get_model("auth.Group").objects.get_or_create(name=role.name)
            group.permissions.add(*[one for one in permissions(apps, role.codenames) if one.pk in new])
            codenames = [named for model, actions in role.collections.items() for named in _named(model, actions)]
            if any(one.pk in new for one in permissions(apps, codenames)):
                _grant_collections(apps, role, group)
    return new
