"""Times each page type against a bare Wagtail page in the same frame, and counts its queries."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from het_site.home.models import ContentPage
from indicators.models import Indicator, IndicatorIndexPage
from priorities.models import Recommendation, RecommendationIndexPage

ROUNDS = 40
GOAL = 2.5
BARE = "bare page"


def measure() -> None:
    """Print a line for each page type: median milliseconds, ratio to the bare page, queries, address."""
    client = Client()
    paths = dict(page_types())
    for path in paths.values():  # templates compiled, caches of the process filled
        client.get(path)
    times: dict[str, list[float]] = {name: [] for name in paths}
    gc.disable()
    for _ in range(ROUNDS):  # in turn, so that a busy moment of the machine meets all of them
        for name, path in paths.items():
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
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        mark = " over the goal" if median / bare > GOAL else ""
        print(f"{name:<28}{median * 1000:>10.1f}{median / bare:>8.2f}{len(queries):>9}  {path}{mark}")


def page_types() -> Iterator[tuple[str, str]]:
    """Give one address for each kind of public page, the bare one first."""
    home = Site.objects.get(is_default_site=True).root_page
    bare = ContentPage(title="Bare", slug="bare-page-for-measuring")
    home.add_child(instance=bare)
    yield BARE, bare.url
    seen = {bare.pk}
    for page in Page.objects.live().public().descendant_of(home, inclusive=True).exclude(pk=bare.pk).specific():
        kind = type(page)._meta.verbose_name
        if kind not in seen:
            seen.add(kind)
            yield str(kind), page.url
    index = IndicatorIndexPage.objects.live().first()
    if index:
        longest = Indicator.objects.public().order_by("slug")
        yield from ((f"indicator {row.slug}"[:27], f"{index.url}{row.slug}/") for row in longest if row.slug in LONGEST)
    tracker = RecommendationIndexPage.objects.live().first()
    recommendation = Recommendation.objects.public().first()
    if tracker and recommendation:
        yield "recommendation", f"{tracker.url}{recommendation.slug}/"
    yield "open data", "/data/"
    yield "search", "/search/?q=housing"
    yield "search, misspelt", "/search/?q=overcroding"


#: the indicators with the most to show: two sexes, wards, many years
LONGEST = {"life-expectancy", "healthy-life-expectancy", "overcrowding", "good-level-of-development"}
