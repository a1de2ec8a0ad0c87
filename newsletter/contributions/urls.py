"""The addresses below /newsletter/offer/. Each item's own has a key that nobody can guess."""

from __future__ import annotations

from django.urls import path

from newsletter.contributions import leaving, picture_views, views

urlpatterns = [
    path("", views.home, name="items_home"),
    path("start/", views.begin, name="items_start"),
    path("reminders/<str:token>/", views.reminders, name="items_reminders"),
    path("<uuid:key>/", views.write, name="item"),
    path("<uuid:key>/check/", views.check, name="item_check"),
    path("<uuid:key>/send/", views.hand_in, name="item_send"),
    path("<uuid:key>/status/", views.status, name="item_status"),
    path("<uuid:key>/withdraw/", leaving.take_back, name="item_withdraw"),
    path("<uuid:key>/delete/", leaving.remove, name="item_delete"),
    path("<uuid:key>/item.json", leaving.as_json, name="item_json"),
    path("<uuid:key>/item.zip", leaving.as_zip, name="item_zip"),
    path("<uuid:key>/picture/withdraw/", picture_views.withdraw, name="item_withdraw_consent"),
    path("<uuid:key>/picture/file/", picture_views.whole, name="item_picture"),
    path("<uuid:key>/picture/small/", picture_views.small, name="item_picture_small"),
]
