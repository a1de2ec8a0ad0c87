"""Checks that catch unsafe settings: silent when all is well, an error for each way to be unsafe."""

from __future__ import annotations

from typing import Any

import pytest
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

from het_site.core import checks


def ids(check: Any) -> list[str]:
    """Run a check; give what it found."""
    return [str(message.id) for message in check(None)]


def policy(**directives: list[str]) -> dict[str, Any]:
    """Make a policy with some directives."""
    return {"DIRECTIVES": {name.replace("_", "-"): sources for name, sources in directives.items()}}


def test_our_own_policy_is_strict() -> None:
    assert ids(checks.public_policy_is_strict) == []


@pytest.mark.parametrize("source", [UNSAFE_INLINE, UNSAFE_EVAL, "*", "https:", "http:", "data:", "*.example.org"])
def test_a_loose_policy_is_refused(settings: Any, source: str) -> None:
    settings.CONTENT_SECURITY_POLICY = policy(default_src=[NONE], script_src=[SELF, source])
    assert ids(checks.public_policy_is_strict) == ["core.E001"]


def test_each_looseness_is_named(settings: Any) -> None:
    settings.CONTENT_SECURITY_POLICY = policy(default_src=["*"], style_src=[UNSAFE_INLINE])
    said = " ".join(str(message) for message in checks.public_policy_is_strict(None))
    assert "default-src *" in said
    assert "style-src 'unsafe-inline'" in said


@pytest.mark.parametrize("value", [{}, {"DIRECTIVES": {}}, policy(script_src=[SELF])])
def test_a_policy_without_a_default_is_refused(settings: Any, value: dict[str, Any]) -> None:
    settings.CONTENT_SECURITY_POLICY = value
    assert ids(checks.public_policy_is_strict) == ["core.E002"]


def test_a_missing_policy_is_refused(settings: Any) -> None:
    del settings.CONTENT_SECURITY_POLICY
    assert ids(checks.public_policy_is_strict) == ["core.E002"]


@pytest.mark.parametrize(("on", "found"), [(True, ["core.E003"]), (False, [])])
def test_demo_accounts_stay_at_home(settings: Any, found: list[str], *, on: bool) -> None:
    settings.DEMO_ACCOUNTS = on
    assert ids(checks.demo_accounts_stay_at_home) == found


def test_our_cms_asks_nobody_else() -> None:
    assert ids(checks.cms_asks_nobody_else) == []


@pytest.mark.parametrize(
    ("name", "value"), [("WAGTAIL_GRAVATAR_PROVIDER_URL", "//www.example.org"), ("WAGTAIL_ENABLE_UPDATE_CHECK", True)]
)
def test_a_cms_that_asks_others_is_refused(settings: Any, name: str, value: object) -> None:
    setattr(settings, name, value)
    assert ids(checks.cms_asks_nobody_else) == ["core.E004"]
    delattr(settings, name)
    assert ids(checks.cms_asks_nobody_else) == ["core.E004"]


@pytest.mark.parametrize(
    ("public", "url", "found"),
    [
        (True, "http://www.example.org", ["core.W001"]),
        (True, "https://www.example.org", []),
        (False, "http://127.0.0.1:8000", []),
    ],
)
def test_the_public_site_is_https(settings: Any, url: str, found: list[str], *, public: bool) -> None:
    settings.SITE_IS_PUBLIC, settings.SITE_URL = public, url
    assert ids(checks.site_url_is_safe) == found
