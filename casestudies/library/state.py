"""In which state the public library is: a mark that changes with every change that a reader could notice.

Asked at every request, by the catalogue and for every `ETag`. Rows count by where they stand and who wrote them, so an edit
by any way changes the mark; of pages, what publishing changes, so that a draft that is being written does not.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from het_site.core.row_marks import rows_mark
from priorities.models import PriorityPage, ProjectPage

#: tables whose every row counts: the stories, and small ones
_SMALL = (
    "casestudies_casestudypage",
    "priorities_organisation",
    "core_theme",
    "wagtailcore_pageviewrestriction",
    "indicators_indicator",
    "priorities_recommendation",
    "indicators_area",
)
#: tables of links, which are written together with their page: the newest row tells of those that are not
_LINKS = (
    *("themes", "organisations", "priorities", "projects", "recommendations", "indicators", "wards"),
    *("outcomes", "figures"),
)
#: what readers notice of a page itself; a draft that is being written changes none of it
_PAGE = ("id", "path", "url_path", "title", "seo_title", "first_published_at", "last_published_at")


@dataclass(frozen=True)
class State:
    """A mark that no two states share, and when a story was last published."""

    mark: str
    changed_at: datetime | None

    def mark_of(self, *parts: object) -> str:
        """Give the mark of one answer in this state, as an ETag; equal marks are equal bytes."""
        whole = "\n".join([self.mark, settings.COMMIT, *map(str, parts)])
        return f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'


def state() -> State:
    """Give the state that the library is in now, in one query."""
    kinds = ContentType.objects.get_for_models(CaseStudyPage, CaseStudyIndexPage, PriorityPage, ProjectPage)
    with connection.cursor() as cursor:
        cursor.execute(_sql(), [kinds[CaseStudyPage].pk, [kind.pk for kind in kinds.values()]])
        changed_at, *marks = cursor.fetchone()
    return State("|".join(map(str, marks)), changed_at)


def _sql() -> str:
    parts = [rows_mark(table) for table in _SMALL]
    parts += [f"(SELECT max(id) FROM {_table(name)})" for name in _LINKS]  # noqa: S608  (our own names)
    page = ", ".join(f"page.{column}" for column in _PAGE)
    return (
        "SELECT max(page.last_published_at) FILTER (WHERE page.content_type_id = %s),"  # noqa: S608  (our own names)
        f" count(*), sum(hash_record_extended(row({page}), 0)), {', '.join(parts)}"
        " FROM wagtailcore_page page WHERE page.live AND page.content_type_id = ANY(%s)"
    )


def _table(name: str) -> str:
    field = CaseStudyPage._meta.get_field(name)
    return str(field.m2m_db_table() if field.many_to_many else field.related_model._meta.db_table)
