"""News and events as readers meet them: lists, pages, feed and calendar files."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone
from icalendar import Calendar

from newsletter.models import EventMaterial, EventPage, NewsPage
from tests.factories.indicators import make_theme
from tests.factories.newsletter import make_event_index, make_event_page, make_news_index, make_news_page
from tests.factories.priorities import make_organisation, make_priority_page

pytestmark = pytest.mark.django_db

HERE = ZoneInfo("Europe/London")
ATOM = "{http://www.w3.org/2005/Atom}"


def here(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=HERE)


def in_days(days: int, hour: int = 10) -> dt.datetime:
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + dt.timedelta(days=days)


def structured(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert found
    return json.loads(found[1])


def shown(template: str, **values: Any) -> str:
    request = RequestFactory().get("/")
    return Template("{% load newsletter_tags %}" + template).render(Context({"request": request} | values))


# News


def test_news_is_listed_newest_first_by_year(client: Client) -> None:
    make_news_page(title="Old", date=dt.date(2022, 9, 7))
    make_news_page(title="New", date=dt.date(2024, 10, 28))
    make_news_page(title="Newest", date=dt.date(2024, 12, 1))
    make_news_page(title="Hidden", date=dt.date(2025, 1, 1), live=False)

    text = client.get("/news/").text

    found = re.findall(r">(2024|2022|Newest|New|Old|Hidden)</", text)
    assert found == ["2024", "Newest", "New", "2022", "Old"]
    assert '<time datetime="2024-10-28">28 October 2024</time>' in text


def test_an_approximate_date_is_shown_in_its_words_and_is_no_exact_date_for_machines(client: Client) -> None:
    page = make_news_page(date=dt.date(2023, 7, 1), date_is_approximate=True, date_text="July 2023")

    text = client.get(page.url).text

    assert "July 2023" in text
    assert "1 July" not in text
    assert "datePublished" not in structured(text)


def test_news_is_described_for_search_engines(client: Client) -> None:
    page = make_news_page(date=dt.date(2024, 10, 28), source="A journal", source_url="https://journal.example/1")

    data = structured(client.get(page.url).text)

    assert data["@type"] == "NewsArticle"
    assert data["datePublished"] == "2024-10-28"
    assert data["isBasedOn"] == "https://journal.example/1"


def test_an_approximate_date_needs_words() -> None:
    with pytest.raises(ValidationError) as fault:
        NewsPage(title="x", slug="x", date=dt.date(2023, 7, 1), date_is_approximate=True).full_clean()
    assert "date_text" in fault.value.message_dict


def test_an_empty_news_list_says_so(client: Client) -> None:
    make_news_index()

    assert "No news is published yet." in client.get("/news/").text


def test_news_names_only_live_priority_areas(client: Client) -> None:
    page = make_news_page(
        priorities=[make_priority_page(title="Housing"), make_priority_page(title="Gone", live=False)]
    )

    text = client.get(page.url).text

    assert "Housing" in text
    assert "Gone" not in text


@pytest.mark.parametrize("address", ["/news/", "/events/"])
def test_unknown_pages_of_the_lists_are_not_found(client: Client, address: str) -> None:
    make_news_index()
    make_event_index()

    for number in ("abc", "0", "-1", "2", "999999", "9" * 5000, "", "[]"):
        assert client.get(address, {"page": number}).status_code == 404, number


def test_a_long_list_has_pages(client: Client) -> None:
    for day in range(1, 23):
        make_news_page(date=dt.date(2024, 1, day))

    first, second = client.get("/news/").text, client.get("/news/?page=2").text

    assert first.count('<article class="edition__item"') == 20
    assert second.count('<article class="edition__item"') == 2
    assert 'href="?page=2"' in first
    assert "<title>Page 2 of 2: News" in second


# Feed


def test_the_feed_is_valid_atom(client: Client) -> None:
    theme = make_theme(short_title="Places")
    page = make_news_page(title="Bread & “roses”", summary="5 < 6", date=dt.date(2024, 10, 28), themes=[theme])
    make_news_page(title="Some time", date=dt.date(2023, 7, 1), date_is_approximate=True, date_text="July 2023")

    answer = client.get("/news/feed/")

    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.content)  # noqa: S314  (our own answer)
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}"), name
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": "http://testserver/news/", "self": "http://testserver/news/feed/"}
    entry, other = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Bread & “roses”"
    summary = entry.find(f"{ATOM}summary")
    assert summary is not None
    assert (summary.get("type"), summary.text) == ("html", "5 &lt; 6")  # RFC 4287: what is HTML is escaped HTML
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{page.translation_key}"
    assert entry.findtext(f"{ATOM}published", "").startswith("2024-10-28")
    assert entry.find(f"{ATOM}category").get("term") == "Places"  # type: ignore[union-attr]
    assert other.find(f"{ATOM}published") is None
    for each in (entry, other):
        assert dt.datetime.fromisoformat(each.findtext(f"{ATOM}updated", ""))
        assert each.find(f"{ATOM}link").get("href", "").startswith("http://testserver/news/")  # type: ignore[union-attr]


def test_the_news_page_names_its_feed(client: Client) -> None:
    make_news_index()

    assert (
        '<link rel="alternate" type="application/atom+xml" title="News" href="/news/feed/">'
        in client.get("/news/").text
    )


def test_an_empty_feed_is_still_a_feed(client: Client) -> None:
    make_news_index()

    assert ET.fromstring(client.get("/news/feed/").content).findtext(f"{ATOM}updated")  # noqa: S314  (our own answer)


# Events


def test_events_are_told_apart_by_the_end_of_their_last_day(client: Client) -> None:
    make_event_page(title="Earlier today", starts_at=timezone.localtime().replace(hour=0, minute=1))
    make_event_page(title="Under way", starts_at=in_days(-3), ends_at=in_days(2))
    make_event_page(title="Next week", starts_at=in_days(7))
    make_event_page(title="Yesterday", starts_at=in_days(-1))
    make_event_page(title="Long ago", starts_at=here(2023, 12, 14))

    text = client.get("/events/").text

    found = re.findall(r">(Coming up|Past events|Earlier today|Under way|Next week|Yesterday|Long ago)</", text)
    assert found == ["Coming up", "Under way", "Earlier today", "Next week", "Past events", "Yesterday", "Long ago"]


def test_an_empty_diary_says_so(client: Client) -> None:
    make_event_index()

    assert "Nothing in the diary yet." in client.get("/events/").text


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"starts_at": here(2023, 12, 14)}, "14 December 2023"),
        ({"starts_at": here(2023, 7, 14)}, "14 July 2023"),
        ({"starts_at": here(2023, 12, 14), "ends_at": here(2023, 12, 15)}, "14 to 15 December 2023"),
        ({"starts_at": here(2023, 7, 14, 9), "ends_at": here(2023, 7, 14, 17)}, "14 July 2023, 9am to 5pm"),
        (
            {"starts_at": here(2025, 3, 1), "date_is_approximate": True, "date_text": "March 2025"},
            "March 2025",
        ),
    ],
)
def test_events_say_when_they_are(values: dict[str, Any], expected: str) -> None:
    assert EventPage(**values).date_words == expected


def test_an_event_says_what_is_known(client: Client) -> None:
    page = make_event_page(
        title="One year on",
        starts_at=here(2023, 12, 14),
        venue="The hall",
        organisations=[make_organisation(name="The council")],
        materials=[EventMaterial(title="Slides", url="https://slides.example/1")],
    )

    text = client.get(page.url).text

    for words in ("Past event", "14 December 2023", "The hall", "The council", "Slides"):
        assert words in text, words
    assert structured(text) | {
        "startDate": "2023-12-14",
        "location": {"@type": "Place", "name": "The hall"},
        "organizer": [{"@type": "Organization", "name": "The council"}],
    } == structured(text)


def test_an_unknown_place_is_said_to_be_unknown(client: Client) -> None:
    page = make_event_page(venue="")

    text = client.get(page.url).text

    assert "<dt>Place</dt><dd>Not published</dd>" in text
    assert "location" not in structured(text)


def test_an_event_has_a_calendar_file(client: Client) -> None:
    page = make_event_page(title="Talk", starts_at=here(2096, 7, 14, 9, 30), slug="talk", venue="The hall")
    page.save_revision().publish()

    address = re.search(r'href="([^"]+\.ics)"', client.get(page.url).text)
    assert address
    answer = client.get(address[1])

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="talk.ics"'
    (event,) = Calendar.from_ical(answer.content).events
    assert event.start == dt.datetime(2096, 7, 14, 8, 30, tzinfo=dt.UTC)
    assert str(event["UID"]) == str(page.translation_key)
    assert str(event["URL"]) == "http://testserver/events/talk/"
    assert client.get(address[1]).content == answer.content


def test_when_and_where_come_before_the_words(client: Client) -> None:
    page = make_event_page(body=[("text", "<p>What it was about.</p>")])

    text = client.get(page.url).text

    assert text.index("When and where") < text.index("What it was about.")


def test_nobody_is_asked_to_put_a_past_event_into_a_calendar(client: Client) -> None:
    page = make_event_page(starts_at=here(2023, 12, 14, 9, 30))

    assert ".ics" not in client.get(page.url).text
    assert client.get(f"{page.url}event.ics").status_code == 200  # an address that was once given stays good


def test_a_calendar_file_keeps_its_uid_when_the_event_moves(client: Client) -> None:
    page = make_event_page(starts_at=here(2026, 7, 14, 9, 30))
    before = Calendar.from_ical(client.get(f"{page.url}event.ics").content).events[0]
    page.starts_at = here(2026, 8, 1, 9, 30)
    page.slug = "moved"
    page.save_revision().publish()

    after = Calendar.from_ical(client.get("/events/moved/event.ics").content).events[0]

    assert str(after["UID"]) == str(before["UID"])
    assert after.start != before.start


def test_an_approximate_date_has_no_calendar_file(client: Client) -> None:
    page = make_event_page(date_is_approximate=True, date_text="March 2025")

    assert ".ics" not in client.get(page.url).text
    assert client.get(f"{page.url}event.ics").status_code == 404


@pytest.mark.parametrize("address", ["/events/nothing/event.ics", "/event.ics", "/events/event.ics", "/news/event.ics"])
def test_other_calendar_files_are_not_found(client: Client, address: str) -> None:
    make_event_index()
    make_news_index()

    assert client.get(address).status_code == 404


def test_an_event_cannot_end_before_it_starts() -> None:
    page = EventPage(title="x", slug="x", starts_at=here(2026, 2, 2), ends_at=here(2026, 2, 1))
    with pytest.raises(ValidationError) as fault:
        page.full_clean(exclude=["path", "depth"])
    assert "ends_at" in fault.value.message_dict


# On other pages


def test_the_next_event_is_shown() -> None:
    make_event_page(title="Later", starts_at=in_days(9))
    make_event_page(title="Sooner", starts_at=in_days(2), venue="The hall")
    make_event_page(title="Over", starts_at=in_days(-2))

    text = shown("{% next_event %}")

    assert "Sooner" in text
    assert "The hall" in text
    assert "Later" not in text
    assert "Over" not in text


def test_without_a_next_event_the_last_one_is_named() -> None:
    make_event_page(title="One year on", starts_at=here(2023, 12, 14), venue="The hall")

    text = shown("{% next_event %}")

    assert "Nothing in the diary yet." in text
    assert "Last time" in text
    assert "One year on</a>, 14 December 2023, The hall." in text


def test_the_latest_news_is_shown() -> None:
    assert shown("{% latest_news %}").strip() == ""

    for day in (1, 2, 3):
        make_news_page(title=f"News of day {day}", date=dt.date(2024, 1, day))

    text = shown("{% latest_news limit=2 %}")

    assert re.findall(r"News of day \d", text) == ["News of day 3", "News of day 2"]
    assert 'href="/news/"' in text


# Cost


def test_the_number_of_queries_does_not_grow_with_the_rows(client: Client, django_assert_max_num_queries: Any) -> None:
    def more(times: int) -> None:
        for _ in range(times):
            make_news_page(themes=[make_theme()])
            make_event_page(themes=[make_theme()], organisations=[make_organisation()], starts_at=in_days(-5))
            make_event_page(themes=[make_theme()], starts_at=in_days(5))

    def queries(address: str) -> int:
        client.get(address)  # fills the caches of sites and content types
        with django_assert_max_num_queries(16) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    addresses = ("/news/", "/news/feed/", "/events/")
    more(1)
    few = [queries(address) for address in addresses]
    more(9)

    assert [queries(address) for address in addresses] == few
