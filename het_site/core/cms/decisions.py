"""A decision on what waits for approval counts once, however often its form comes.

Wagtail's editor (7.4) can send it twice: by a second press of the button, or by its own saving while the first is on its way, since
the form then holds the decision too. The second finds no task any more: at best an error, at worst the page that was just published
is a draft again (wagtail/wagtail#14460).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from wagtail.models import Page, WorkflowMixin

DECISION = "action-workflow-action"
PAGES = "wagtailadmin_pages"
SNIPPETS = "wagtailsnippets_"
TOO_LATE = "This was decided already: it waits for nobody’s approval. Nothing was changed."
NOT_BY_ITSELF = "A decision is never saved by itself."


class DecideOnce:
    """Takes decisions on what waits for one, and on nothing else. `turns` has them come one after the other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse a decision that the editor saves by itself, or that comes too late."""
        match = request.resolver_match
        if request.method != "POST" or match is None or match.url_name != "edit" or DECISION not in request.POST:
            return None
        model = _model(match)
        if model is None:
            return None
        if not request.accepts("text/html"):
            return JsonResponse(
                {"success": False, "error_code": "locked", "error_message": NOT_BY_ITSELF},
                status=400,
            )
        key = unquote(str(next(iter([*args, *kwargs.values()]))))
        found = model._default_manager.filter(pk=key).first()
        if found is None or found.current_workflow_task is not None:
            return None
        messages.error(request, TOO_LATE)
        return redirect(request.path)


def _model(match: ResolverMatch) -> type[Any] | None:
    """Give the model whose instances this address edits, if they go through a workflow."""
    if match.namespace == PAGES:
        return Page
    if match.namespace.startswith(SNIPPETS):
        app, _, name = match.namespace.removeprefix(SNIPPETS).partition("_")
        model = apps.get_model(app, name)
        return model if issubclass(model, WorkflowMixin) else None
    return None
