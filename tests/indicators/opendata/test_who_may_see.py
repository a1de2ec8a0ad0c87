"""Who may see what: every public address, asked by people of every role, about what is not public."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.forms.models import model_to_dict
from django.test import Client

from het_site.core.models import User
from indicators.models import Area, DataRelease, Finding, PastObservation, StagedObservation
from tests.factories.indicators import make_area, make_observation, make_release, observation
from tests.indicators.opendata.conftest import SECRET, Shown

pytestmark = pytest.mark.django_db

#: figures that nobody may read: of a draft indicator, of a release that waits, of one that was replaced, of a ward of the draft
STAGED, REPLACED, HELD_BACK = 87654.3217, 76543.2178, 65432.1789
WORDS = [f"{int(number):{style}}." for number in (SECRET, STAGED, REPLACED, HELD_BACK) for style in ("d", ",d")]
SECRETS = [*WORDS, "A secret"]
WARD = "E05000001"
ROLES = ["", "Partners", "Editors", "Moderators", "Data officers", "Newsletter editors", "Administrators"]

#: public addresses of all kinds, and what each answers
LISTS = [
    "/",
    "/indicators/",
    "/indicators/?q=secret",
    "/indicators/by-ward/",
    "/indicators/spine/",
    "/indicators/compare/",
    "/indicators/compare/?indicator=counted&area=E06000001",
    f"/indicators/compare/?indicator=draft&indicator=counted&area=E06000001&area={WARD}",
    "/indicators/counted/",
    "/indicators/counted/charts/trend-persons.csv",
    "/indicators/counted/charts/trend-persons.svg",
    "/places/",
    "/places/E06000001/",
    f"/places/{WARD}/",
    f"/places/{WARD}/charts/ward-counted.csv",
    "/places/?q=secret",
    "/search/?q=secret",
    "/sitemap.xml",
    "/data/",
    "/data/counted.csv",
    "/data/counted.json",
    "/data/all-figures.csv",
    "/data/dictionary.csv",
    "/api/v1/indicators/",
    "/api/v1/observations/?page_size=1000",
    "/api/v1/findings/",
    "/api/v1/releases/",
    "/api/v1/areas/",
]
#: addresses that name the draft, or what is made of it: refused, and told nothing
NAMED = [
    "/indicators/draft/",
    "/indicators/draft/charts/trend-persons.csv",
    "/indicators/draft/charts/trend-persons.svg",
    "/indicators/draft/charts/trend-persons.png",
    "/indicators/draft/charts/trend-persons.json",
    f"/places/{WARD}/charts/ward-draft.csv",
    "/embed/indicators/draft/trend-persons/",
    "/oembed?url=http%3A%2F%2Ftestserver%2Findicators%2Fdraft%2F",
    "/data/draft.csv",
    "/data/draft.xlsx",
    "/data/draft.json",
    "/api/v1/indicators/draft/",
    "/api/v1/observations/?indicator=draft",
    "/api/v1/findings/?indicator=draft",
]


@pytest.fixture
def hidden(shown: Shown) -> Shown:
    """Put figures of every kind that is not public beside those that are."""
    ward = make_area(WARD, name="Northward", area_type=Area.Type.WARD, parent=shown.town)
    make_observation(shown.indicator, ward, 2022, 9.5, release=shown.release)
    for year in (2020, 2021, 2023):
        make_observation(shown.draft, shown.town, year, SECRET + year, release=shown.release)
    make_observation(shown.draft, ward, 2022, SECRET, release=shown.release)
    make_observation(
        shown.indicator, ward, 2023, None, reason="suppressed", count=HELD_BACK,
        denominator=100_000.0, release=shown.release,
    )  # fmt: skip
    waiting = make_release(title="A secret release", status=DataRelease.Status.SCHEDULED, number=None)
    for area in (shown.town, ward):
        plain = {"area": area, "indicator": shown.indicator, "source": "Office", "licence": "OGL"}
        figure = model_to_dict(observation(shown.indicator, area, 2024), fields=PERIOD)
        StagedObservation.objects.create(**figure, **plain, value=STAGED, release=waiting, line=2)
        PastObservation.objects.create(
            **figure, **plain, value=REPLACED, release=shown.release, ended_by=shown.release, note="A secret note"
        )
        for indicator in (shown.draft, shown.indicator):
            ended = shown.release if indicator == shown.indicator else None
            Finding.objects.create(
                indicator=indicator, area=area, period_label="2024", period_to="2024-12-31", value=SECRET,
                outcome="worse", basis="limits", compared_with=shown.country, release=shown.release, ended_by=ended,
                level_text="A secret level.", trend_text="A secret trend.", gap_text="A secret gap.",
            )  # fmt: skip
    return shown


PERIOD = ["period_from", "period_to", "period_kind", "period_label"]


def person(role: str) -> Client:
    """Give the browser of somebody of a role; of nobody in particular for none."""
    client = Client()
    if role:
        user = User.objects.create_user(email="somebody@demo.example", password=None)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
    return client


def content(response: Any) -> str:
    """Give all of an answer."""
    data: bytes = response.getvalue() if response.streaming else response.content
    return data.decode()


@pytest.mark.parametrize("role", ROLES)
def test_no_address_tells_anybody_what_is_not_public(hidden: Shown, role: str) -> None:
    client, told = person(role), {}
    for path in LISTS:
        response = client.get(path)
        words = content(response)
        assert response.status_code == 200, (path, response.status_code)
        told[path] = [secret for secret in SECRETS if secret in words]
    assert {path: found for path, found in told.items() if found} == {}


@pytest.mark.parametrize("role", ROLES)
def test_no_address_of_a_draft_is_there_for_anybody(hidden: Shown, role: str) -> None:
    client = person(role)
    for path in NAMED:
        response = client.get(path)
        assert response.status_code in {400, 404}, (path, response.status_code)
        assert [secret for secret in SECRETS if secret in content(response)] == [], path


def test_what_is_looked_for_would_be_found(client: Client, hidden: Shown) -> None:
    """The secrets are shown where they are public: the test above can fail."""
    hidden.draft.live = True
    hidden.draft.save()
    told = {path for path in LISTS if any(secret in content(client.get(path)) for secret in SECRETS)}
    assert {"/indicators/", f"/places/{WARD}/"} - told == set()
    assert {"/data/all-figures.csv", "/api/v1/observations/?page_size=1000", "/sitemap.xml"} & told
