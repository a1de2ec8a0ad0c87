"""System checks that catch unsafe settings before the site starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

UNSAFE_SOURCES = {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:"}


@register(Tags.security, deploy=True)
def public_policy_is_strict(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a Content-Security-Policy that lets anything in."""
    directives = getattr(settings, "CONTENT_SECURITY_POLICY", {}).get("DIRECTIVES", {})
    loose = [
        f"{name} {source}"
        for name, sources in directives.items()
        for source in sources
        if str(source) in UNSAFE_SOURCES or "*" in str(source)
    ]
    errors: list[CheckMessage] = [
        Error(f"The Content-Security-Policy of public pages is too loose: {entry}.", id="core.E001") for entry in loose
    ]
    if "default-src" not in directives:
        errors.append(Error("The Content-Security-Policy has no default-src.", id="core.E002"))
    return errors


@register(Tags.security, deploy=True)
def cms_policy_is_strict(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a policy for the CMS that lets anything in; previews of pictures before they are sent are data."""
    return [
        Error(f"The Content-Security-Policy of the CMS is too loose: {name} {source}.", id="core.E005")
        for name, sources in settings.CMS_POLICY.items()
        for source in sources
        if str(source) in UNSAFE_SOURCES and (name, source) != ("img-src", "data:")
    ]


@register(Tags.security, deploy=True)
def demo_accounts_stay_at_home(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse demo accounts, whose password everybody knows, outside development."""
    if settings.DEMO_ACCOUNTS:
        return [Error("Demo accounts are switched on; their password is public.", id="core.E003")]
    return []


@register(Tags.security, deploy=True)
def cms_asks_nobody_else(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse settings that make the CMS call another host."""
    calls = []
    if getattr(settings, "WAGTAIL_GRAVATAR_PROVIDER_URL", "default"):
        calls.append("WAGTAIL_GRAVATAR_PROVIDER_URL must be None")
    if getattr(settings, "WAGTAIL_ENABLE_UPDATE_CHECK", True):
        calls.append("WAGTAIL_ENABLE_UPDATE_CHECK must be False")
    return [Error(f"The CMS would call another host: {call}.", id="core.E004") for call in calls]


@register(Tags.security, deploy=True)
def site_url_is_safe(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn when the public site's own address is not https."""
    if settings.SITE_IS_PUBLIC and not settings.SITE_URL.startswith("https://"):
        return [checks.Warning("SITE_URL of the public site is not https.", id="core.W001")]
    return []
