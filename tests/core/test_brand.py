"""The place's brand: a colour that cannot be read is refused with its ratio, an alert is shown when it should be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from wagtail.models import Site

from het_site.core.colour import contrast_ratio
from het_site.core.models import BrandSettings
from het_site.core.models.settings import COLOUR_PAIRS, TEXT_RATIO
from tests.factories.home import make_home

pytestmark = pytest.mark.django_db

NOW = timezone.now()
EARLIER, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def faults(**values: Any) -> dict[str, list[str]]:
    """Give what is wrong with a brand, by field."""
    brand = BrandSettings(site=Site.objects.get(), **values)
    try:
        brand.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def test_the_portals_own_brand_is_right() -> None:
    assert faults() == {}


@pytest.mark.parametrize(
    ("field", "colour", "ratio"),
    [("primary_colour", "#f2a33a", "2.05"), ("deep_colour", "#cccccc", "1.61"), ("accent_colour", "#8a5a10", "2.63")],
)
def test_a_colour_that_cannot_be_read_is_refused_with_its_ratio(field: str, colour: str, ratio: str) -> None:
    said = faults(**{field: colour})
    assert field in said
    assert f"{ratio} to 1" in said[field][0]
    assert "4.5 to 1" in said[field][0]


@pytest.mark.parametrize("colour", ["", "blue", "#fff", "0b4f5c", "#0b4f5g", "#0b4f5", "red;}", "#0b4f5\n"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    assert list(faults(primary_colour=colour)) == ["primary_colour"]


@hypothesis(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(primary=colours, deep=colours, accent=colours)
def test_whatever_is_accepted_can_be_read(primary: str, deep: str, accent: str) -> None:
    chosen = {"primary_colour": primary, "deep_colour": deep, "accent_colour": accent}
    refused = faults(**chosen)
    for field, other, _ in COLOUR_PAIRS:
        if field not in refused and other not in refused:
            assert contrast_ratio(chosen[field], chosen.get(other, other)) >= TEXT_RATIO


def test_colours_have_a_version_that_changes_with_any_of_them() -> None:
    brands = [BrandSettings(), *(BrandSettings(**{f: "#112233"}) for f in ("primary_colour", "deep_colour"))]
    assert len({brand.colours_version for brand in brands}) == 3
    assert BrandSettings(primary_colour="#0B4F5C").colours_version == BrandSettings().colours_version
    assert not BrandSettings(primary_colour="#0B4F5C").has_own_colours
    assert BrandSettings(deep_colour="#112233").has_own_colours


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({}, False),
        ({"alert_text": "<p>Closed</p>"}, False),
        ({"alert_heading": "Closed"}, True),
        ({"alert_heading": "Closed", "alert_starts_at": EARLIER}, True),
        ({"alert_heading": "Closed", "alert_starts_at": LATER}, False),
        ({"alert_heading": "Closed", "alert_ends_at": LATER}, True),
        ({"alert_heading": "Closed", "alert_ends_at": EARLIER}, False),
        ({"alert_heading": "Closed", "alert_starts_at": EARLIER, "alert_ends_at": LATER}, True),
    ],
)
def test_an_alert_is_shown_between_its_times(values: dict[str, Any], *, shown: bool) -> None:
    assert BrandSettings(**values).has_alert is shown


def test_an_alert_stands_on_every_page_while_it_lasts(client: Client) -> None:
    make_home()
    brand = BrandSettings.for_site(Site.objects.get())
    brand.alert_heading, brand.alert_text, brand.alert_ends_at = "Closed <today>", "<p>Come tomorrow.</p>", LATER
    brand.save()
    for address in ("/", "/search/", "/not-here/"):
        page = client.get(address).content.decode()
        assert "Closed &lt;today&gt;" in page
        assert "Come tomorrow." in page
    brand.alert_ends_at = EARLIER
    brand.save()
    assert "Closed" not in client.get("/").content.decode()


def test_an_alert_needs_words_and_ends_after_it_starts() -> None:
    assert list(faults(alert_text="<p>Come tomorrow.</p>")) == ["alert_heading"]
    said = faults(alert_heading="Closed", alert_starts_at=LATER, alert_ends_at=EARLIER)
    assert "The alert must end after it starts." in str(said)
    with pytest.raises(IntegrityError):
        BrandSettings.objects.create(site=Site.objects.get(), alert_starts_at=LATER, alert_ends_at=EARLIER)


def test_the_brand_is_asked_once_a_request(client: Client, django_assert_max_num_queries: Any) -> None:
    make_home()
    client.get("/search/")
    with django_assert_max_num_queries(6) as asked:
        client.get("/search/")
    assert len([query for query in asked.captured_queries if "core_brandsettings" in query["sql"]]) == 1


def test_the_name_of_the_site_is_escaped(client: Client) -> None:
    make_home()
    brand = BrandSettings.for_site(Site.objects.get())
    brand.site_name = brand.place_name = brand.strapline = brand.footer_text = "</title><script>alert(1)</script>"
    brand.save()
    assert "<script>alert(1)</script>" not in client.get("/").content.decode()
