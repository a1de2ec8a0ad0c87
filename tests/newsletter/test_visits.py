"""Visits to the archive: totals of what people open, never of what programs fetch, and nothing about who."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from newsletter.models import EditionVisits
from newsletter.visits import visits_of
from tests.factories.newsletter import make_edition

pytestmark = pytest.mark.django_db

BROWSER = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}


def test_each_opening_by_a_browser_counts_and_nothing_about_who_is_kept(client: Client) -> None:
    edition = make_edition(number=4)
    for _ in range(3):
        assert client.get(edition.url, headers=BROWSER).status_code == 200
    assert visits_of(edition) == 3
    assert {field.name for field in EditionVisits._meta.get_fields()} == {"id", "edition", "day", "count"}
    assert EditionVisits.objects.count() == 1
    assert not client.cookies


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", BROWSER),
        ("get", {}),  # a program that fetches links
        ("get", {**BROWSER, "Sec-Fetch-Dest": "empty"}),
        ("get", {**BROWSER, "Sec-Fetch-Dest": "image"}),
        ("get", {**BROWSER, "Sec-Fetch-Mode": "no-cors"}),
        ("get", {**BROWSER, "Sec-Purpose": "prefetch"}),
        ("get", {**BROWSER, "Purpose": "prefetch"}),
    ],
)
def test_what_nobody_looks_at_is_not_counted(client: Client, method: str, headers: dict[str, str]) -> None:
    edition = make_edition(number=4)
    assert getattr(client, method)(edition.url, headers=headers).status_code == 200
    assert visits_of(edition) == 0


def test_people_who_have_signed_in_are_not_counted(admin_client: Client) -> None:
    edition = make_edition(number=4)
    admin_client.get(edition.url, headers=BROWSER)
    assert visits_of(edition) == 0


def test_a_total_that_cannot_be_written_costs_nobody_the_page(client: Client) -> None:
    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if "editionvisits" in sql:
            raise DatabaseError("read only")
        return execute(sql, *rest)

    edition = make_edition(number=4)
    with connection.execute_wrapper(refuse):
        assert client.get(edition.url, headers=BROWSER).status_code == 200
    assert visits_of(edition) == 0
