"""The addresses of signing in and out."""

from __future__ import annotations

from django.urls import path

from het_site.core.accounts import factor_pages, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.sign_in_code, name="sign_in_code"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("second-factor/", factor_pages.second_factor, name="second_factor"),
    path("second-factor/set-up/", factor_pages.set_up, name="set_up_second_factor"),
]
