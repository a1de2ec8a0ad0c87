"""The addresses of embeds."""

from __future__ import annotations

from django.urls import path

from indicators.embeds import views

urlpatterns = [
    path("embed/indicators/<slug:slug>/<slug:name>/", views.embed, name="embed"),
    path("oembed", views.oembed, name="oembed"),
]
