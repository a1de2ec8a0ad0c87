"""What a partner's account is needed for, beside signing in: each app names its own, as `account_use` of its configuration."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Exists, Q
from django.utils.module_loading import import_string


def is_needed() -> Q:
    """Give the condition, for a query of people, that somebody has something with us: a story, an item.

    By path, for this app need not know who keeps what; what is named gives the rows of the person `OuterRef("pk")`.
    """
    paths = [path for config in apps.get_app_configs() if (path := getattr(config, "account_use", ""))]
    found = Q()
    for path in paths:
        found |= Q(Exists(import_string(path)()))
    return found
