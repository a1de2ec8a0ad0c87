"""Every state of the library and of a story's page in a real browser: examined by axe, no wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Route

from casestudies.models import CaseStudyFigure, CaseStudyOutcome
from het_site.core.models import CustomImage
from het_site.core.withdrawing import withdraw_image
from het_site.local import assets
from het_site.local.folders import ROOT
from tests.e2e.watching import axe_violations
from tests.factories.casestudies import make_story
from tests.factories.indicators import make_area, make_indicator, make_theme
from tests.factories.pictures import pixels
from tests.factories.priorities import make_organisation, make_priority_page, make_recommendation

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

#: nobody listens there: the browser is given what Django's test client answers, and the files of static/
SITE = "http://library.example"
STATES = {
    "all": "/case-studies/",
    "second page": "/case-studies/?page=2",
    "chosen": "/case-studies/?principle=best-start&audience=carers&organisation=advice&outcomes=yes&sort=title",
    "set aside": "/case-studies/?year=never&kind=%22%3E&sort=up",
    "nothing found": "/case-studies/?q=xyzzy",
    "searched": "/case-studies/?q=long+title&year=2012&sort=oldest",
    "full story": "/case-studies/full/",
    "bare story": "/case-studies/bare/",
    "quick story": "/case-studies/quick/",
    "story with a picture and one withdrawn": "/case-studies/pictured/",
}


@pytest.fixture(scope="module")
def kept() -> dict[str, bytes]:
    """Keep the pages for all tests of the module: making what they tell of takes long."""
    return {}


@pytest.fixture
def pages(
    client: Client, kept: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> dict[str, bytes]:
    """Give every state's page as it is served."""
    if kept:
        return kept
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver has a loop in this thread
    assets.compile_sheets()
    theme, owner = make_theme(number=1, slug="best-start"), make_organisation(slug="advice", name="Advice Here")
    make_story(
        slug="full",
        themes=[theme],
        organisations=[owner],
        audiences=["carers", "everybody"],
        wards=[make_area("E05000001", name="Riverside", area_type="ward")],
        priorities=[make_priority_page()],
        recommendations=[make_recommendation()],
        indicators=[make_indicator()],
        year=2025,
        licence="cc-by-4.0",
        contact="hello@example.org",
        is_archived=True,
        is_summary=True,
        source="Slides",
        figures=[CaseStudyFigure(number="9", label="homes", source="Notes")],
        outcomes=[CaseStudyOutcome(measure="Cold homes", before="12", after="9", source="Survey" * 20)],
    )
    make_story(slug="bare", about="", summary="")
    make_story(slug="quick", about="<p>What happened.</p>", organisations=[owner], year=2026)
    images = [make_image(description="Two people plant a tree"), make_image(description="Gone")]
    make_story(slug="pictured", body=[("picture", {"image": image, "caption": "In spring."}) for image in images])
    withdraw_image(image=images[1])
    for number in range(12):
        make_story(title=f"A {'long ' * number}title", themes=[theme], year=2010 + number)
    found = {address: client.get(address).content for address in STATES.values()}
    kept.update(found | {"/brand.css": b""})
    return kept


def make_image(**words: str) -> CustomImage:
    file = ImageFile(BytesIO(pixels(size=(60, 40))), name="picture.jpg")
    return CustomImage.objects.create(title="Picture", credit="Photograph: A. Person", file=file, **words)


@pytest.fixture(params=[(1280, "light"), (360, "dark")], ids=["wide", "phone in the dark"])
def context(browser: Browser, pages: dict[str, bytes], request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """Give a browser at each of two sizes that finds the states' pages."""
    width, scheme = request.param
    made = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True
    )

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        file = Path(ROOT) / parts.path.lstrip("/")
        if path in pages:
            route.fulfill(body=pages[path], content_type="text/css" if path.endswith(".css") else "text/html")
        elif parts.path.startswith("/static/") and file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404, body="")

    made.route("**/*", answer)
    yield made
    made.close()


def test_every_state_is_sound(context: BrowserContext, axe_source: str) -> None:
    page = context.new_page()
    faults = {}
    for name, address in STATES.items():
        page.goto(f"{SITE}{address}")
        assert page.viewport_size is not None
        wide = page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]
        found = [*axe_violations(page, source=axe_source), *(["wider than the screen"] if wide else [])]
        if found:
            faults[name] = found
    assert faults == {}
