"""Pages that everybody may read, asked for in one query."""

from __future__ import annotations

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from het_site.core.models.managers import unrestricted
from het_site.home.models import ContentPage
from tests.factories.priorities import make_home

pytestmark = pytest.mark.django_db


def test_a_restriction_hides_the_page_and_all_below_it_and_nothing_else(django_assert_num_queries: object) -> None:
    home = make_home()
    rooms = [home.add_child(instance=ContentPage(title=name, slug=name)) for name in ("open", "closed", "closed-not")]
    below = rooms[1].add_child(instance=ContentPage(title="below", slug="below"))
    restriction = PageViewRestriction.objects.create(page=rooms[1], restriction_type=PageViewRestriction.LOGIN)
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        assert set(ContentPage.objects.public()) == {rooms[0], rooms[2]}
    assert not Page.objects.filter(unrestricted(), pk=below.pk).exists()
    assert set(Page.objects.public()) == set(Page.objects.filter(unrestricted()))
    restriction.delete()
    assert ContentPage.objects.public().count() == 4
    assert Site.objects.exists()
