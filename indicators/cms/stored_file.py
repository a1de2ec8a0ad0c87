"""Hands the file of a release back to those who may see releases: to be kept under its name, never shown by a browser."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.http import FileResponse, Http404, HttpRequest

from indicators.cms.screens import ReleaseScreen


class StoredFileView(ReleaseScreen):
    """The file as it came in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:  # type: ignore[override]
        """Give it as bytes to be saved; what it holds is nobody's page."""
        release = self.release
        try:
            file = release.file.open("rb") if release.file else None
        except FileNotFoundError:
            file = None
        if file is None:
            raise Http404
        name = PurePath(release.file_name).name or f"release-{release.pk}"
        response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
