"""What all addresses of the API share: who may ask how often, what was asked, whether it is known already, how it is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from rest_framework.exceptions import Throttled
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from het_site.core.throttle import Limit, network_address, seconds_to_wait
from indicators import open_data
from indicators.api.asking import Asked, asked
from indicators.api.errors import answer_to
from indicators.api.formats import ByParameter, Json

#: generous: a million figures a minute, if somebody wants them page by page
REQUESTS = Limit("api", most=1_000, within=timedelta(minutes=1))


class OpenAddress(APIView):
    """An address that anybody may read."""

    authentication_classes = ()
    permission_classes = ()
    parser_classes = ()
    renderer_classes: ClassVar[tuple[type[BaseRenderer], ...]] = (Json,)
    content_negotiation_class = ByParameter
    metadata_class = None
    http_method_names = ["get", "head"]

    #: what may be asked here
    form: ClassVar[type[Asked] | None] = None

    def get_exception_handler(self) -> Callable[..., Response | None]:
        """Tell errors in our own shape."""
        return answer_to

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Count the request before anything else is done for it."""
        seconds = seconds_to_wait(REQUESTS, network_address(request._request))
        if seconds:
            raise Throttled(wait=seconds)
        super().initial(request, *args, **kwargs)

    def get(self, request: Request, **named: str) -> HttpResponseBase:
        """Answer, unless the one who asks has the answer already."""
        what = self.asked()
        state = self.state()
        etag = state.mark_of(request.build_absolute_uri())
        modified = int(state.changed_at.timestamp()) if state.changed_at else None
        # what does not exist has no state: it is looked for first
        found = self.find(**named)
        known: HttpResponse | None = get_conditional_response(request._request, etag, modified)
        response: HttpResponseBase = known or self.answer(found, what, state)
        response["ETag"] = etag
        if state.changed_at:
            response["Last-Modified"] = http_date(state.changed_at.timestamp())
        return response

    def state(self) -> Any:
        """Give the state of what this address tells of, with the mark of its answers."""
        return open_data.state()

    def asked(self) -> dict[str, Any]:
        """Give what was asked for, checked."""
        return asked(self.form or Asked, self.request.GET)

    def find(self, **named: str) -> Any:
        """Find what the address names; raises `Http404`."""
        return None

    def answer(self, found: Any, what: dict[str, Any], state: Any) -> Response:
        """Make the answer."""
        raise NotImplementedError

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Write errors as JSON, whatever format was asked for; the address alone decides, so nothing varies."""
        if getattr(response, "exception", False):
            request.accepted_renderer, request.accepted_media_type = Json(), Json.media_type
        final: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)
        del final["Vary"]
        return final
