"""What the CMS says: in the portal's words, and never by the name of the software that it is made with."""

from __future__ import annotations

import gettext
import re
from ast import literal_eval
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import wagtail
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, get_page_models

from het_site.core.models import User
from het_site.local.folders import ROOT
from tests.factories.home import make_content_page

WORDS = ROOT / "het_site" / "core" / "locale" / "en_GB" / "LC_MESSAGES" / "django"
ENTRY = re.compile(r'^msgid ((?:".*"\s*)+)msgstr ((?:".*"\s*)+)', re.MULTILINE)
#: attributes that are shown or read out
SPOKEN = ("aria-label", "title", "alt", "placeholder")


def entries(file: Path) -> dict[str, str]:
    """Read a catalogue's messages without plurals and contexts."""

    def joined(text: str) -> str:
        return "".join(literal_eval(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"', text))

    return {joined(said): joined(ours) for said, ours in ENTRY.findall(file.read_text(encoding="utf-8"))}


def spoken(html: str) -> str:
    """Give what a page shows or has read out, in its title, its text and its attributes."""
    soup = BeautifulSoup(html, "html.parser")
    for part in soup.select("script, style"):
        part.decompose()
    attributes = [str(tag[name]) for name in SPOKEN for tag in soup.select(f"[{name}]:not([type=hidden])")]
    return "\n".join([soup.get_text("\n", strip=True), *attributes])


def screens() -> Iterator[str]:
    """Give the address of screens of every kind."""
    page = make_content_page()
    Page.objects.filter(title="Welcome to your new Wagtail site!").delete()  # loading content takes it away, too
    names = ["home", "account", "login", "password_reset", "explore_root", "pages:search"]
    reports = ["workflow", "workflow_tasks", "site_history", "aging_pages", "page_types_usage", "locked_pages"]
    for name in names:
        yield reverse(f"wagtailadmin_{name}")
    for name in reports:
        yield reverse(f"wagtailadmin_reports:{name}")
    yield reverse("wagtailadmin_password_reset_done")
    yield reverse("wagtailadmin_password_reset_confirm", args=["MQ", "set-password"])
    yield from ("/cms/workflows/tasks/select_type/", "/cms/workflows/add/", "/cms/redirects/", "/cms/images/")
    yield from ("/cms/users/", "/cms/users/new/", f"/cms/groups/edit/{Group.objects.get(name='Administrators').pk}/")
    yield from (f"/cms/pages/{page.pk}/edit/", f"/cms/pages/{page.pk}/", f"/cms/pages/{page.pk}/delete/")
    yield from (f"/cms/pages/{page.pk}/history/", "/cms/no-such-screen/", str(page.url))
    for model in get_page_models():
        if model._meta.app_label != "wagtailcore":
            yield f"/cms/pages/create/{model._meta.app_label}/{model._meta.model_name}"


@pytest.mark.django_db
@pytest.mark.parametrize("is_superuser", [True, False])
def test_no_screen_names_the_software(person: Callable[[str], User], *, is_superuser: bool) -> None:
    client = Client()
    boss = User.objects.create_superuser("boss@demo.example") if is_superuser else person("Administrators")
    faults = {}
    for path in screens():
        if "login" not in path and "password_reset" not in path:
            client.force_login(boss)
        else:
            client.logout()
        response = client.get(path, follow=True)
        assert response.status_code == (404 if "no-such" in path else 200), path
        if found := [line for line in spoken(response.content.decode()).splitlines() if "wagtail" in line.lower()]:
            faults[path] = found
    assert faults == {}


def test_the_compiled_words_are_the_written_ones() -> None:
    with WORDS.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = entries(WORDS.with_suffix(".po"))
    assert len(written) > 20
    assert {said: compiled.gettext(said) for said in written if said} == {
        said: ours for said, ours in written.items() if said
    }


def test_every_word_that_is_exchanged_is_one_that_is_still_said() -> None:
    folder = Path(wagtail.__file__).parent
    said = {text for file in folder.rglob("locale/en/LC_MESSAGES/django.po") for text in entries(file)}
    assert set(entries(WORDS.with_suffix(".po"))) - said == set()


def test_our_words_do_not_name_it_either() -> None:
    assert [ours for ours in entries(WORDS.with_suffix(".po")).values() if "wagtail" in ours.lower()] == []
