"""A lookup from its file to readers: checked without a change, loaded whole in the place of the one before, withdrawn."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client

from indicators import jobs
from indicators.actions import postcodes as actions
from indicators.models import Postcode, PostcodeLookup
from tests.indicators.places.conftest import Town, make_ward, town  # noqa: F401  (a fixture)

Status = PostcodeLookup.Status
FIRST = "postcode,ward_code,ended\nZZ99 1AA,E05000001,\nZZ99 1AB,E05000002,\nZZ99 2AA,E05000003,\nZZ99 9ZZ,E05000001,202001\n"
SECOND = "postcode,ward_code\nZZ99 1AA,E05000002\nZZ99 3AA,E05000003\n"


@pytest.fixture(autouse=True)
def private_files(settings: Any, tmp_path: Path) -> Path:
    """Put files that came in where nobody else looks."""
    stores = {**settings.STORAGES}
    stores["private"] = {**stores["private"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = stores
    return tmp_path


def receive(text: str = FIRST, **fields: Any) -> PostcodeLookup:
    values = {
        "source": "Office of Postcodes",
        "as_of": date(2026, 8, 1),
        "licence": "Open licence.",
        "by": None,
    } | fields
    return actions.receive_lookup(file=ContentFile(text.encode(), name="codes.csv"), **values)


def load(text: str = FIRST, **fields: Any) -> PostcodeLookup:
    lookup = receive(text, **fields)
    actions.check_lookup(lookup=lookup)
    PostcodeLookup.objects.filter(pk=lookup.pk, status=Status.READY).update(status=Status.LOADING)
    actions.load_lookup(lookup=lookup)
    lookup.refresh_from_db()
    return lookup


def test_a_check_changes_nothing_and_counts(town: Town) -> None:  # noqa: F811
    load()
    lookup = receive(SECOND)
    actions.check_lookup(lookup=lookup)
    assert lookup.status == Status.READY
    assert {name: lookup.counts[name] for name in ("rows", "postcodes", "new", "moved", "gone")} == {
        "rows": 2,
        "postcodes": 2,
        "new": 1,
        "moved": 1,
        "gone": 3,
    }
    assert lookup.counts["without"] == ["Far Cotton", "Middle", "Northwell", "Saint Anne’s"]
    assert Postcode.objects.count() == 4


def test_loading_replaces_all_and_forgets_the_file(
    town: Town,  # noqa: F811
    private_files: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first, second = load(), load(SECOND)
    first.refresh_from_db()
    assert (first.status, second.status) == (Status.ENDED, Status.LIVE)
    assert set(Postcode.objects.values_list("postcode", "area__code")) == {
        ("ZZ991AA", "E05000002"),
        ("ZZ993AA", "E05000003"),
    }
    assert [path for path in private_files.rglob("*") if path.is_file()] == []


def test_a_file_that_turns_faulty_leaves_the_earlier_postcodes(town: Town) -> None:  # noqa: F811
    load()
    lookup = load("postcode,ward_code\nZZ99 1AA,E05999999\n")
    assert lookup.status == Status.FAULTY
    assert "in a ward of the town" in lookup.fault
    assert Postcode.objects.count() == 4


def test_a_crash_in_the_middle_leaves_the_earlier_postcodes(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    load()

    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(type(Postcode.objects), "bulk_create", crash)
    lookup = receive(SECOND)
    PostcodeLookup.objects.filter(pk=lookup.pk).update(status=Status.LOADING)
    with pytest.raises(RuntimeError):
        actions.load_lookup(lookup=lookup)
    lookup.refresh_from_db()
    assert lookup.status == Status.FAILED
    assert Postcode.objects.count() == 4
    assert PostcodeLookup.objects.filter(status=Status.LIVE).count() == 1


def test_work_whose_job_is_lost_is_asked_for_again(town: Town) -> None:  # noqa: F811
    lookup = receive()
    assert jobs.postcodes_are_expected(lookup)
    assert actions.look_after_lookups() == 0
    lost = PostcodeLookup.objects.create(
        source="x", as_of=date(2026, 1, 1), licence="x", file_name="x", checksum="0" * 64
    )
    assert actions.look_after_lookups() == 1
    assert jobs.postcodes_are_expected(lost)


# Readers


def ask(client: Client, postcode: str) -> tuple[str, str]:
    answer = client.post("/places/", {"postcode": postcode})
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    return answer.headers.get("Location", ""), answer.content.decode()


def test_without_a_lookup_there_is_no_field_and_a_postcode_is_answered_all_the_same(client: Client, town: Town) -> None:  # noqa: F811
    html = client.get("/places/").content.decode()
    assert 'name="postcode"' not in html
    assert "cannot be found by postcode yet" in html
    for field in ("postcode", "name"):
        answer = client.post("/places/", {field: "ZZ99 1AA"})
        assert answer.status_code == 200
    assert "That looks like a postcode" in answer.content.decode()


@pytest.mark.parametrize("typed", ["ZZ99 1AA", "zz991aa", " Zz99   1aA "])
def test_a_postcode_leads_to_its_ward(client: Client, town: Town, typed: str) -> None:  # noqa: F811
    load()
    assert ask(client, typed)[0] == "/places/E05000001/"
    assert client.post("/places/", {"name": typed}).headers["Location"] == "/places/E05000001/"


def test_one_that_has_ended_is_said_to_have(client: Client, town: Town) -> None:  # noqa: F811
    load()
    url, html = ask(client, "ZZ99 9ZZ")
    assert not url
    assert "ZZ99 9ZZ is no longer in use" in html
    assert 'href="/places/E05000001/"' in html


def test_one_from_elsewhere_is_said_to_be(client: Client, town: Town) -> None:  # noqa: F811
    load()
    for typed in ("ZZ99 7AA", "ZZ98", "ZZ98 1"):
        url, html = ask(client, typed)
        assert not url
        assert "is not in Anytown" in html
        assert "August 2026" in html


@pytest.mark.parametrize(("typed", "count"), [("ZZ99", 3), ("ZZ99 1", 2), ("zz99 2", 1), ("ZZ99 1A", 2)])
def test_a_part_lists_its_wards(client: Client, town: Town, typed: str, count: int) -> None:  # noqa: F811
    load()
    html = ask(client, typed)[1].partition('class="finder-answer')[2].partition("</ul>")[0]
    assert html.count("<li>") == count


@pytest.mark.parametrize("typed", ["", "hello there", "<b>", "Z" * 4000, "ZZ99 1AA; DROP", "a\x00b", "\u202eZZ99"])
def test_what_is_no_postcode_is_answered_on_the_form(client: Client, town: Town, typed: str) -> None:  # noqa: F811
    load()
    url, html = ask(client, typed)
    assert not url
    assert "There is a problem" in html
    assert "<title>Error: " in html
    assert "<b>" not in html.partition("<main")[2].replace("<b></b>", "")


def test_the_page_says_where_postcodes_come_from(client: Client, town: Town) -> None:  # noqa: F811
    load()
    html = client.get("/places/").content.decode()
    assert "Office of Postcodes, August 2026. Open licence." in html
    assert 'name="postcode"' in html


def test_a_ward_of_another_town_is_not_led_to(client: Client, town: Town) -> None:  # noqa: F811
    load()
    from tests.factories.indicators import make_area

    elsewhere = make_ward(make_area(name="Othertown"), 90)
    Postcode.objects.filter(postcode="ZZ991AA").update(area=elsewhere)
    url, html = ask(client, "ZZ99 1AA")
    assert not url
    assert "is not in Anytown" in html


def test_nothing_typed_is_logged_or_stored(
    client: Client,
    town: Town,  # noqa: F811
    caplog: pytest.LogCaptureFixture,
) -> None:
    load()
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    for typed in ("ZZ99 1AA", "ZZ99 7QQ", "nonsense 7QQ"):
        ask(client, typed)
    logged = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert not any("7QQ" in line or "1AA" in line for line in logged)
    assert not Postcode.objects.filter(postcode__contains="7QQ").exists()


# The command


def test_the_command_tries_loads_and_refuses(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    file = tmp_path / "codes.csv"
    file.write_text(FIRST)
    said = {"source": "Office", "as_of": "2026-08-01", "licence": "Open."}
    options = [f"--{name.replace('_', '-')}={value}" for name, value in said.items()]
    call_command("load_postcodes", str(file), *options, "--dry-run")
    assert "This was a trial" in capsys.readouterr().out
    assert not Postcode.objects.exists()
    assert not PostcodeLookup.objects.exists()
    call_command("load_postcodes", str(file), *options)
    out = capsys.readouterr().out
    assert "Loaded." in out
    assert "postcodes: 4" in out
    assert Postcode.objects.count() == 4
    file.write_text("nothing")
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_postcodes", str(file), *options)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_postcodes", str(tmp_path / "missing.csv"), *options)
    assert Postcode.objects.count() == 4
