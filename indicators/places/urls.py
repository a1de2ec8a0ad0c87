"""The addresses below /places/: find a ward, and the page of each place."""

from __future__ import annotations

from django.urls import path

from indicators.places import views

urlpatterns = [
    path("", views.places, name="places"),
    path("<str:code>/", views.place, name="place"),
    path("<str:code>/figures.csv", views.place_csv, name="place_csv"),
    path("<str:code>/briefing.pdf", views.place_briefing, name="place_briefing"),
    path("<str:code>/charts/<slug:name>.<slug:kind>", views.place_chart, name="place_chart"),
]
