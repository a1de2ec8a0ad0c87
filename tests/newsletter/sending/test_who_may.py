"""Who may send, and set how it is sent: newsletter editors and administrators, nobody else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from het_site.core.models import User
from het_site.home.roles import ADMINISTRATORS, NEWSLETTER_EDITORS, ROLES
from newsletter.sending.preferring import settings_now
from tests.factories.priorities import make_home

pytestmark = pytest.mark.django_db

MAY = {NEWSLETTER_EDITORS.name, ADMINISTRATORS.name}


def member(role: str) -> User:
    user: User = User.objects.create_user(email=f"{role.split()[0].lower()}@demo.example")
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_who_may_send(client: Client, role: str) -> None:
    make_home()
    user = member(role)
    assert user.has_perm("newsletter.send_sending") is (role in MAY)
    client.force_login(user)
    settings_now().save()
    address = reverse("wagtailsettings:edit", args=["newsletter", "newslettersettings"])
    page = client.get(address, follow=True)
    is_shown = page.status_code == 200 and b"domain_per_minute" in page.content
    assert is_shown is (role in MAY)
