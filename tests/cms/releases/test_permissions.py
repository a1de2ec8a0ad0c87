"""Who may see releases and change them, and by which methods."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from het_site.core.models import User
from indicators.models import DataRelease, Indicator
from tests.cms.conftest import SignIn
from tests.cms.releases.reading import address, words_of
from tests.cms.test_policy import Screen
from tests.factories.indicators import make_release
from tests.indicators.releases.handing_in import checked

pytestmark = pytest.mark.django_db

SCREENS = ("inspect", "edit", "history", "progress", "faults", "file", "publish", "discard")
DEEDS = ("unschedule", "check_again")


@pytest.fixture
def ready(counted: Indicator) -> DataRelease:
    return checked({"indicator": "counted", "value": 10.5, "year": 2021}, title="For officers only")


@pytest.mark.parametrize("role", ["Data officers", "Administrators"])
def test_data_officers_and_administrators_see_every_screen(role: str, signed_in: SignIn, ready: DataRelease) -> None:
    client = signed_in(role)
    for name in ("index", "add", "states", "template"):
        assert client.get(address(name)).status_code == 200, name
    for name in SCREENS:
        response = client.get(address(name, ready.pk))
        assert response.status_code == 200, name
        assert b"".join(response), name  # to its end, which closes a file
    pk = ready.counts["indicators"][0]["id"]
    for name in ("preview", "preview_page"):
        assert client.get(address(name, ready.pk, pk)).status_code == 200, name


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Newsletter editors"])
def test_nobody_else_sees_or_does_anything(role: str, signed_in: SignIn, ready: DataRelease) -> None:
    client = signed_in(role)
    pk = ready.counts["indicators"][0]["id"]
    addresses = [address(name) for name in ("index", "add", "states", "template")]
    addresses += [address(name, ready.pk) for name in (*SCREENS, "matching", "restore", "previews")]
    addresses += [address(name, ready.pk, pk) for name in ("preview", "preview_page")]
    for path in addresses:
        response = client.get(path)
        assert (response.status_code, response.headers.get("Location")) == (302, "/cms/"), path
    for name in (*DEEDS, "publish", "discard", "restore", "matching", "edit"):
        response = client.post(address(name, ready.pk), {"agreed": "on", "when": "now", "why": "No."})
        assert (response.status_code, response.headers.get("Location")) == (302, "/cms/"), name
    ready.refresh_from_db()
    assert (ready.status, ready.title) == ("ready", "For officers only")
    assert DataRelease.objects.count() == 1


def test_every_screen_keeps_the_policy(browser_of_officer: Client, ready: DataRelease) -> None:
    pk = ready.counts["indicators"][0]["id"]
    states = [make_release(status=status) for status in DataRelease.Status]
    addresses = [address(name) for name in ("index", "add", "states")]
    addresses += [address(name, ready.pk) for name in ("inspect", "edit", "publish", "discard")]
    addresses += [address("preview", ready.pk, pk), *(address("inspect", release.pk) for release in states)]
    addresses.append(address("restore", make_release().pk))
    faults = {path: Screen(browser_of_officer.get(path).content.decode()).faults for path in addresses}
    assert {path: found for path, found in faults.items() if found} == {}


def test_strangers_are_asked_to_sign_in(client: Client, ready: DataRelease) -> None:
    for name in ("inspect", "file", "progress"):
        response = client.get(address(name, ready.pk))
        assert response.status_code == 302
        assert "/cms/login/" in response.headers["Location"]


def test_whoever_may_only_look_finds_no_button(ready: DataRelease) -> None:
    group = Group.objects.create(name="Lookers")
    group.permissions.set(Permission.objects.filter(codename__in=["view_datarelease", "access_admin"]))
    looker = User.objects.create_user("looker@demo.example")
    looker.groups.add(group)
    client = Client()
    client.force_login(looker)
    said = words_of(client.get(address("inspect", ready.pk)))
    assert "Publishing this puts 1 new figure live" in said
    for word in ("Discard", "Check again", "Upload another file"):
        assert word not in said
    assert "Bring in figures" not in words_of(client.get(address("index")))
    for name in ("publish", "discard", "edit"):
        assert client.get(address(name, ready.pk)).status_code == 302
    assert client.post(address("check_again", ready.pk)).headers["Location"] == "/cms/"


@pytest.mark.parametrize("name", DEEDS)
def test_looking_at_a_deed_does_nothing(name: str, browser_of_officer: Client, ready: DataRelease) -> None:
    assert browser_of_officer.get(address(name, ready.pk)).status_code == 405
    ready.refresh_from_db()
    assert ready.status == "ready"


@pytest.mark.parametrize("name", [*DEEDS, "publish", "discard", "edit"])
def test_a_form_sent_from_elsewhere_is_refused(name: str, data_officer: User, ready: DataRelease) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(data_officer)
    assert client.post(address(name, ready.pk), {"agreed": "on", "when": "now"}).status_code == 403
    ready.refresh_from_db()
    assert ready.status == "ready"


def test_nobody_deletes_a_release(ready: DataRelease) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("boss@demo.example"))
    assert client.post(address("delete", ready.pk)).headers["Location"] == "/cms/"
    assert DataRelease.objects.filter(pk=ready.pk).exists()


def test_the_stored_file_is_kept_under_its_name_and_never_shown(browser_of_officer: Client, counted: Indicator) -> None:
    release = checked({"indicator": "counted", "value": 1.5}, name="Übersicht <b>.csv")
    response: Any = browser_of_officer.get(address("file", release.pk))
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert b"".join(response.streaming_content).startswith(b"indicator,")
    assert Client().get(f"/media/{release.file.name}").status_code == 404


def test_a_file_that_is_gone_is_not_found(browser_of_officer: Client, ready: DataRelease) -> None:
    ready.file.storage.delete(ready.file.name)
    assert browser_of_officer.get(address("file", ready.pk)).status_code == 404
