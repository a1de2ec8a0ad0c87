"""The addresses below /api/v1/."""

from __future__ import annotations

from django.urls import path, re_path

from indicators.api import views

urlpatterns = [
    path("", views.Root.as_view(), name="api_root"),
    path("schema/", views.Schema.as_view(), name="api_schema"),
    path("indicators/", views.Indicators.as_view(), name="api_indicators"),
    path("indicators/<slug:slug>/", views.OneIndicator.as_view(), name="api_indicator"),
    path("areas/", views.Areas.as_view(), name="api_areas"),
    re_path(r"^areas/(?P<code>[A-Z][0-9]{8})/$", views.OneArea.as_view(), name="api_area"),
    path("area-groups/", views.AreaGroups.as_view(), name="api_area_groups"),
    path("area-groups/<slug:slug>/", views.OneAreaGroup.as_view(), name="api_area_group"),
    path("observations/", views.Observations.as_view(), name="api_observations"),
    re_path(r"^observations/(?P<id>[0-9]+)/$", views.OneObservation.as_view(), name="api_observation"),
    path("findings/", views.Findings.as_view(), name="api_findings"),
    re_path(r"^findings/(?P<id>[0-9]+)/$", views.OneFinding.as_view(), name="api_finding"),
    path("gaps/", views.Gaps.as_view(), name="api_gaps"),
    re_path(r"^gaps/(?P<id>[0-9]+)/$", views.OneGap.as_view(), name="api_gap"),
    path("releases/", views.Releases.as_view(), name="api_releases"),
    re_path(r"^releases/(?P<number>[0-9]+)/$", views.OneRelease.as_view(), name="api_release"),
]
