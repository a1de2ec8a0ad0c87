"""Officers and the lookup of postcodes: who may do what, and the way from a file to readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from indicators.models import Postcode, PostcodeLookup
from indicators.tasks import check_postcodes, load_postcodes
from tests.indicators.places.conftest import Town, town  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], Client]
CSV = b"postcode,ward_code\nZZ99 1AA,E05000001\nZZ99 1AB,E05000002\n"
SAID = {"source": "Office of Postcodes", "as_of": "2026-08-01", "licence": "Open licence."}


@pytest.fixture(autouse=True)
def private_files(settings: Any, tmp_path: Path) -> None:
    """Put files that came in where nobody else looks."""
    stores = {**settings.STORAGES}
    stores["private"] = {**stores["private"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = stores


def hand_in(client: Client, data: bytes = CSV, name: str = "codes.csv", **said: str) -> Any:
    file = SimpleUploadedFile(name, data, content_type="text/csv")
    return client.post(reverse("postcode_lookups:add"), {"file": file, **SAID, **said})


def screen(client: Client, lookup: PostcodeLookup) -> str:
    response = client.get(reverse("postcode_lookups:inspect", args=[lookup.pk]))
    assert response.status_code == 200
    return str(response.content.decode())


def test_from_a_file_to_readers_and_back(signed_in: SignIn, town: Town) -> None:  # noqa: F811
    client = signed_in("Data officers")
    assert client.get(reverse("postcode_lookups:add")).status_code == 200
    response = hand_in(client)
    lookup = PostcodeLookup.objects.get()
    assert response.headers["Location"] == reverse("postcode_lookups:inspect", args=[lookup.pk])
    assert "Waiting to be checked" in screen(client, lookup)
    check_postcodes(lookup_id=lookup.pk)
    html = screen(client, lookup)
    assert "What loading it would change" in html
    assert "No postcode for: Eastgate" in html
    assert not Postcode.objects.exists()
    client.post(reverse("postcode_lookups:load", args=[lookup.pk]))
    assert "Being loaded" in screen(client, lookup)
    load_postcodes(lookup_id=lookup.pk)
    load_postcodes(lookup_id=lookup.pk)  # a second job finds nothing to do
    lookup.refresh_from_db()
    assert (lookup.status, lookup.received_by, lookup.loaded_by) == ("live", lookup.received_by, lookup.received_by)
    assert Postcode.objects.count() == 2
    assert "In use" in client.get(reverse("postcode_lookups:index")).content.decode()
    done = set(ModelLogEntry.objects.filter(object_id=lookup.pk).values_list("action", flat=True))
    assert {"indicators.postcodes.receive", "indicators.postcodes.load"} <= done
    client.post(reverse("postcode_lookups:withdraw", args=[lookup.pk]))
    assert not Postcode.objects.exists()
    assert "No longer in use" in screen(client, lookup)


def test_a_faulty_file_says_why_and_can_be_discarded(signed_in: SignIn, town: Town) -> None:  # noqa: F811
    client = signed_in("Data officers")
    hand_in(client, b"a,b\n1,2\n")
    lookup = PostcodeLookup.objects.get()
    check_postcodes(lookup_id=lookup.pk)
    html = screen(client, lookup)
    assert "There is no column of postcodes" in html
    assert "Load these postcodes" not in html
    client.post(reverse("postcode_lookups:load", args=[lookup.pk]))
    assert "Only a file that was checked" in screen(client, lookup)
    client.post(reverse("postcode_lookups:discard", args=[lookup.pk]))
    lookup.refresh_from_db()
    assert (lookup.status, lookup.file.name) == ("discarded", "")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "codes.zip"}, "This is no CSV file"),
        ({"data": b""}, "The file is empty"),
        ({"source": ""}, "This field is required"),
        ({"as_of": "yesterday"}, "valid date"),
    ],
)
def test_what_is_missing_is_said(signed_in: SignIn, town: Town, fields: dict[str, Any], words: str) -> None:  # noqa: F811
    response = hand_in(signed_in("Data officers"), **fields)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not PostcodeLookup.objects.exists()


def test_a_file_that_is_too_large_is_refused_on_the_form(
    signed_in: SignIn,
    town: Town,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("indicators.cms.upload_limit.MOST", 100)
    response = hand_in(signed_in("Data officers"), CSV * 10)
    assert "The file is larger than" in response.content.decode()
    assert not PostcodeLookup.objects.exists()


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Newsletter editors"])
def test_other_roles_have_no_way_in(signed_in: SignIn, town: Town, role: str) -> None:  # noqa: F811
    lookup = PostcodeLookup.objects.create(
        **SAID | {"as_of": "2026-08-01"}, file_name="x.csv", checksum="0" * 64, status="ready"
    )
    client = signed_in(role)
    for name in ("index", "add"):
        assert client.get(reverse(f"postcode_lookups:{name}")).status_code == 302
    assert client.get(reverse("postcode_lookups:inspect", args=[lookup.pk])).status_code == 302
    for name in ("load", "check", "discard", "withdraw"):
        client.post(reverse(f"postcode_lookups:{name}", args=[lookup.pk]))
    hand_in(client)
    lookup.refresh_from_db()
    assert (lookup.status, PostcodeLookup.objects.count()) == ("ready", 1)


def test_nobody_deletes_a_lookup_and_no_button_works_by_looking(signed_in: SignIn, town: Town) -> None:  # noqa: F811
    client = signed_in("Data officers")
    hand_in(client)
    lookup = PostcodeLookup.objects.get()
    client.post(reverse("postcode_lookups:delete", args=[lookup.pk]))
    assert PostcodeLookup.objects.exists()
    assert client.get(reverse("postcode_lookups:load", args=[lookup.pk])).status_code == 405


def test_signed_out_nobody_gets_in(client: Client, town: Town) -> None:  # noqa: F811
    assert client.get(reverse("postcode_lookups:index")).status_code == 302
