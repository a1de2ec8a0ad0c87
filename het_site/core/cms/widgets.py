"""Starts the CMS's choosers without a script inside the page, so that its policy can forbid such scripts.

Wagtail writes `<script>new ImageChooser("id_picture", {…});</script>` after each chooser. Here the same call stands in
the page as data, and `static/js/cms-start.js` makes it. Templates under `templates/wagtailadmin/` do so for panels and
dates; choosers have no template for it, hence the one replaced method.
"""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets.chooser import BaseChooser

CALL = re.compile(r"(?:new )?(?P<name>\w+)\((?P<arguments>.*)\);", re.DOTALL)


def start_call(script: str) -> SafeString:
    """Write a script that is one call with JSON arguments as data; anything else is a `ValueError`."""
    match = CALL.fullmatch(script.strip())
    if match is None:
        raise ValueError(f"This is no single call, so it cannot start without an inline script: {script}")
    return format_html(
        '<div hidden data-controller="het-start" data-het-start-name-value="{}" data-het-start-arguments-value="[{}]">'
        "</div>",
        match["name"],
        match["arguments"],
    )


def render_without_script(self: BaseChooser, name: str, value: Any, attrs: dict[str, Any], renderer: Any = None) -> str:
    """Render a chooser as Wagtail does, its start as data."""
    value_data = self.get_value_data(value)
    widget = self.render_html(name, value_data, attrs)
    return format_html("{}{}", widget, start_call(self.render_js_init(attrs["id"], name, value_data)))


def start_without_scripts() -> None:
    """Make every chooser of the CMS start from data; called once, when the app is ready."""
    BaseChooser.render = render_without_script
