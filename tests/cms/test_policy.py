"""What browsers may do on the CMS's screens and on public pages, and that no screen asks another host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.documents import get_document_model
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from het_site.core.cms.widgets import start_call
from het_site.core.models import User
from tests.factories.home import make_content_page, make_home

pytestmark = pytest.mark.django_db

FETCHED = {
    "script": "src",
    "img": "src",
    "link": "href",
    "iframe": "src",
    "use": "href",
    "source": "src",
    "form": "action",
}
DATA_TYPES = {"application/json", "application/ld+json", "text/template"}


class Screen(HTMLParser):
    """Collects what a page would run, style or fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "script" and "src" not in values and values.get("type") not in DATA_TYPES:
            self.faults.append("inline script")
        if tag == "style" or "style" in values:
            self.faults.append(f"inline style on {tag}")
        self.faults += [f"handler {name} on {tag}" for name in values if name.startswith("on")]
        fetched = values.get(FETCHED.get(tag, ""), "")
        if urlsplit(fetched).netloc not in {"", "testserver"}:
            self.faults.append(f"{tag} asks {fetched}")


@pytest.fixture
def superuser() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("boss@demo.example"))
    return client


def directives(response: Any) -> dict[str, set[str]]:
    policy = response.headers["Content-Security-Policy"]
    return {name: set(sources) for name, *sources in (part.split() for part in policy.split(";"))}


def screens() -> Iterator[str]:
    """Give the address of the form for every page type, snippet and setting, and of the main lists."""
    page = make_content_page()
    yield from (
        "/cms/",
        "/cms/account/",
        "/cms/images/add/",
        "/cms/images/multiple/add/",
        "/cms/documents/multiple/add/",
    )
    yield from ("/cms/reports/site-history/", "/cms/workflows/add/", "/cms/users/new/", "/cms/groups/new/")
    yield from ("/cms/settings/core/brandsettings/", "/cms/settings/indicators/indicatorsettings/")
    yield from (f"/cms/pages/{page.pk}/edit/", f"/cms/pages/{page.pk}/", "/cms/sites/new/", "/cms/redirects/add/")
    for model in get_page_models():
        if model._meta.app_label != "wagtailcore":
            yield f"/cms/pages/create/{model._meta.app_label}/{model._meta.model_name}"


def test_no_screen_of_the_cms_runs_styles_or_fetches_what_the_policy_forbids(superuser: Client) -> None:
    faults = {}
    for path in screens():
        response = superuser.get(path, follow=True)
        assert response.status_code == 200, path
        if found := Screen(response.content.decode()).faults:
            faults[path] = found
    assert faults == {}


def test_every_form_of_a_snippet_keeps_the_policy_too(superuser: Client) -> None:
    faults = {}
    for model in get_snippet_models():
        path = f"/cms/snippets/{model._meta.app_label}/{model._meta.model_name}/add/"
        response = superuser.get(path)
        if response.status_code != 404 and (found := Screen(response.content.decode()).faults):
            faults[path] = found
    assert faults == {}


def test_the_cms_has_a_policy_without_anything_unsafe(superuser: Client) -> None:
    policy = directives(superuser.get("/cms/"))
    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == {"'self'"}
    assert policy["img-src"] == {"'self'", "data:", "blob:"}
    assert {source.partition("-")[0] for source in policy["style-src"]} == {"'self'", "'nonce"}
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & {source for found in policy.values() for source in found}


def test_the_nonce_is_new_each_time_and_stands_in_the_page(superuser: Client) -> None:
    seen = set()
    for _ in range(2):
        response = superuser.get("/cms/")
        (nonce,) = directives(response)["style-src"] - {"'self'"}
        value = nonce.strip("'").removeprefix("nonce-")
        assert f'nonce="{value}"' in response.content.decode()
        seen.add(nonce)
    assert len(seen) == 2


def test_public_pages_keep_their_own_stricter_policy_even_as_a_preview(superuser: Client) -> None:
    page = make_content_page(text="<p>Words.</p>")
    page.save_revision()
    for path in (page.url, f"/cms/pages/{page.pk}/view_draft/"):
        policy = directives(superuser.get(path))
        assert policy["style-src"] == {"'self'"}, path
        assert policy["img-src"] == {"'self'"}, path


def test_a_chooser_starts_from_data() -> None:
    html = start_call('new ImageChooser("id_a", {"modalUrl": "/cms/x/?a=1&b=\\"2\\""});')
    assert html.startswith('<div hidden data-controller="het-start"')
    assert 'data-het-start-name-value="ImageChooser"' in html
    assert "<script" not in html
    assert BaseChooser.render.__name__ == "render_without_script"


def test_a_start_that_is_more_than_one_call_is_refused() -> None:
    with pytest.raises(ValueError, match="no single call"):
        start_call("var a = 1; new ImageChooser(a);")


@pytest.mark.parametrize("source", ["'unsafe-inline'", "'unsafe-eval'", "*", "https:"])
def test_a_loose_policy_for_the_cms_stops_the_deployment(settings: Any, source: str) -> None:
    settings.CMS_POLICY = {**settings.CMS_POLICY, "script-src": [source]}
    assert "core.E005" in [message.id for message in run_checks(include_deployment_checks=True)]


def test_readers_get_no_cookie_and_no_bar_and_pages_do_not_vary_by_cookie() -> None:
    home = make_home()
    response = Client().get(home.url)
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert "wagtail-userbar" not in response.content.decode()


def test_people_signed_in_get_the_bar_and_their_page_is_not_shared(signed_in: Callable[[str], Client]) -> None:
    response = signed_in("Editors").get(make_home().url)
    assert "wagtail-userbar" in response.content.decode()
    assert "private" in response.headers["Cache-Control"]


def test_a_made_up_session_cookie_shows_no_bar() -> None:
    client = Client()
    client.cookies["sessionid"] = "made-up"
    assert "wagtail-userbar" not in client.get(make_home().url).content.decode()


def test_a_document_can_be_read_and_can_run_nothing(media: None, superuser: Client) -> None:
    file = ContentFile(b"<script>alert(1)</script>", name="report.txt")
    document = get_document_model().objects.create(title="Report", file=file)
    response = Client().get(document.url)
    assert response.status_code == 200
    assert not response.cookies
    assert directives(response)["default-src"] == {"'none'"}
    assert "'self'" not in directives(response).get("script-src", set())
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content)  # type: ignore[arg-type]  # read to the end, and closed there
    response.close()
