"""Every address below /api/ that is none: it is answered in JSON, for it was a program that asked."""

from __future__ import annotations

from django.urls import re_path

from indicators.api.views import Elsewhere

urlpatterns = [re_path(r"", Elsewhere.as_view())]
