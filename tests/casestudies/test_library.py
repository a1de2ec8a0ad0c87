"""The library: what the filters find and count, and what it does with addresses that nobody means well."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from casestudies.library.filtering import Selection
from casestudies.library.listing import MOST_ORGANISATIONS, Facet, Library, library
from casestudies.models import CaseStudyOutcome, CaseStudyPage
from priorities.models import Organisation
from tests.factories.casestudies import make_library, make_story
from tests.factories.indicators import make_area, make_theme
from tests.factories.priorities import make_organisation, make_priority_page

pytestmark = pytest.mark.django_db

NHS, CHARITY = Organisation.Kind.NHS, Organisation.Kind.CHARITY


def find(query: str = "") -> Library:
    make_library()
    return library(Selection.parse(QueryDict(query)))


def titles(query: str = "") -> list[str]:
    return [story.title for story in find(query).stories]


def facet(found: Library, name: str) -> Facet:
    return next(each for each in found.facets if each.name == name)


def counts(query: str, name: str) -> dict[str, int]:
    return {option.value: option.count for option in facet(find(query), name).options}


@pytest.fixture
def town() -> dict[str, Any]:
    """Three stories: advice (charity, NHS; two themes), jobs (NHS), hub (charity, ward)."""
    living, prevention, work = (
        make_theme(number=4, slug="living", short_title="Living"),
        make_theme(number=6, slug="prevention", short_title="Prevention"),
        make_theme(number=3, slug="work", short_title="Work"),
    )
    advice = make_organisation(slug="advice", name="Advice Here", kind=CHARITY)
    trust = make_organisation(slug="trust", name="Care Trust", kind=NHS)
    clinic = make_organisation(slug="clinic", name="Clinic", kind=NHS)
    jobs = make_priority_page(title="Jobs", slug="jobs")
    ward = make_area("E05000001", name="Riverside", area_type="ward")
    make_story(
        title="Money advice at the surgery",
        about="<p>Debt makes people <b>ill</b> &amp; tired.</p>",
        themes=[living, prevention],
        organisations=[advice, trust, clinic],
        year=2025,
    )
    make_story(title="A trust opens its jobs", themes=[work], organisations=[trust], priorities=[jobs], year=2023)
    make_story(title="Community hub", themes=[prevention], organisations=[advice], wards=[ward], year=2025)
    return {"prevention": prevention}


FOUND = [
    ("sort=title", {"A trust opens its jobs", "Community hub", "Money advice at the surgery"}),
    ("principle=prevention", {"Community hub", "Money advice at the surgery"}),
    ("principle=living&principle=work", {"Money advice at the surgery", "A trust opens its jobs"}),
    ("principle=living&principle=nonsense", {"Money advice at the surgery"}),
    ("principle=prevention&ward=E05000001", {"Community hub"}),
    ("priority=jobs", {"A trust opens its jobs"}),
    ("organisation=trust", {"Money advice at the surgery", "A trust opens its jobs"}),
    ("kind=nhs", {"Money advice at the surgery", "A trust opens its jobs"}),
    ("kind=nhs&kind=charity&year=2025", {"Money advice at the surgery", "Community hub"}),
    ("year=2025", {"Money advice at the surgery", "Community hub"}),
    ("year=2023&principle=prevention", set()),
]


def test_filters_find(town: dict[str, Any], subtests: pytest.Subtests) -> None:
    for query, expected in FOUND:
        with subtests.test(query):
            found = find(query)
            assert {story.title for story in found.stories} == expected
            assert found.total == len(expected)


def test_counts_respect_the_other_filters_but_not_their_own(town: dict[str, Any]) -> None:
    assert counts("", "year") == {"2025": 2, "2023": 1}
    assert counts("year=2023", "year") == {"2025": 2, "2023": 1}
    assert counts("principle=work", "year") == {"2025": 0, "2023": 1}
    assert counts("principle=prevention&kind=nhs", "organisation") == {"advice": 1, "trust": 1, "clinic": 1}


def test_a_story_of_two_organisations_of_one_kind_counts_once(town: dict[str, Any]) -> None:
    assert counts("", "kind") == {"nhs": 2, "charity": 2}


def test_counts_respect_the_words_searched_for(town: dict[str, Any]) -> None:
    assert counts("q=surgery", "principle") == {"work": 0, "living": 1, "prevention": 1}


def test_every_count_is_what_choosing_it_shows(town: dict[str, Any]) -> None:
    for given in ("", "year=2025", "principle=prevention&kind=charity", "q=money"):
        for each in find(given).facets:
            for option in each.options:
                alone = QueryDict(given, mutable=True)
                alone.setlist(each.name, [option.value])
                assert find(alone.urlencode()).total == option.count, (given, each.name, option)


def test_principles_are_all_offered_in_their_order_even_without_a_story(town: dict[str, Any]) -> None:
    make_theme(number=8, slug="sustainability", short_title="Sustainability")

    options = facet(find(), "principle").options

    assert [(option.value, option.count) for option in options] == [
        ("work", 1),
        ("living", 1),
        ("prevention", 2),
        ("sustainability", 0),
    ]
    assert all(option.theme for option in options)


def test_kinds_have_their_words_and_years_count_down(town: dict[str, Any]) -> None:
    found = find()

    assert [option.label for option in facet(found, "kind").options] == ["Charity", "NHS"]
    assert [option.label for option in facet(found, "year").options] == ["2025", "2023"]


def test_drafts_are_neither_found_nor_counted(town: dict[str, Any]) -> None:
    make_story(title="Draft", live=False, year=1999, themes=[town["prevention"]])

    assert "Draft" not in titles()
    assert "1999" not in counts("", "year")
    assert counts("", "principle")["prevention"] == 2


SEARCHED = [
    ("money", ["Money advice at the surgery"]),
    ("debts", ["Money advice at the surgery"]),
    ("surgery tired", ["Money advice at the surgery"]),
    ("Clinic", ["Money advice at the surgery"]),
    ("Riverside", ["Community hub"]),
    ('"opens its jobs"', ["A trust opens its jobs"]),
    ("hub -community", []),
    ("xyzzy", []),
    ("the", []),
]


def test_search_finds(town: dict[str, Any], subtests: pytest.Subtests) -> None:
    call_command(
        "wagtail_update_index", verbosity=0
    )  # the factory does not publish, which would index the organisations

    for words, expected in SEARCHED:
        with subtests.test(words):
            assert titles(f"q={words}") == expected


def test_a_match_in_the_title_comes_first() -> None:
    make_story(title="Something else", about="<p>A garden stands here.</p>", year=2026)
    make_story(title="The garden", about="<p>Nothing.</p>", year=2020)
    assert titles("q=garden") == ["The garden", "Something else"]
    assert titles("q=garden&sort=newest") == ["Something else", "The garden"]


def test_a_story_is_findable_by_its_organisation_once_it_is_published() -> None:
    story = make_story(title="Plain", live=False)
    story.organisations.set([make_organisation(name="Zebra Trust")])
    story.save_revision().publish()

    assert titles("q=zebra") == ["Plain"]


def test_sorting() -> None:
    make_story(title="B", year=2020)
    make_story(title="C", year=None)
    make_story(title="A", year=2022)

    assert titles("sort=newest") == ["A", "B", "C"]
    assert titles("sort=oldest") == ["B", "A", "C"]
    assert titles("sort=title") == ["A", "B", "C"]


def test_stories_of_one_year_and_day_stand_as_editors_put_them() -> None:
    today = timezone.localtime().replace(hour=12)
    make_story(title="Put first", year=2025, first_published_at=today - dt.timedelta(seconds=9))
    make_story(title="Put second", year=2025, first_published_at=today)
    make_story(title="Older", year=2025, first_published_at=today - dt.timedelta(days=1))

    assert titles("sort=newest") == ["Put first", "Put second", "Older"]
    assert titles("sort=oldest") == ["Older", "Put first", "Put second"]


def test_chips_drop_one_choice_each(town: dict[str, Any]) -> None:
    chips = {chip.label: chip.query for chip in find("q=money&principle=living&kind=nhs").chips}

    assert chips == {
        "“money”": "principle=living&kind=nhs",
        "Living": "q=money&kind=nhs",
        "NHS": "q=money&principle=living",
    }


UNKNOWN_VALUES = [
    "principle=nonsense",
    "priority=%27%3B+DROP+TABLE+page%3B--",
    "ward=E05999999",
    "year=abc",
    "year=99999999999999999999",
    "year=%D9%A2%D9%A0%D9%A2%D9%A5",
    "year=2025.0",
    "kind=" + "x" * 3000,
    "organisation=../../etc/passwd",
    "organisation=%3Cscript%3Ealert(1)%3C/script%3E",
]


def test_an_unknown_value_is_set_aside_and_told(
    town: dict[str, Any], client: Client, subtests: pytest.Subtests
) -> None:
    for query in UNKNOWN_VALUES:
        with subtests.test(query[:60]):
            answer = client.get(f"/case-studies/?{query}")
            assert answer.status_code == 200
            assert "<strong>3 stories</strong>" in answer.text
            assert "We do not know" in answer.text
            assert "<script>alert" not in answer.text


UNKNOWN_PAGES = ["abc", "0", "-1", "2", "999999", "1.5", "9" * 5000, "", "1;2", "٣", "1e3", "[]"]


def test_an_unknown_page_is_not_found(town: dict[str, Any], client: Client, subtests: pytest.Subtests) -> None:
    for number in UNKNOWN_PAGES:
        with subtests.test(number[:60]):
            assert client.get("/case-studies/", {"page": number}).status_code == 404


HOSTILE = [
    "q=" + "a" * 2000,
    "q=" + "%26%7C%21%28%29%3A%2A" * 20,
    "q=%22unclosed",
    "q=-",
    "q=or",
    "q=%5C",
    "q=%27",
    "q=%25",
    "q=%F0%9F%8F%A0",
    "q=%E2%80%AE",
    "q[]=1",
    "q=a&q=b&q=c",
    "page=1&page=1",
    "&".join(f"ward=E{n}" for n in range(900)),
]


def test_a_known_value_beside_an_unknown_one_still_counts(town: dict[str, Any], client: Client) -> None:
    answer = client.get("/case-studies/?year=2025&year=never&sort=sideways")
    assert "<strong>2 stories</strong>" in answer.text
    assert "We do not know “sideways”, “never”" in answer.text


def test_a_ward_without_a_story_is_known_and_finds_none(town: dict[str, Any]) -> None:
    make_area("E05000009", name="Hillside", area_type="ward")
    found = find("ward=E05000009")
    assert (found.total, found.selection.unknown) == (0, ())
    assert [chip.label for chip in found.chips] == ["Hillside"]


def test_audiences_and_outcomes_are_filters(town: dict[str, Any]) -> None:
    make_story(
        title="Carers’ hour",
        audiences=["carers", "older-people"],
        outcomes=[CaseStudyOutcome(measure="Visits", before="1", after="2", source="Notes")],
    )
    make_story(title="Youth hour", audiences=["young-people"])

    assert titles("audience=carers&audience=young-people&sort=title") == ["Carers’ hour", "Youth hour"]
    assert titles("outcomes=yes") == ["Carers’ hour"]
    assert counts("", "outcomes") == {"yes": 1}
    assert counts("outcomes=yes", "audience") == {"young-people": 0, "older-people": 1, "carers": 1}
    assert [option.label for option in facet(find(), "audience").options] == ["Young people", "Older people", "Carers"]


def test_only_the_organisations_with_most_stories_are_offered_and_the_chosen_one() -> None:
    owners = [make_organisation(slug=f"owner-{n:02d}", name=f"Owner {n:02d}") for n in range(MOST_ORGANISATIONS + 2)]
    make_story(organisations=owners)
    make_story(organisations=owners[1:])

    offered = facet(find("organisation=owner-00"), "organisation")

    assert len(offered.options) == MOST_ORGANISATIONS
    assert offered.left_out == 2
    assert offered.options[0].selected


def test_what_is_no_longer_public_is_gone_at_once(town: dict[str, Any]) -> None:
    story = CaseStudyPage.objects.get(title="Community hub")
    assert find().total == 3
    restriction = PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    assert find().total == 2
    restriction.delete()
    assert find().total == 3
    story.unpublish()
    assert find().total == 2
    assert counts("", "ward") == {}


def test_hostile_addresses_are_answered(town: dict[str, Any], client: Client, subtests: pytest.Subtests) -> None:
    for query in HOSTILE:
        with subtests.test(query[:60]):
            assert client.get(f"/case-studies/?{query}").status_code == 200


def test_a_nul_is_refused(client: Client) -> None:
    make_library()

    for query in ["q=a%00b", "ward=%00", "%00=1"]:
        assert client.get(f"/case-studies/?{query}").status_code == 400


def test_a_long_search_says_that_it_was_cut(client: Client) -> None:
    make_library()

    assert "first 200 characters" in client.get("/case-studies/", {"q": "a" * 2000}).text


def test_where_nothing_is_found_the_whole_site_is_offered_and_no_empty_files(client: Client) -> None:
    make_library()
    shown = client.get("/case-studies/?q=overcroding+%26+more").text
    assert 'href="/search/?q=overcroding%20%26%20more"' in shown
    assert "stories.csv" not in shown


def test_an_empty_library_says_so(client: Client) -> None:
    make_library()

    assert "No story is published yet." in client.get("/case-studies/").text
    assert "No story matches." in client.get("/case-studies/?q=hub").text


def test_the_page_keeps_the_choices(town: dict[str, Any], client: Client) -> None:
    text = client.get("/case-studies/?principle=prevention&year=2025&sort=title&q=").text

    assert 'value="prevention" checked' in text
    assert 'value="2025" checked' in text
    assert '<option value="title" selected>' in text
    assert "<strong>2 stories</strong>" in text
    assert text.count("<h1") == 1


def test_pages_of_the_list_keep_the_choices(client: Client) -> None:
    theme = make_theme(number=1, slug="best-start")
    for _ in range(13):
        make_story(themes=[theme])

    first, second = (client.get(f"/case-studies/?principle=best-start&page={n}").text for n in (1, 2))

    assert "principle=best-start&amp;page=2" in first
    assert first.count('<article class="result') == 12
    assert second.count('<article class="result') == 1
    assert "<title>Page 2 of 2: " in second


def test_the_number_of_queries_does_not_grow_with_the_rows(client: Client, django_assert_max_num_queries: Any) -> None:
    def more(times: int) -> None:
        for _ in range(times):
            number = CaseStudyPage.objects.count()
            make_story(
                themes=[make_theme(), make_theme()],
                organisations=[make_organisation(), make_organisation()],
                priorities=[make_priority_page()],
                wards=[make_area(f"E05{number:06d}", area_type="ward")],
                year=2000 + number,
            )

    def queries(address: str) -> int:
        client.get(address)  # fills the caches of sites and content types
        with django_assert_max_num_queries(24) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    more(1)
    plain, filtered = queries("/case-studies/"), queries("/case-studies/?q=story&year=2000&kind=charity")
    more(9)

    assert queries("/case-studies/") == plain
    assert queries("/case-studies/?q=story&year=2000&kind=charity") == filtered
