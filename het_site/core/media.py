"""Pictures that readers may see, where no web server does it, and what is told of those that are gone."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from het_site.core.models import CustomImage
from het_site.core.models.images import CONSENT_FOLDER

#: what a page that some cache still knows shows, rather than a broken picture
BLANK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3" width="400" height="300"><path fill="#e6e2d8" d="M0 0h4v3H0z"/></svg>'
PICTURES = (f"{CONSENT_FOLDER}/", "images/", "original_images/")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Give a file of the public media. A web server in front asks here only for what it does not find."""
    try:
        if not settings.SERVE_MEDIA:
            raise Http404
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except Http404:
        if not path.startswith(PICTURES):
            raise
        return _gone(path)
    if path.startswith(f"{CONSENT_FOLDER}/"):
        # whoever keeps it asks each time whether it is still there, so that a withdrawal holds at once
        response["Cache-Control"] = "public, no-cache"
    return response


def _gone(path: str) -> HttpResponse:
    """Answer with a drawing: browsers show what an error brings along in the place of a picture."""
    gone = HttpResponse(BLANK, content_type="image/svg+xml", status=410 if _was_withdrawn(path) else 404)
    gone["Cache-Control"] = "no-store"
    gone["X-Robots-Tag"] = "noindex"
    return gone


def _was_withdrawn(path: str) -> bool:
    folder, _, rest = path.partition("/")
    try:
        key = UUID(rest.partition("/")[0])
    except ValueError:
        return False
    return folder == CONSENT_FOLDER and CustomImage.objects.filter(consent_key=key).exclude(withdrawn_at=None).exists()
