"""The addresses below /case-studies/share/. Each story's own has a key that nobody can guess."""

from __future__ import annotations

from django.urls import include, path

from casestudies.desk.views import leaving, sending, status, stories, writers, writing

urlpatterns = [
    path("", stories.home, name="desk_home"),
    path("start/", stories.begin, name="desk_start"),
    path("<uuid:key>/", stories.story, name="desk_story"),
    path("<uuid:key>/speed/", stories.speed, name="desk_speed"),
    path("<uuid:key>/check/", sending.check, name="desk_check"),
    path("<uuid:key>/send/", sending.hand_in, name="desk_send"),
    path("<uuid:key>/preview/", sending.preview, name="desk_preview"),
    path("<uuid:key>/status/", status.status, name="desk_status"),
    path("<uuid:key>/reply/", status.say, name="desk_reply"),
    path("<uuid:key>/running/", status.running, name="desk_running"),
    path("<uuid:key>/history/", status.history, name="desk_history"),
    path("<uuid:key>/writers/", writers.writers, name="desk_writers"),
    path("<uuid:key>/writers/invite/", writers.ask, name="desk_invite"),
    path("<uuid:key>/writers/forget/<int:number>/", writers.forget, name="desk_forget"),
    path("<uuid:key>/writers/remove/<int:number>/", writers.dismiss, name="desk_remove"),
    path("<uuid:key>/join/", writers.come, name="desk_join"),
    path("<uuid:key>/leave/", writers.go, name="desk_leave"),
    path("<uuid:key>/withdraw/", leaving.take_back, name="desk_withdraw"),
    path("<uuid:key>/delete/", leaving.remove, name="desk_delete"),
    path("<uuid:key>/story.json", leaving.as_json, name="desk_story_json"),
    path("<uuid:key>/story.zip", leaving.as_zip, name="desk_story_zip"),
    path("<uuid:key>/story.pdf", leaving.as_pdf, name="desk_story_pdf"),
    path("", include("casestudies.desk.picture_urls")),
    # whatever else is one word is a group of questions
    path("<uuid:key>/<slug:group>/autosave/", writing.autosave, name="desk_autosave"),
    path("<uuid:key>/<slug:group>/", writing.questions, name="desk_group"),
]
