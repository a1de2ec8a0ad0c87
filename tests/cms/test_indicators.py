"""A Data officer's work on the set of indicators: add one, retire one, set a target, comment. No code is needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from het_site.core.models import Theme
from indicators.models import Commentary, Indicator, Target
from tests.factories.indicators import choose_places, make_area, make_index_page, make_indicator, make_theme

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], Client]
ADD = "/cms/snippets/indicators/indicator/add/"
COMMENT = {"text": "Fewer came.", "author": "A. Officer", "role": "Analyst", "written_on": "2026-03-02"}
TARGET = {"value": "10", "due_on": "2030-12-31", "sex": "persons", "set_by": "The board", "source": "The plan, 2024"}


def address(indicator: Indicator, screen: str = "edit") -> str:
    viewset = Indicator.snippet_viewset  # type: ignore[attr-defined]  # set where the snippet is registered
    return reverse(viewset.get_url_name(screen), args=[indicator.pk])


def form(theme: Theme, *, targets: Any = (), comments: Any = (), **values: Any) -> dict[str, Any]:
    """Give what a browser sends for a whole definition; saved rows of the lists have an `id`."""
    fields: dict[str, Any] = {
        "number": "29",
        "slug": "warm-rooms",
        "title": "Warm rooms",
        "question": "How many can keep warm?",
        "theme": theme.pk,
        "status": "proposed",
        "value_type": "proportion",
        "unit": "% of homes",
        "unit_short": "%",
        "decimals": "1",
        "multiplier": "100",
        "suppress_below": "5",
        "polarity": "low_is_good",
        "measure_used": "Homes counted, as a share of all homes",
        "meaning": rich_text("<p>It matters.</p>"),
        "method": rich_text(""),
        "caveats": rich_text(""),
        "comparison_allowed": "none",
        "targets": inline_formset(list(targets), initial=sum("id" in row for row in targets)),
        "commentary": inline_formset(list(comments), initial=sum("id" in row for row in comments)),
        **values,
    }
    return dict(nested_form_data(fields))


def as_form(indicator: Indicator, **values: Any) -> dict[str, Any]:
    """Give what a browser sends when an existing definition is changed in some fields."""
    assert indicator.theme is not None
    kept = {"number": indicator.number, "slug": indicator.slug, "title": indicator.title}
    return form(indicator.theme, **(kept | values))


def errors(response: Any) -> dict[str, Any]:
    assert response.status_code == 200, "it was accepted"
    return dict(response.context["form"].errors)


def test_an_officer_adds_the_twenty_ninth_and_it_stands_in_the_index(signed_in: SignIn, client: Client) -> None:
    make_index_page()
    choose_places(make_area(name="Anytown"))
    response = signed_in("Data officers").post(ADD, form(make_theme(), **{"action-publish": "1"}))
    assert response.status_code == 302, errors(response)
    assert Indicator.objects.current().get().number == 29
    assert "Warm rooms" in client.get("/indicators/").content.decode()
    assert client.get("/indicators/warm-rooms/").status_code == 200


def test_an_officer_retires_the_third_in_favour_of_another(signed_in: SignIn, client: Client) -> None:
    make_index_page()
    third, better = make_indicator(number=3, title="A rough one"), make_indicator(title="A better one")
    values = {"is_retired": "on", "retired_because": "It was too rough.", "replaced_by": better.pk}
    response = signed_in("Data officers").post(address(third), as_form(third, **values, **{"action-publish": "1"}))
    assert response.status_code == 302, errors(response)
    html = client.get(third.url).content.decode()
    assert "It was too rough." in html
    assert f'<a href="{better.url}">A better one</a>' in html
    assert "A rough one" not in client.get("/indicators/").content.decode()
    assert list(Indicator.objects.current()) == [better]


@pytest.mark.parametrize("number", ["", "3"])
def test_a_retired_ones_number_is_free_again(signed_in: SignIn, number: str) -> None:
    make_indicator(number=3, is_retired=True, retired_because="Too rough.")
    response = signed_in("Data officers").post(ADD, form(make_theme(), number=number, **{"action-publish": "1"}))
    assert response.status_code == 302, errors(response)


def test_the_number_of_one_that_stands_is_refused(signed_in: SignIn) -> None:
    make_indicator(number=3)
    response = signed_in("Data officers").post(ADD, form(make_theme(), number="3"))
    assert "Another indicator has this number" in str(errors(response))


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Newsletter editors"])
def test_other_roles_cannot(signed_in: SignIn, role: str) -> None:
    indicator = make_indicator()
    assert signed_in(role).post(ADD, form(make_theme())).status_code in {302, 403}
    assert signed_in(role).post(address(indicator), as_form(indicator, title="Mine")).status_code in {302, 403}
    assert list(Indicator.objects.values_list("title", flat=True)) == [indicator.title]


# Targets


def test_a_target_is_a_draft_until_it_is_published(signed_in: SignIn) -> None:
    indicator, client = make_indicator(), signed_in("Data officers")
    assert client.post(address(indicator), as_form(indicator, targets=[TARGET])).status_code == 302
    assert not Target.objects.exists()
    indicator.refresh_from_db()
    assert indicator.get_latest_revision_as_object().targets.get().value == 10
    done = client.post(address(indicator), as_form(indicator, targets=[TARGET], **{"action-publish": "1"}))
    assert done.status_code == 302
    target = Target.objects.get()
    assert (target.indicator, target.value, target.due_on) == (indicator, 10, date(2030, 12, 31))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"value": "101"}, "A percentage is between 0 and 100."),
        ({"value": "many"}, "Enter a number."),
        ({"value": "nan"}, "Enter a number."),
        ({"source": ""}, "This field is required."),
        ({"set_by": ""}, "This field is required."),
        ({"due_on": "2030-13-01"}, "Enter a valid date."),
    ],
)
def test_a_target_that_misleads_is_refused(signed_in: SignIn, changes: dict[str, str], reason: str) -> None:
    indicator = make_indicator()
    response = signed_in("Data officers").post(
        address(indicator), as_form(indicator, targets=[TARGET | changes], **{"action-publish": "1"})
    )
    assert response.status_code == 200
    assert reason in response.content.decode()
    assert not Target.objects.exists()


# Commentary


def publish(client: Client, indicator: Indicator, **values: Any) -> None:
    response = client.post(address(indicator), as_form(indicator, **values, **{"action-publish": "1"}))
    assert response.status_code == 302, errors(response)


def test_comments_are_added_and_the_newest_stands_first(signed_in: SignIn) -> None:
    indicator, client = make_indicator(), signed_in("Data officers")
    publish(client, indicator, comments=[COMMENT])
    publish(client, indicator, comments=[COMMENT | {"text": "More came.", "written_on": "2026-05-01"}])
    assert list(indicator.commentary.values_list("text", flat=True)) == ["More came.", "Fewer came."]


def test_a_published_comment_is_shown_and_cannot_be_changed(signed_in: SignIn) -> None:
    indicator, client = make_indicator(), signed_in("Data officers")
    publish(client, indicator, comments=[COMMENT])
    first = Commentary.objects.get()
    html = client.get(address(indicator)).content.decode()
    assert "A. Officer, Analyst, 2 March 2026" in html
    assert 'name="commentary-0-text"' not in html
    forged = COMMENT | {"id": first.pk, "text": "It never happened."}
    publish(client, indicator, comments=[forged])
    publish(client, indicator, comments=[{**COMMENT, "id": first.pk, "DELETE": "1"}])
    first.refresh_from_db()
    assert first.text == "Fewer came."


def test_going_back_to_an_earlier_version_takes_no_comment_away(signed_in: SignIn) -> None:
    indicator, client = make_indicator(), signed_in("Data officers")
    publish(client, indicator)
    indicator.refresh_from_db()
    earlier = indicator.latest_revision
    publish(client, indicator, comments=[COMMENT], title="Later words")
    earlier.publish()
    indicator.refresh_from_db()
    assert indicator.title != "Later words"
    assert indicator.commentary.get().text == "Fewer came."


def test_a_draft_made_before_a_comment_was_published_keeps_it(signed_in: SignIn) -> None:
    indicator, client = make_indicator(), signed_in("Data officers")
    client.post(address(indicator), as_form(indicator, comments=[COMMENT | {"text": "Not sure yet."}]))
    drafted = Indicator.objects.get().latest_revision
    publish(client, indicator, comments=[COMMENT])
    drafted.publish()
    assert {comment.text for comment in Commentary.objects.all()} == {"Fewer came.", "Not sure yet."}


def test_the_form_signs_with_the_name_of_the_person_who_writes(signed_in: SignIn) -> None:
    html = signed_in("Data officers").get(address(make_indicator())).content.decode()
    assert 'name="commentary-__prefix__-author" value="Data officers Person"' in html


def test_a_comment_from_tomorrow_is_refused(signed_in: SignIn) -> None:
    indicator = make_indicator()
    response = signed_in("Data officers").post(
        address(indicator), as_form(indicator, comments=[COMMENT | {"written_on": "2999-01-01"}])
    )
    assert "This day is still to come." in response.content.decode()


def test_two_versions_are_compared_with_their_targets(signed_in: SignIn) -> None:
    indicator, client = make_indicator(), signed_in("Data officers")
    publish(client, indicator)
    publish(client, indicator, targets=[TARGET])
    indicator.refresh_from_db()
    revisions = [str(pk) for pk in indicator.revisions.order_by("pk").values_list("pk", flat=True)]
    viewset = Indicator.snippet_viewset  # type: ignore[attr-defined]  # set where the snippet is registered
    page = client.get(reverse(viewset.get_url_name("revisions_compare"), args=[indicator.pk, *revisions]))
    assert "The board" in page.content.decode()
