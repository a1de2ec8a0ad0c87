"""Sends the Content-Security-Policy: the CMS's own below its address, the public site's everywhere else."""

from __future__ import annotations

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse


class PolicyByPlace(CSPMiddleware):
    """Exchanges the few directives in which the CMS differs, `CMS_POLICY`, below the CMS's address.

    A preview inside the CMS is made by a request of its own to the page's public address, so it gets the public policy.
    """

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001  (the library's own signature)
    ) -> PolicyParts:
        """Give what the policy is built from."""
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.replace = {**settings.CMS_POLICY, **(parts.replace or {})}
        return parts
