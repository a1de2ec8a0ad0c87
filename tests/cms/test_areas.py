"""A Data officer's work on places: groups of them, and which group the town is set beside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from indicators.models import Area, AreaGroup, IndicatorSettings
from tests.factories.indicators import make_area, make_area_group
from tests.indicators.boundaries.files import feature, geojson

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], Client]


def group_form(*areas: Area, **values: Any) -> dict[str, Any]:
    members = inline_formset([{"area": area.pk} for area in areas])
    return dict(nested_form_data({"name": "Towns like ours", "kind": "other", "members": members, **values}))


def test_an_officer_makes_a_group_and_finds_it_again(signed_in: SignIn) -> None:
    client = signed_in("Data officers")
    towns = [make_area(name="Westham"), make_area(name="Eastham")]
    response = client.post(reverse("area_groups:add"), group_form(*towns, note="Chosen in 2025."))
    assert response.status_code == 302
    group = AreaGroup.objects.get()
    assert (group.slug, group.areas.count()) == ("towns-like-ours", 2)
    assert "Towns like ours" in client.get(reverse("area_groups:index"), {"q": "towns"}).content.decode()
    assert "Towns like ours" not in client.get(reverse("area_groups:index"), {"kind": "marmot_places"}).content.decode()
    shown = client.get(reverse("area_groups:inspect", args=[group.pk])).content.decode()
    assert "Eastham" in shown
    assert client.get(reverse("area_groups:edit", args=[group.pk])).status_code == 200


def test_the_same_place_twice_is_refused(signed_in: SignIn) -> None:
    town = make_area()
    response = signed_in("Data officers").post(reverse("area_groups:add"), group_form(town, town))
    assert response.status_code == 200
    assert not AreaGroup.objects.exists()


def test_a_group_changes_and_keeps_its_name_in_files(signed_in: SignIn) -> None:
    group, town = make_area_group(make_area(), name="Before"), make_area(name="Northam")
    response = signed_in("Data officers").post(reverse("area_groups:edit", args=[group.pk]), group_form(town))
    assert response.status_code == 302
    group.refresh_from_db()
    assert (group.name, group.slug) == ("Towns like ours", "before")


def test_an_officer_chooses_which_group_the_town_is_set_beside(signed_in: SignIn) -> None:
    group = make_area_group(make_area())
    site = Site.objects.get(is_default_site=True)
    address = reverse("wagtailsettings:edit", args=["indicators", "indicatorsettings", site.pk])
    client = signed_in("Data officers")
    assert group.name in client.get(address).content.decode()
    assert client.post(address, {"neighbours": group.pk, "set_note": ""}).status_code == 302
    assert IndicatorSettings.for_site(site).neighbours == group


def test_a_place_is_chosen_by_name_or_code_among_many(signed_in: SignIn) -> None:
    Area.objects.bulk_create(
        Area(code=f"E02{number:06d}", name=f"Place {number:03d}", area_type=Area.Type.MSOA) for number in range(300)
    )
    wanted = make_area("E06000042", name="Westham")
    client = signed_in("Data officers")
    first = client.get(reverse("area_chooser:choose")).content.decode()
    assert first.count("data-chooser-modal-choice") <= 40
    for words in ("West", "E06000042"):
        found = client.get(reverse("area_chooser:choose_results"), {"q": words}).content.decode()
        assert wanted.name in found, words
        assert "Place 001" not in found


@pytest.mark.parametrize("role", ["Editors", "Moderators"])
def test_other_roles_change_no_group(signed_in: SignIn, role: str) -> None:
    response = signed_in(role).post(reverse("area_groups:add"), group_form(make_area()))
    assert response.status_code in {302, 403}
    assert not AreaGroup.objects.exists()


# Outlines


def send_outline(client: Client, **values: Any) -> Any:
    data = geojson(feature("E05000001", "Hill"))
    file = SimpleUploadedFile("wards.geojson", data, "application/geo+json")
    return client.post(reverse("areas:boundaries"), {"unknown": "refuse", **values, "file": file})


def test_an_officer_loads_outlines(signed_in: SignIn) -> None:
    ward = make_area("E05000001", area_type=Area.Type.WARD)
    assert "The outlines are loaded." in send_outline(signed_in("Data officers")).content.decode()
    ward.refresh_from_db()
    assert ward.outline


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Newsletter editors"])
def test_other_roles_load_none(signed_in: SignIn, role: str) -> None:
    ward = make_area("E05000001", area_type=Area.Type.WARD)
    assert send_outline(signed_in(role)).status_code in {302, 403}
    assert signed_in(role).get(reverse("areas:boundaries")).status_code in {302, 403}
    ward.refresh_from_db()
    assert ward.outline is None


def test_who_may_change_areas_but_not_add_them_creates_none(signed_in: SignIn) -> None:
    town = make_area("E06000001")
    Group.objects.get(name="Data officers").permissions.remove(Permission.objects.get(codename="add_area"))
    asked = {"unknown": "create", "area_type": "ward", "parent": town.pk, "vintage": "2023"}
    response = send_outline(signed_in("Data officers"), **asked)
    assert "You may not create areas." in response.content.decode()
    assert not Area.objects.filter(area_type="ward").exists()
