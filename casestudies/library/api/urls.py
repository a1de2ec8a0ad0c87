"""The library's addresses below /api/v1/."""

from __future__ import annotations

from django.urls import path

from casestudies.library.api import views

urlpatterns = [
    path("case-studies/", views.CaseStudies.as_view(), name="api_case_studies"),
    path("case-studies/<uuid:uuid>/", views.OneCaseStudy.as_view(), name="api_case_study"),
]
