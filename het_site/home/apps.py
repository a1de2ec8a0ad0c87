"""Registers the app, keeps the roles' permissions up with the models, and lets search listen to what changes."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db.models import Model
from django.db.models.signals import post_migrate, post_save


class HomeConfig(AppConfig):
    """The top of the house."""

    name = "het_site.home"
    label = "home"
    verbose_name = "Home"

    def ready(self) -> None:
        """Listen for migrations, for new pages that a role works on, and for what search should know."""
        from het_site.home.roles import ROLES
        from het_site.home.search.signals import connect

        post_migrate.connect(_grant_what_is_new, sender=self)
        for model in apps.get_models():
            if any(model._meta.label in role.sections for role in ROLES):
                post_save.connect(_open_section, sender=model)
        connect()


def _grant_what_is_new(sender: AppConfig, using: str, **kwargs: Any) -> None:
    from django.db import connections
    from django.db.migrations.recorder import MigrationRecorder

    from het_site.home import roles

    applied = MigrationRecorder(connections[using]).applied_migrations()
    if ("home", "0002_roles_and_workflow") in applied:  # before it there is no group to grant anything to
        roles.catch_up(apps)


def _open_section(sender: type[Model], instance: Model, *, created: bool, **kwargs: Any) -> None:
    from het_site.home import roles

    if created:
        roles.open_section(instance)
