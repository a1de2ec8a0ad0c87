"""Times the library over five thousand published stories, beside a bare page of the same frame."""

from __future__ import annotations

import time

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Page

from casestudies.actions.cataloguing import look_after_catalogue
from casestudies.library.catalogue import forget
from casestudies.models import CaseStudyIndexPage, CaseStudyPage, StoredCatalogue
from casestudies.template.choices import AUDIENCES
from priorities.models import Organisation, PriorityPage
from tests.bench.pages import BARE, bare_page, report

STORIES, ORGANISATIONS = 5_000, 200
#: a process that has nothing in its memory, as after a publication or a start
NEW, NEW_FILTERED, NEW_STORY = "library, new process", "filtered, new process", "story, new process"
#: the moment between a publication and the worker's writing
UNWRITTEN = "library, not yet written"
GOALS = dict.fromkeys(
    (
        "library",
        "library, filtered",
        "library, last page",
        "library, searched",
        "one story",
        NEW,
        NEW_FILTERED,
        NEW_STORY,
    ),
    3.0,
)
RUNS = 3


def measure() -> None:
    """Fill the library, then print three runs: medians, ratios to the bare page, queries."""
    began = time.perf_counter()
    fill()
    print(f"{CaseStudyPage.objects.live().count():,} stories, made in {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    look_after_catalogue()
    print(f"the catalogue written down in {(time.perf_counter() - began) * 1000:.0f} ms")
    library = CaseStudyIndexPage.objects.live().get()
    priority = PriorityPage.objects.live().order_by("path")[0]
    theme = priority.themes.first() or library.themes.first()
    chosen = f"{library.url}?kind=charity&audience=carers&year=2025&year=2024" + (
        f"&principle={theme.slug}" if theme else ""
    )
    story = CaseStudyPage.objects.live().order_by("-pk")[0].url
    paths = {
        BARE: bare_page(),
        "library": library.url,
        NEW: library.url,
        NEW_FILTERED: chosen,
        NEW_STORY: story,
        "library, filtered": chosen,
        "library, last page": f"{library.url}?page=200",
        "library, searched": f"{library.url}?q=word77",
        "library, common word": f"{library.url}?q=warmer",
        "one story": story,
        "feed": f"{library.url}feed/",
        "API": "/api/v1/case-studies/",
    }
    for _ in range(RUNS):
        report(paths, GOALS, {NEW: forget, NEW_FILTERED: forget, NEW_STORY: forget})
    report({BARE: paths[BARE], UNWRITTEN: library.url}, {UNWRITTEN: float("inf")}, {UNWRITTEN: _unwrite})


def _unwrite() -> None:
    forget()
    StoredCatalogue.objects.all().delete()


def fill() -> None:
    """Put as many stories into the library as are missing, each with links of every kind."""
    Organisation.objects.bulk_create(
        Organisation(
            name=f"Organisation {n}", slug=f"bench-{n}", kind=Organisation.Kind.values[n % len(Organisation.Kind)]
        )
        for n in range(ORGANISATIONS)
    )
    _pages(STORIES - CaseStudyPage.objects.live().count())
    with connection.cursor() as cursor:
        for statement in _STATEMENTS:
            cursor.execute(statement, {"audiences": list(AUDIENCES)})
        cursor.execute("VACUUM ANALYZE")


def _pages(missing: int) -> None:
    index = CaseStudyIndexPage.objects.live().get()
    pattern = CaseStudyPage.objects.live().order_by("pk")[0]
    kind = ContentType.objects.get_for_model(CaseStudyPage)
    first = index.numchild + 1
    Page.objects.bulk_create(
        Page(
            title=f"Story number {number} of a warmer town",
            draft_title=f"Story number {number} of a warmer town",
            slug=f"bench-story-{number}",
            path=index._get_path(index.path, index.depth + 1, number),
            depth=index.depth + 1,
            url_path=f"{index.url_path}bench-story-{number}/",
            content_type=kind,
            live=True,
            locale_id=index.locale_id,
            first_published_at=pattern.first_published_at,
            last_published_at=pattern.last_published_at,
        )
        for number in range(first, first + missing)
    )
    Page.objects.filter(pk=index.pk).update(numchild=index.numchild + missing)
    own = [field.column for field in CaseStudyPage._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(f'"{name}"' for name in own)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO casestudies_casestudypage (page_ptr_id, {names})"  # noqa: S608  (our own names)
            f" SELECT made.id, {', '.join(f'pattern.{name}' for name in own)} FROM wagtailcore_page made,"
            " casestudies_casestudypage pattern WHERE pattern.page_ptr_id = %s AND made.slug LIKE 'bench-story-%%'",
            [pattern.pk],
        )


def _linked(table: str, column: str, rows: str, each: int, *, every: int = 1) -> str:
    """Link each story made here, or every so many, with so many rows, evenly."""
    return f"""
        INSERT INTO casestudies_casestudypage_{table} (casestudypage_id, {column})
        SELECT DISTINCT story.id, target.id FROM (SELECT id, row_number() OVER (ORDER BY id) n FROM wagtailcore_page
                WHERE slug LIKE 'bench-story-%%') story, generate_series(1, {each}) turn,
            (SELECT id, row_number() OVER (ORDER BY id) - 1 n, count(*) OVER () many FROM ({rows}) found) target
        WHERE (story.n * (turn * 2 - 1) + story.n / 7) %% target.many = target.n
            AND (turn = 1 OR story.n %% {every} = 0)"""  # noqa: S608  (our own names)


_STATEMENTS = (
    _linked("themes", "theme_id", "SELECT id FROM core_theme", 2),
    _linked("organisations", "organisation_id", "SELECT id FROM priorities_organisation", 2, every=5),
    _linked("priorities", "prioritypage_id", "SELECT page_ptr_id AS id FROM priorities_prioritypage", 1),
    _linked("indicators", "indicator_id", "SELECT id FROM indicators_indicator WHERE live", 2),
    _linked("recommendations", "recommendation_id", "SELECT id FROM priorities_recommendation WHERE live", 1),
    _linked("wards", "area_id", "SELECT id FROM indicators_area WHERE area_type = 'ward' AND valid_to IS NULL", 1),
    """UPDATE casestudies_casestudypage SET year = 2010 + page_ptr_id %% 16, summary = 'What happened, in one sentence.',
        audiences = ARRAY[(%(audiences)s::varchar[])[1 + page_ptr_id %% 14], (%(audiences)s::varchar[])[1 + page_ptr_id %% 13]]
        WHERE page_ptr_id IN (SELECT id FROM wagtailcore_page WHERE slug LIKE 'bench-story-%%')""",
    """INSERT INTO casestudies_casestudyoutcome (page_id, sort_order, measure, before, after, period, source)
        SELECT id, 0, 'People counted', '12', '9', '2024 to 2025', 'A report' FROM wagtailcore_page
        WHERE slug LIKE 'bench-story-%%' AND id %% 3 = 0""",
    """INSERT INTO wagtailsearch_indexentry (object_id, title_norm, title, body, autocomplete, content_type_id, title_text, body_text)
        SELECT page.id, 1, to_tsvector('english', page.title),
            to_tsvector('english', 'word' || page.id %% 100 || ' ' || concat_ws(' ', about, did, achieved, learnt)), '',
            page.content_type_id, page.title, concat_ws(' ', about, did, achieved, learnt)
        FROM wagtailcore_page page JOIN casestudies_casestudypage ON page_ptr_id = page.id WHERE slug LIKE 'bench-story-%%'""",
)
