"""The addresses of pictures in editions."""

from __future__ import annotations

from django.urls import path

from newsletter.rendering.pictures import picture

urlpatterns = [path("pictures/<int:number>-<slug:mark>.jpg", picture, name="newsletter_picture")]
