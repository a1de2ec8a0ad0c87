"""Themes as everything names them."""

import pytest

from het_site.core.models import Theme


@pytest.mark.django_db
def test_a_theme_says_its_number_and_short_title() -> None:
    theme = Theme.objects.create(
        number=3, slug="fair-work", title="Create fair work", short_title="Fair work", line="x", icon="i-p3", hue=3
    )
    assert str(theme) == "3. Fair work"
    assert theme.css_class == "p3"
