"""The addresses below /data/: pages that explain, and the files themselves."""

from __future__ import annotations

from django.urls import path, re_path

from indicators.compare import views as compare
from indicators.downloads import pages, views
from indicators.downloads.files import ALL

urlpatterns = [
    path("", pages.data, name="data"),
    path("api/", pages.api, name="data_api"),
    path("dictionary/", pages.dictionary, name="data_dictionary"),
    path("methods/", pages.methods, name="data_methods"),
    path("everything.zip", views.everything, name="data_everything"),
    path("compare.csv", compare.figures, name="data_compare"),
    path("dictionary.csv", views.dictionary, name="data_dictionary_file"),
    re_path(rf"^{ALL}\.(?P<kind>csv|xlsx|ods|csv-metadata\.json)$", views.figures, name="data_all"),
    re_path(
        r"^(?P<slug>[-a-zA-Z0-9_]+)\.(?P<kind>csv|xlsx|ods|json|csv-metadata\.json)$", views.figures, name="data_file"
    ),
]
