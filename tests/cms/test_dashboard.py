"""The dashboard: what needs attention, for each role, at a cost that does not depend on how much there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Site

from het_site.core.models import BrandSettings, Theme, User
from het_site.home.attention import BY_SLUG, CONCERNS, concerns_of
from tests.factories.home import make_content_page, make_home
from tests.factories.indicators import make_area, make_indicator, make_observation
from tests.factories.priorities import make_organisation, make_recommendation

pytestmark = pytest.mark.django_db

Person = Callable[[str], User]
YESTERDAY = timedelta(days=1)


def counts(user: User) -> dict[str, int]:
    return {concern.slug: count for concern, count in concerns_of(user)}


def titles(slug: str, user: User) -> list[str]:
    concern = BY_SLUG[slug]
    return [concern.entry(row).title for row in concern.found(user)]


def fresh(user: User) -> User:
    """Give the person as the next request would see them."""
    return User.objects.get(pk=user.pk)


def make_image(title: str, **values: Any) -> Any:
    file: ImageFile = get_test_image_file(f"{title}.png")
    return get_image_model().objects.create(**{"title": title, "file": file, "description": "A square."} | values)


def submit(page: Page, user: User) -> None:
    page.save_revision(user=user)
    page.get_workflow().start(page, user)


def test_each_concern_has_its_own_address_and_says_what_to_do() -> None:
    assert len({concern.slug for concern in CONCERNS}) == len(CONCERNS)
    assert all(concern.advice.endswith(".") for concern in CONCERNS)


def test_pages_past_their_review_date_are_listed_longest_first(person: Person) -> None:
    today = timezone.localdate()
    make_content_page(title="Last week", next_review_on=today - timedelta(days=7))
    make_content_page(title="Last year", next_review_on=today - timedelta(days=365))
    make_content_page(title="Today", next_review_on=today)
    make_content_page(title="No date")
    make_content_page(title="Draft", next_review_on=today - YESTERDAY, live=False)
    assert titles("pages-to-review", person("Editors")) == ["Last year", "Last week"]
    assert "pages-to-review" not in counts(person("Data officers"))


def test_what_is_sent_waits_for_moderators_and_not_for_the_editor(person: Person) -> None:
    page = make_content_page(title="For you", live=False)
    submit(page, person("Editors"))
    assert titles("waiting-for-you", person("Moderators")) == ["For you"]
    assert "waiting-for-you" not in counts(person("Editors"))


def test_what_a_moderator_sends_back_waits_for_its_author_with_the_reason(person: Person) -> None:
    editor, moderator = person("Editors"), person("Moderators")
    page = make_content_page(title="Back to you", live=False)
    submit(page, editor)
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, moderator, "reject", comment="Say when it starts.")
    concern = BY_SLUG["changes-asked"]
    (entry,) = map(concern.entry, concern.found(editor))
    assert entry.title == "Back to you"
    assert entry.note.startswith("“Say when it starts.” Moderators Person, ")
    assert "changes-asked" not in counts(moderator)


def test_a_draft_that_is_sent_no_longer_counts_as_forgotten(person: Person) -> None:
    sent, forgotten = (make_content_page(title=title, live=False) for title in ("Sent", "Forgotten"))
    submit(sent, person("Editors"))
    assert titles("drafts", person("Editors")) == [forgotten.title]


def test_a_page_taken_off_the_site_is_not_a_draft_never_published(person: Person) -> None:
    page = make_content_page()
    page.save_revision().publish()
    page.refresh_from_db()
    page.unpublish()
    assert "drafts" not in counts(person("Editors"))


def test_data_officers_see_indicators_without_figures_or_due(person: Person) -> None:
    today = timezone.localdate()
    empty = make_indicator()
    due = make_indicator(next_update_on=today - YESTERDAY)
    stale = make_indicator(next_review_on=today - YESTERDAY)
    for indicator in (due, stale):
        make_observation(indicator, make_area())
    make_indicator(is_retired=True, retired_because="Replaced.")
    officer = person("Data officers")
    assert titles("indicators-without-figures", officer) == [str(empty)]
    assert titles("indicators-due", officer) == [str(due)]
    assert titles("indicators-to-review", officer) == [str(stale)]
    assert not {slug for slug in counts(person("Editors")) if slug.startswith("indicators")}


def test_recommendations_without_owner_evidence_or_recent_word_are_listed(person: Person) -> None:
    orphan = make_recommendation(owner=None)
    owned = make_recommendation(owner=make_organisation(), next_review_on=timezone.localdate() - YESTERDAY)
    moderator = person("Moderators")
    assert titles("recommendations-without-owner", moderator) == [str(orphan)]
    assert set(titles("recommendations-without-evidence", moderator)) == {str(orphan), str(owned)}
    assert titles("recommendations-to-review", moderator) == [str(owned)]


def test_principles_without_recommendations_are_listed(person: Person) -> None:
    recommendation = make_recommendation()
    moderator = person("Moderators")
    bare = Theme.objects.exclude(pk=recommendation.theme_id)
    assert titles("principles-without-recommendations", moderator) == [str(theme) for theme in bare]


def test_pictures_say_what_they_lack_to_those_who_may_change_them(person: Person, media: None) -> None:
    make_image("Bare")
    make_image("Half", credit="Photograph: a person")
    make_image("Whole", credit="Photograph: a person", licence="With permission")
    editor = person("Editors")
    make_image("Mine", uploaded_by_user=editor)
    concern = BY_SLUG["images-without-credit"]
    notes = {entry.title: entry.note for entry in map(concern.entry, concern.found(person("Moderators")))}
    expected = {"Bare": "No credit and no licence", "Half": "No licence", "Mine": "No credit and no licence"}
    assert notes == expected
    assert titles("images-without-credit", editor) == ["Mine"]


@pytest.mark.parametrize(
    ("starts", "ends", "shows"), [(None, None, True), (-1, 1, True), (1, None, False), (None, -1, False)]
)
def test_the_alert_banner_is_pointed_out_while_readers_see_it(
    person: Person, *, starts: int | None, ends: int | None, shows: bool
) -> None:
    make_home()
    brand = BrandSettings.for_site(Site.objects.get(is_default_site=True))
    brand.alert_heading = "Offices closed"
    brand.alert_starts_at = timezone.now() + timedelta(days=starts) if starts else None
    brand.alert_ends_at = timezone.now() + timedelta(days=ends) if ends else None
    brand.save()
    assert ("alert" in counts(person("Administrators"))) is shows
    assert "alert" not in counts(person("Moderators"))
    assert brand.has_alert is shows


def test_every_list_opens_and_leads_to_a_screen_that_opens(
    person: Person, signed_in: Callable[[str], Client], media: None
) -> None:
    today = timezone.localdate()
    make_content_page(title="Old", next_review_on=today - YESTERDAY)
    make_content_page(title="Draft", live=False)
    submit(make_content_page(title="Sent", live=False), person("Editors"))
    make_indicator(next_update_on=today - YESTERDAY, next_review_on=today - YESTERDAY)
    make_recommendation(owner=None, next_review_on=today - YESTERDAY)
    make_image("Bare")
    boss = User.objects.create_superuser("boss@demo.example")
    client = Client()
    client.force_login(boss)
    for concern in CONCERNS:
        assert client.get(f"/cms/attention/{concern.slug}/?p=999").status_code == 200
        for row in concern.found(boss):
            assert client.get(concern.entry(row).url).status_code == 200, concern.slug


def test_an_unknown_list_does_not_exist(signed_in: Callable[[str], Client]) -> None:
    assert signed_in("Editors").get("/cms/attention/no-such-list/").status_code == 404


def test_a_list_shows_only_what_the_person_may_change(signed_in: Callable[[str], Client]) -> None:
    indicator = make_indicator()
    page = signed_in("Editors").get("/cms/attention/indicators-without-figures/").content.decode()
    assert indicator.title not in page
    assert "Nothing here needs your attention." in page


def test_somebody_with_nothing_to_do_is_told_so(signed_in: Callable[[str], Client]) -> None:
    Theme.objects.all().delete()
    assert "Nothing needs your attention." in signed_in("Data officers").get("/cms/").content.decode()


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Data officers", "Administrators"])
def test_the_dashboard_costs_the_same_however_much_there_is(
    role: str, person: Person, signed_in: Callable[[str], Client], media: None
) -> None:
    client, user = signed_in(role), person(role)
    for _ in range(2):  # what is asked once for each process is asked before
        concerns_of(fresh(user))
    with CaptureQueriesContext(connection) as few:
        concerns_of(fresh(user))
    for number in range(6):
        make_content_page(title=f"Old {number}", next_review_on=timezone.localdate() - YESTERDAY)
        make_content_page(title=f"Draft {number}", live=False)
        make_indicator(next_update_on=timezone.localdate() - YESTERDAY)
        make_recommendation(owner=None)
        make_image(f"Bare {number}")
    with CaptureQueriesContext(connection) as many:
        concerns_of(fresh(user))
    assert len(many) <= len(few) <= 30
    assert client.get("/cms/").status_code == 200


def test_a_list_costs_the_same_however_long_it_is(person: Person) -> None:
    boss = User.objects.create_superuser("boss@demo.example")
    slugs = ["pages-to-review", "drafts", "recommendations-without-owner", "waiting-for-you"]

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            for slug in slugs:
                titles(slug, fresh(boss))
        return len(queries)

    def more() -> None:
        make_content_page(next_review_on=timezone.localdate() - YESTERDAY)
        submit(make_content_page(live=False), person("Editors"))
        make_recommendation(owner=None)

    more()
    cost()
    before = cost()
    for _ in range(5):
        more()
    assert cost() == before
