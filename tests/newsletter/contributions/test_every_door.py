"""Every role knocks at every address about items, in every state: the portal answers what the table says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from het_site.core.models import User
from newsletter.models import Item, ItemPicture
from tests.newsletter.contributions.conftest import make_item, make_person, make_picture
from tests.newsletter.contributions.everybody import (
    BASKET,
    CMS,
    DESK,
    FILES,
    LISTS,
    MODERATORS,
    PUBLIC,
    ROLES,
    State,
    changes,
    expected,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def seated(request: pytest.FixtureRequest, partner: User) -> tuple[str, Client]:
    """Seat somebody of a role at a browser."""
    role, client = request.param, Client()
    if role != "nobody":
        others = {"owner": partner, "other partner": make_person("other", "Partners")}
        client.force_login(others[role] if role in others else make_person("staff", role))
    return role, client


def knock(client: Client, method: str, name: str, item: Item) -> int:
    address = reverse(name, args=[item.pk if name.startswith("items:") else item.key])
    door = {**DESK, **CMS}.get(name)
    sent = dict(door.sent) if door else {}
    answer = client.post(address, sent) if method == "POST" else client.generic(method, address)
    for close in answer._resource_closers:  # files; `close()` would end the test's own connection too
        close()
    return answer.status_code


def with_picture(owner: User, state: str) -> Item:
    item = make_item(owner, state=state)
    make_picture(item)
    return item


def as_it_is(item: Item) -> tuple[Any, ...]:
    found = Item.objects.filter(pk=item.pk).values_list("state", "headline", "revision").first()
    return (found, ItemPicture.objects.filter(item=item, withdrawn_at=None).exists())


@pytest.mark.parametrize("seated", ROLES, indirect=True)
def test_every_role_at_every_door_in_every_state(seated: tuple[str, Client], partner: User, stores: Path) -> None:
    role, client = seated
    for state in State:
        item = with_picture(partner, state)
        for name in (*DESK, *CMS, *FILES):
            door, told, before = {**DESK, **CMS}.get(name), expected(role, name, state), as_it_is(item)
            for method in ("GET", "HEAD", *(("POST",) if door and "POST" in door.methods else ())):
                is_looked_at = method != "POST" and door is not None and "GET" not in door.methods
                found = knock(client, method, name, item)
                assert found in (told | {405} if is_looked_at else told), (role, method, name, state, found)
                if method == "POST" and changes(role, name, state):
                    item = with_picture(partner, state)
                else:
                    assert as_it_is(item) == before, (role, method, name, state)


@pytest.mark.parametrize("seated", ROLES, indirect=True)
def test_only_moderators_see_queue_and_basket(seated: tuple[str, Client]) -> None:
    role, client = seated
    is_moderator = role in MODERATORS
    for name in LISTS:
        assert (client.get(reverse(name)).status_code == 200) == is_moderator, (role, name)
    for name in BASKET:
        assert client.post(reverse(name)).status_code == (404 if is_moderator else 302), (role, name)


def test_the_table_names_every_address() -> None:
    desk = {
        pattern.name
        for pattern in get_resolver("newsletter.contributions.urls").url_patterns
        if isinstance(pattern, URLPattern)
    }
    assert desk == {*DESK, *FILES, *PUBLIC}
    from newsletter.cms.contributions.urls import addresses

    (inside,) = addresses()
    cms = {f"items:{pattern.name}" for pattern in inside.url_patterns}  # type: ignore[union-attr]  # it includes others
    assert cms == {*CMS, *LISTS, *BASKET}


def test_who_may_judge_is_in_the_roles() -> None:
    groups = Permission.objects.get(codename="change_item").group_set.values_list("name", flat=True)
    assert set(groups) == set(MODERATORS)
