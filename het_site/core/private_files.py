"""Gives out a file of the private store. Whether somebody may have it is asked before."""

from __future__ import annotations

from django.core.files import File
from django.http import FileResponse, Http404

TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "pdf": "application/pdf"}


def private_file(file: File, *, called: str, is_shown: bool) -> FileResponse:
    """Answer with a file, to be shown or to be kept; the name says nothing of what people called it. Raises `Http404`."""
    if not file:
        raise Http404
    ending = str(file.name).rpartition(".")[2]
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        opened, as_attachment=not is_shown, filename=f"{called}.{ending}", content_type=TYPES[ending]
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
