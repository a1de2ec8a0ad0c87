"""The set that a new installation gets, with its places chosen."""

from __future__ import annotations

import pytest
import yaml
from django.conf import settings as django_settings

from indicators.actions import load_content_set
from indicators.models import Area, AreaGroup, IndicatorSettings
from tests.factories.indicators import choose_places, make_index_page, make_theme


@pytest.fixture
def demo(db: None) -> IndicatorSettings:
    """Load the demo's indicators and figures."""
    make_index_page()
    for entry in yaml.safe_load((django_settings.CONTENT_DIR / "themes.yaml").read_text()):
        make_theme(**entry)
    load_content_set(folder=django_settings.CONTENT_DIR)
    areas = {area.code: area for area in Area.objects.all()}
    settings = choose_places(areas["E06000032"], country=areas["E92000001"], region=areas["E12000006"])
    settings.neighbours = AreaGroup.objects.get(slug="statistical-neighbours")
    settings.save()
    return settings
