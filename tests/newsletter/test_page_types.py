"""What editors can do with each page type of the newsletter."""

from __future__ import annotations

from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from het_site.home.models import ContentPage, HomePage
from newsletter.models import EventIndexPage, EventPage, NewsIndexPage, NewsPage
from tests.factories.newsletter import make_event_index, make_event_page, make_news_index, make_news_page

INDEX = {"title": "List", "slug": "list", "intro": rich_text("<p>Words.</p>"), "body": streamfield([])}
DATED = {"title": "One", "slug": "one", "body": streamfield([]), "comments": inline_formset([])}


class PageTypes(WagtailPageTestCase):
    """Each kind can be made where it belongs, shown, edited and previewed, and nowhere else."""

    def setUp(self) -> None:
        self.login()

    def test_where_they_may_stand(self) -> None:
        for index, item in ((NewsIndexPage, NewsPage), (EventIndexPage, EventPage)):
            self.assertAllowedParentPageTypes(index, {HomePage})
            self.assertAllowedSubpageTypes(index, {item})
            self.assertAllowedParentPageTypes(item, {index})
            self.assertAllowedSubpageTypes(item, {})
            self.assertCanNotCreateAt(ContentPage, item)

    def test_there_is_one_list_of_each(self) -> None:
        home = make_news_index().get_parent().specific
        assert not NewsIndexPage.can_create_at(home)
        assert EventIndexPage.can_create_at(home)

    def test_lists(self) -> None:
        for page in (make_news_index(), make_event_index()):
            self.assertPageIsRoutable(page)
            self.assertPageIsRenderable(page)
            data = nested_form_data(INDEX | {"comments": inline_formset([])})
            self.assertPageIsEditable(page, data)
            self.assertPageIsPreviewable(page, post_data=data)

    def test_news(self) -> None:
        page = make_news_page()
        self.assertPageIsRoutable(page)
        self.assertPageIsRenderable(page)
        data = nested_form_data(DATED | {"date": "2024-05-17"})
        self.assertPageIsEditable(page, data)
        self.assertPageIsPreviewable(page, post_data=data)

    def test_events(self) -> None:
        page = make_event_page()
        data = nested_form_data(
            DATED
            | {
                "starts_at": "2026-05-17 09:30",
                "ends_at": "2026-05-18 17:00",
                "materials": inline_formset([{"title": "Slides", "url": "https://slides.example/1"}]),
            }
        )
        self.assertPageIsRoutable(page)
        self.assertPageIsRoutable(page, "event.ics/")
        self.assertPageIsRenderable(page)
        self.assertPageIsEditable(page, data)
        self.assertPageIsPreviewable(page, post_data=data)
