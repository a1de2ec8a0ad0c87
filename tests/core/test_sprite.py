"""The icon sprite is well-formed and holds every icon that templates and themes name."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from django.conf import settings

from het_site.core.models import Theme

ROOT = Path(settings.BASE_DIR)


def names() -> set[str]:
    # the sprite is our own file, not something that came from outside
    tree = ET.parse(ROOT / "static" / "img" / "icons.svg")  # noqa: S314
    return {element.attrib["id"] for element in tree.iter() if "id" in element.attrib}


def test_every_icon_that_a_template_names_is_there() -> None:
    named: set[str] = set()
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text()
        named |= set(re.findall(r'{% icon "([\w-]+)"', text))
        named |= set(re.findall(r"icons\.svg' %}#([\w-]+)", text))
    assert named
    assert named <= names()


def test_every_theme_icon_is_there() -> None:
    assert set(Theme.Icon.values) <= names()
