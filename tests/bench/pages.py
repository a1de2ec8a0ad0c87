"""Times each page type against a bare Wagtail page in the same frame, and counts its queries."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Mapping

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from het_site.home.models import ContentPage
from indicators.models import Indicator, IndicatorIndexPage
from priorities.models import Recommendation, RecommendationIndexPage

ROUNDS = 40
GOAL = 2.5
BARE, BARE_SLUG = "bare page", "bare-page-for-measuring"


def measure() -> None:
    """Print a line for each page type: median milliseconds, ratio to the bare page, queries, address."""
    report(dict(page_types()))


def report(
    paths: Mapping[str, str],
    goals: Mapping[str, float] | None = None,
    before: Mapping[str, Callable[[], None]] | None = None,
) -> None:
    """Time some addresses, one of them the bare page; each may be so many times as slow as that one.

    `before` has what is done, untimed, ahead of each request of a name.
    """
    client = Client()
    for path in paths.values():  # templates compiled, caches of the process filled
        client.get(path)
    times: dict[str, list[float]] = {name: [] for name in paths}
    gc.disable()
    for _ in range(ROUNDS):  # in turn, so that a busy moment of the machine meets all of them
        for name, path in paths.items():
            _prepare(name, before)
            start = time.perf_counter()
            answer = client.get(path)
            times[name].append(time.perf_counter() - start)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}")
    gc.enable()
    bare = statistics.median(times[BARE])
    print(f"{'page type':<28}{'median ms':>10}{'ratio':>8}{'queries':>9}  address")
    for name, path in sorted(paths.items(), key=lambda item: statistics.median(times[item[0]])):
        median = statistics.median(times[name])
        _prepare(name, before)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        goal = (goals or {}).get(name, GOAL)
        mark = f" over the goal of {goal}" if median / bare > goal else ""
        print(f"{name:<28}{median * 1000:>10.1f}{median / bare:>8.2f}{len(queries):>9}  {path}{mark}")


def _prepare(name: str, before: Mapping[str, Callable[[], None]] | None) -> None:
    if before and name in before:
        before[name]()


def bare_page() -> str:
    """Make a page of nothing but the frame, and give its address."""
    home = Site.objects.get(is_default_site=True).root_page
    found = home.get_children().filter(slug=BARE_SLUG).first()
    return str((found or home.add_child(instance=ContentPage(title="Bare", slug=BARE_SLUG))).url)


def page_types() -> Iterator[tuple[str, str]]:
    """Give one address for each kind of public page, the bare one first."""
    home = Site.objects.get(is_default_site=True).root_page
    yield BARE, bare_page()
    seen = set()
    found = Page.objects.live().public().descendant_of(home, inclusive=True).exclude(slug=BARE_SLUG)
    for page in found.specific():
        kind = type(page)._meta.verbose_name
        if kind not in seen:
            seen.add(kind)
            yield str(kind), page.url
    index = IndicatorIndexPage.objects.live().first()
    if index:
        longest = Indicator.objects.public().order_by("slug")
        yield "wards by indicator", f"{index.url}by-ward/"
        yield "spine chart", f"{index.url}spine/"
        yield from ((f"indicator {row.slug}"[:27], f"{index.url}{row.slug}/") for row in longest if row.slug in LONGEST)
    tracker = RecommendationIndexPage.objects.live().first()
    recommendation = Recommendation.objects.public().first()
    if tracker and recommendation:
        yield "recommendation", f"{tracker.url}{recommendation.slug}/"
    yield "open data", "/data/"
    yield "find a ward", "/places/"
    yield "a ward", "/places/E05014737/"
    yield "the town", "/places/E06000032/"
    yield "search", "/search/?q=housing"
    yield "search, misspelt", "/search/?q=overcroding"


#: the indicators with the most to show: two sexes, wards, many years
LONGEST = {"life-expectancy", "healthy-life-expectancy", "overcrowding", "good-level-of-development"}
