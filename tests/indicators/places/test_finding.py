"""Finding a ward: by name, spelt nearly right, by a former name, from a list; nothing typed is kept or put into an address."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.test import Client

from het_site.home.search.actions import index_wards
from indicators.places.naming import likeness, plain
from tests.indicators.places.conftest import Town, make_ward


def ask(client: Client, name: str, **more: str) -> tuple[int, str, str]:
    answer = client.post("/places/", {"name": name, **more})
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    return answer.status_code, answer.headers.get("Location", ""), unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("Middle", 1),
        ("  MIDDLE  ", 1),
        ("middle ward", 1),
        ("mid", 1),
        ("midle", 1),
        ("field", 2),
        ("westfield", 2),
        ("Eastgait", 3),
        ("norhtwell", 4),
        ("St Annes", 5),
        ("saint anne's", 5),
        ("cotton", 6),
        ("E05000006", 6),
        ("e05000006", 6),
    ],
)
def test_one_hit_leads_to_its_page(client: Client, town: Town, typed: str, number: int) -> None:
    assert ask(client, typed)[:2] == (303, f"/places/E05{number:06d}/")


def test_several_hits_are_listed(client: Client, town: Town) -> None:
    make_ward(town.area, 30, name="Eastfield", hex_q=9, hex_r=9)
    status, _, html = ask(client, "east")
    assert status == 200
    assert "Which ward is it?" in html
    answer = html.partition("Which ward is it?")[2].partition("</ul>")[0]
    assert "Eastgate" in answer
    assert "Eastfield" in answer


def test_nothing_found_is_said_with_help(client: Client, town: Town) -> None:
    status, _, html = ask(client, "Xyzzy")
    assert status == 200
    assert "No ward is called “Xyzzy”" in html
    assert 'href="#list"' in html


def test_a_former_name_is_explained(client: Client, town: Town) -> None:
    make_ward(town.area, 40, name="Oldcastle", vintage="before 2023", valid_from=None, valid_to=date(2023, 5, 3))
    status, _, html = ask(client, "oldcastle")
    assert status == 200
    assert "This ward has ended" in html
    assert "A ward until 3 May 2023" in html
    assert "/places/E05000040/" in html


def test_a_name_that_stayed_leads_to_the_ward_of_today(client: Client, town: Town) -> None:
    make_ward(town.area, 40, name="Middle", vintage="before 2023", valid_from=None, valid_to=date(2023, 5, 3))
    assert ask(client, "middle")[:2] == (303, "/places/E05000001/")


def test_the_town_by_its_name_is_the_town(client: Client, town: Town) -> None:
    assert ask(client, "Anytown")[:2] == (303, "/places/E06000001/")


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "?!", "x" * 5000])
def test_nothing_typed_and_far_too_much_are_answered(client: Client, town: Town, typed: str) -> None:
    status, _, html = ask(client, typed)
    assert status == 200
    assert "There is a problem" in html or "No ward is called" in html


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "' OR 1=1 --", "%s%s", "\u202egnirts", "\u0131", "🏠", "a\x00b"]
)
def test_hostile_names_find_nothing(client: Client, town: Town, typed: str) -> None:
    assert ask(client, typed)[0] == 200


def test_what_is_shown_of_a_hostile_name_is_escaped(client: Client, town: Town) -> None:
    answer = client.post("/places/", {"name": "<script>alert(1)</script>"})
    assert b"<script>alert" not in answer.content


def test_a_ward_is_chosen_from_a_list(client: Client, town: Town) -> None:
    assert client.get("/places/", {"ward": "E05000003"}).headers["Location"] == "/places/E05000003/"
    assert client.get("/places/", {"ward": ""}).headers["Location"] == "/places/"
    assert client.get("/places/", {"ward": "E05999999"}).status_code == 404


def test_the_page_names_every_ward_once_in_the_list_and_on_the_map(client: Client, town: Town) -> None:
    html = unescape(client.get("/places/").content.decode())
    for ward in town.wards:
        assert html.count(f'href="/places/{ward.code}/"') == 2
        assert f'aria-label="{ward.name}"' in html


def test_no_page_that_asks_for_a_name_puts_it_into_an_address(client: Client, town: Town) -> None:
    html = client.get("/places/").content.decode()
    for form in html.split("<form")[1:]:
        if 'name="name"' in form or 'name="postcode"' in form:
            assert 'method="post"' in form.partition(">")[0]


def test_a_body_of_another_kind_and_one_far_too_large_are_answered(client: Client, town: Town) -> None:
    answer = client.post("/places/", data='{"name": "middle"}', content_type="application/json")
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert client.post("/places/", {"name": "x" * 3_000_000}).status_code == 400


def test_likeness_is_postgresqls(db: None) -> None:
    from django.db import connection

    pairs = [("midle", "middle"), ("high twn", "high town"), ("saints", "saint"), ("abc", "xyz")]
    with connection.cursor() as cursor:
        for one, other in pairs:
            words = [other, *other.split()]
            cursor.execute("SELECT max(similarity(%s, word)) FROM unnest(%s::text[]) AS word", [one, words])
            assert likeness(one, other) == pytest.approx(cursor.fetchone()[0], abs=1e-6)


@pytest.mark.parametrize(("name", "as_compared"), [("St. Anne’s", "st annes"), ("Ölberg & Sons", "olberg and sons")])
def test_names_are_compared_plainly(name: str, as_compared: str) -> None:
    assert plain(name) == as_compared


def test_the_sites_search_finds_wards(client: Client, town: Town) -> None:
    make_ward(town.area, 40, name="Oldcastle", vintage="before 2023", valid_from=None, valid_to=date(2023, 5, 3))
    index_wards()
    assert 'href="/places/E05000003/"' in client.get("/search/?q=eastgate").content.decode()
    html = client.get("/search/?q=oldcastle").content.decode()
    assert 'href="/places/E05000040/"' in html
    assert "a ward until 2023" in html


def test_the_sites_search_follows_a_wards_name(
    client: Client, town: Town, django_capture_on_commit_callbacks: object
) -> None:
    ward = town.wards[0]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        ward.name = "Renamed"
        ward.save()
    assert f'href="/places/{ward.code}/"' in client.get("/search/?q=renamed").content.decode()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        ward.delete()
    assert f'href="/places/{ward.code}/"' not in client.get("/search/?q=renamed").content.decode()


def test_the_sitemap_has_wards_in_use(client: Client, town: Town) -> None:
    make_ward(town.area, 40, name="Oldcastle", vintage="before 2023", valid_from=None, valid_to=date(2023, 5, 3))
    xml = client.get("/sitemap.xml").content.decode()
    for path in ("/places/", "/places/E06000001/", *(f"/places/{ward.code}/" for ward in town.wards)):
        assert f"{path}</loc>" in xml
    assert "E05000040" not in xml
    assert "E92000001" not in xml
