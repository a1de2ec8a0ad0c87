"""The addresses of readers below /newsletter/. Each person's own holds a signed token, never an address."""

from __future__ import annotations

from django.urls import path

from newsletter import webhooks
from newsletter.subscribers import views

urlpatterns = [
    path("sign-up/", views.sign_up, name="newsletter_sign_up"),
    path("sign-up/sent/", views.sent, name="newsletter_sent"),
    path("confirm/<str:token>/", views.confirm_address, name="newsletter_confirm"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="newsletter_unsubscribe"),
    path("yours/<str:token>/", views.yours, name="newsletter_yours"),
    path("yours/<str:token>/address/", views.move, name="newsletter_move"),
    path("yours/<str:token>/erase/", views.forget_me, name="newsletter_erase"),
    path("yours/<str:token>/held.json", views.take_away, name="newsletter_held"),
    path("told/<slug:provider>/", webhooks.told_by_provider, name="newsletter_told"),
]
