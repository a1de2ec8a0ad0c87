"""Lists brought in and taken away: nobody comes back who left, every row has its reason, and nothing hostile gets through."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from het_site.core.models import Theme
from newsletter.links import preferences_url
from newsletter.models import Subscriber, SubscriberExport, SubscriberImport, Suppression
from newsletter.subscribers import reading_lists
from newsletter.subscribers.forgetting import FILE_KEPT_FOR, forget_old
from newsletter.subscribers.leaving import erase, leave
from tests.factories.newsletter import make_subscriber

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
State = Subscriber.State
HEADER = "Email address,Full name,Topics\n"
CONSENT = "Sheet at the fair: “I want the newsletter by email”"


@pytest.fixture
def client(signed_in: SignIn, store: Path) -> Client:
    return signed_in("Newsletter editors")


def url(name: str, *arguments: int) -> str:
    return reverse(f"newsletter_subscribers:{name}", args=arguments)


def hand_over(client: Client, content: bytes | str, *, name: str = "list.csv", **values: Any) -> Any:
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, data)
    return client.post(url("bring_in"), {"file": file, "consent": CONSENT, "agreed_on": "2026-10-01"} | values)


def looked_at(client: Client, content: bytes | str, **values: Any) -> SubscriberImport:
    answer = hand_over(client, content, **values)
    assert answer.status_code == 302, text(answer)
    return SubscriberImport.objects.latest("pk")


def text(answer: Any) -> str:
    return BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)


def outcomes(client: Client, row: SubscriberImport, query: str = "") -> dict[int, str]:
    page = BeautifulSoup(client.get(url("look", row.pk) + query).content, "html.parser")
    return {int(tr.th.get_text()): tr.find_all("td")[-1].get_text() for tr in page.select("table.het-table tbody tr")}


ROWS: dict[int, tuple[str, str]] = {
    2: ("New@Demo.Example , Ann  New,New figures; news", "Added"),
    3: ("new@demo.example,Twice,", "Left out: Stands in row 2 already"),
    4: ("has@demo.example,Other,", "Left out: Gets the newsletter already"),
    5: ("unnamed@demo.example,Una Named,", "Changed: Gets the newsletter already; the name is filled in"),
    6: ("left@demo.example,,", "Left out: Wants no email"),
    7: ("erased@demo.example,,", "Left out: Wants no email"),
    8: ("waits@demo.example,,", "Left out: Asked for it themselves and has not confirmed yet"),
    9: ("nobody,,", "Left out: Enter an email address in the correct format"),
    10: (",Nameless,", "Left out: Has no email address"),
    11: ('=1+1,"x",', "Left out: Enter an email address in the correct format"),
    12: ('formula@demo.example,"=HYPERLINK(""https://evil.example"")",', "Left out: The name begins like a formula"),
    13: (f"long@demo.example,{'x' * 100_000},", "Left out: The name must be 80 characters"),
    14: ("topic@demo.example,,Astrology", "Left out: There is no topic “Astrology”"),
    15: ('lines@demo.example,"A\nB",', "Left out: The name must be letters in one line"),
    16: ("päivi@demo.example,,", "Left out: We cannot send to an address with such letters"),
    17: ("ann@münchen.example,,", "Added"),
}
LIST = HEADER + "".join(f"{line}\n" for line, _ in ROWS.values())


@pytest.fixture
def known() -> None:
    """Make readers of every kind who stand in the list too."""
    make_subscriber(email="has@demo.example", name="Has Name")
    make_subscriber(email="unnamed@demo.example")
    leave(subscriber=make_subscriber(email="left@demo.example"), source="test")
    erase(subscriber=make_subscriber(email="erased@demo.example"))
    make_subscriber(email="waits@demo.example", state="pending", confirmed_at=None)


def test_each_row_of_a_list_is_shown_with_what_becomes_of_it(client: Client, known: None, store: Path) -> None:
    row = looked_at(client, LIST)
    before = Subscriber.objects.count()
    found = outcomes(client, row)
    assert set(found) == set(ROWS)
    for line, (_, words) in ROWS.items():
        assert found[line].startswith(words), line
    assert set(outcomes(client, row, "?show=add")) == {2, 17}
    assert Subscriber.objects.count() == before
    assert len(list(store.rglob("*.csv"))) == 1


def test_a_list_is_brought_in_once_with_its_proof(client: Client, known: None, person: Any) -> None:
    row = looked_at(client, LIST)
    assert "2 added, 1 changed" in text(client.post(url("do", row.pk), follow=True))
    new = Subscriber.objects.get(email="new@demo.example")
    assert (new.name, new.state, new.wants_news, new.wants_figures) == ("Ann New", State.CONFIRMED, True, True)
    assert new.confirmed_at is not None
    assert timezone.localdate(new.confirmed_at) == dt.date(2026, 10, 1)
    event = new.events.get()
    assert (event.kind, event.by) == ("imported", person("Newsletter editors"))
    assert event.source == f"{CONSENT}, 1 October 2026"
    assert Subscriber.objects.get(email="unnamed@demo.example").name == "Una Named"
    assert Subscriber.objects.get(email="left@demo.example").state == State.LEFT
    assert not Subscriber.objects.filter(email="erased@demo.example").exists()
    assert Suppression.objects.count() == 2
    row.refresh_from_db()
    assert (row.state, row.counts, row.file.name) == ("done", {"add": 2, "change": 1, "leave": 13}, "")
    assert client.get(preferences_url(new).removeprefix("http://testserver")).status_code == 200
    assert "meanwhile" in text(client.post(url("do", row.pk), follow=True))
    assert new.events.count() == 1


def test_the_file_is_deleted_once_it_served(
    client: Client, store: Path, django_capture_on_commit_callbacks: Any
) -> None:
    row = looked_at(client, HEADER + "a@demo.example,,\n")
    assert [path.suffix for path in store.rglob("list*")] == [".csv"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("do", row.pk))
    assert not list(store.rglob("list*"))
    row = looked_at(client, HEADER + "b@demo.example,,\n")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("discard", row.pk))
    assert not list(store.rglob("list*"))
    row = looked_at(client, HEADER + "b@demo.example,,\n")
    SubscriberImport.objects.filter(pk=row.pk).update(received_at=timezone.now() - FILE_KEPT_FOR)
    with django_capture_on_commit_callbacks(execute=True):
        forget_old()
    assert not list(store.rglob("list*"))
    assert Subscriber.objects.get().email == "a@demo.example"
    assert client.get(url("look", row.pk)).status_code == 200


def test_topics_of_a_list_are_followed_and_taking_many_costs_no_more_questions(client: Client) -> None:
    theme = Theme.objects.create(
        number=1, slug="start", title="A best start", short_title="Best start", line="A.", icon="i-p1", hue=1
    )
    asked = []
    for count in (1, 30):
        people = "".join(f"{count}-{n}@demo.example,,{theme.short_title}; news; {theme.slug}\n" for n in range(count))
        row = looked_at(client, HEADER + people)
        with CaptureQueriesContext(connection) as queries:
            client.post(url("do", row.pk))
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert Subscriber.objects.filter(themes=theme, wants_news=True).count() == 31


def test_who_leaves_between_looking_and_bringing_in_stays_away(client: Client) -> None:
    row = looked_at(client, HEADER + "a@demo.example,,\nb@demo.example,,\n")
    erase(subscriber=make_subscriber(email="a@demo.example"))
    client.post(url("do", row.pk))
    assert list(Subscriber.objects.values_list("email", flat=True)) == ["b@demo.example"]


def workbook(*rows: tuple[Any, ...], sheets: int = 1) -> bytes:
    book = openpyxl.Workbook()
    for number in range(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_is_read_too_with_names_in_two_columns(client: Client) -> None:
    content = workbook(
        ("People of the fair",),
        ("First name", "Surname", "E-mail"),
        ("Ann", "Reader", "ann@demo.example"),
        ("", "", ""),
    )
    row = looked_at(client, content, name="list.xlsx")
    assert outcomes(client, row) == {3: "Added"}
    client.post(url("do", row.pk))
    assert Subscriber.objects.get().name == "Ann Reader"


def bomb() -> bytes:
    file = io.BytesIO(workbook(("email",), ("a@demo.example",)))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/big.xml", b"0" * 100_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "list.csv", "empty"),
        (b"name\nAnn\n", "list.csv", "no column of email addresses"),
        (HEADER.encode(), "list.csv", "holds nobody"),
        (b"email;name;topics\na@demo.example;Ann;\n", "list.csv", "semicolons"),
        ("email,name\na@demo.example,Zoë\n".encode("latin-1"), "list.csv", "not UTF-8"),
        (b'email,name\na@demo.example,"Ann\n', "list.csv", "quotation mark"),
        (b"email,name\na@demo.example," + b"x" * 1_000_000 + b"\n", "list.csv", "not CSV"),
        (b"\x00\x01\x02" * 1000, "list.csv", "not UTF-8"),
        (b"%PDF-1.7", "list.csv", "PDF"),
        (b"<html><script>alert(1)</script>", "list.csv", "web page"),
        (b"PK\x03\x04broken", "list.xlsx", "damaged"),
        (workbook(("email",), ("a@demo.example",), sheets=2), "list.xlsx", "2 sheets"),
        (bomb(), "list.xlsx", "too much"),
        (b"email\n" + b"a@demo.example\n" * (reading_lists.MOST_ROWS + 1), "list.csv", "more than 20,000"),
        (b"email\n" + b"x" * 5_000_001, "list.csv", "larger than 5 MB"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason_and_not_kept(
    client: Client, store: Path, content: bytes, name: str, said: str
) -> None:
    answer = hand_over(client, content, name=name)
    assert answer.status_code == 200
    assert said in text(answer)
    assert not SubscriberImport.objects.exists()
    assert not list(store.rglob("list*"))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"consent": ""}, "required"),
        ({"consent": "  "}, "required"),
        ({"agreed_on": ""}, "required"),
        ({"agreed_on": "2999-01-01"}, "day to come"),
        ({"consent": "x" * 1_000_000}, "at most 160 characters"),
    ],
)
def test_no_list_without_how_and_when_its_people_agreed(client: Client, values: dict[str, str], said: str) -> None:
    answer = hand_over(client, HEADER + "a@demo.example,,\n", **values)
    assert said in text(answer)
    assert not SubscriberImport.objects.exists()


def test_a_name_of_a_file_leads_nowhere(client: Client, store: Path) -> None:
    row = looked_at(client, HEADER + "a@demo.example,,\n", name="../../etc/" + "x" * 300 + ".csv")
    assert "/" not in row.file_name
    assert Path(row.file.path).resolve().is_relative_to(store.resolve())


def taken(client: Client, file_format: str, **values: Any) -> bytes:
    sent = {"states": ["confirmed", "left"], "file_format": file_format, "reason": "Move to another system"} | values
    answer = client.post(url("take_away"), sent)
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in answer["Cache-Control"]
    return b"".join(answer.streaming_content)


def test_taking_away_is_noted_and_no_cell_is_a_formula(client: Client, person: Any) -> None:
    make_subscriber(email="a@demo.example", name="=1+1", wants_news=True)
    make_subscriber(email="p@demo.example", state="pending", confirmed_at=None)
    leave(subscriber=make_subscriber(email="l@demo.example", name="@SUM(A1)"), source="test")
    rows = list(csv.DictReader(io.StringIO(taken(client, "csv").decode())))
    assert [(row["email"], row["name"], row["topics"]) for row in rows] == [
        ("a@demo.example", "'=1+1", "News and events"),
        ("l@demo.example", "'@SUM(A1)", ""),
    ]
    book = openpyxl.load_workbook(io.BytesIO(taken(client, "xlsx")))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert {"a@demo.example", "l@demo.example"} <= {cell.value for cell in cells}
    notes = SubscriberExport.objects.order_by("pk")
    assert [(note.by, note.people, note.file_format) for note in notes] == [
        (person("Newsletter editors"), 2, "csv"),
        (person("Newsletter editors"), 2, "xlsx"),
    ]
    assert "Move to another system" in text(client.get(url("log")))


def test_what_was_taken_away_can_be_brought_in_elsewhere(client: Client) -> None:
    make_subscriber(email="a@demo.example", name="Ann", wants_news=True)
    content = taken(client, "csv", states=["confirmed"])
    Subscriber.objects.all().delete()
    row = looked_at(client, content)
    client.post(url("do", row.pk))
    found = Subscriber.objects.get()
    assert (found.name, found.wants_news) == ("Ann", True)


def test_nobody_is_taken_away_without_a_reason(client: Client) -> None:
    answer = client.post(url("take_away"), {"states": ["confirmed"], "file_format": "csv", "reason": ""})
    assert answer.status_code == 200
    assert not SubscriberExport.objects.exists()
