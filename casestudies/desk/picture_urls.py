"""The addresses of a story's pictures and documents, below its own."""

from __future__ import annotations

from django.urls import path

from casestudies.desk import picture_files, pictures

urlpatterns = [
    path("<uuid:key>/pictures/", pictures.pictures, name="desk_pictures"),
    path("<uuid:key>/pictures/<uuid:file_key>/", pictures.words, name="desk_picture"),
    path("<uuid:key>/pictures/<uuid:file_key>/move/", pictures.change_order, name="desk_picture_move"),
    path("<uuid:key>/pictures/<uuid:file_key>/remove/", pictures.take_out, name="desk_picture_remove"),
    path("<uuid:key>/pictures/<uuid:file_key>/withdraw/", pictures.withdraw, name="withdraw_consent"),
    path("<uuid:key>/pictures/<uuid:file_key>/file/", picture_files.whole, name="desk_picture_file"),
    path("<uuid:key>/pictures/<uuid:file_key>/small/", picture_files.small, name="desk_picture_small"),
]
