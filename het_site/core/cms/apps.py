"""Wagtail's apps with our screens in place of theirs."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Accounts, with the rule that keeps superusers apart."""

    user_viewset = "het_site.core.cms.users.PersonViewSet"
