"""The topics that readers choose from, as forms offer them, as a sign-up keeps them and as people read them.

Who chooses none gets every edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from het_site.core.models import Theme
from newsletter.models import Subscriber
from priorities.models import PriorityPage

NEWS, FIGURES = "news", "figures"
MORE = {NEWS: "News and events", FIGURES: "New figures"}
THEME, PRIORITY = "principle", "priority"
#: longer lists are not made by people
MOST = 100

Choices = list[tuple[str, list[tuple[str, str]]]]


def public_priorities() -> QuerySet[PriorityPage]:
    """Give the priority areas that readers can see."""
    found: QuerySet[PriorityPage] = PriorityPage.objects.live().public().order_by("title")
    return found


def choices() -> Choices:
    """Give every topic in its group, by the name under which a form sends it."""
    principles = [
        (f"{THEME}-{row.slug}", f"{row.number}. {row.short_title}") for row in Theme.objects.order_by("number")
    ]
    priorities = [(f"{PRIORITY}-{row.slug}", row.title) for row in public_priorities().only("slug", "title")]
    more = list(MORE.items())
    groups = [("The eight principles", principles), ("Priority areas", priorities), ("From the site", more)]
    return [(title, rows) for title, rows in groups if rows]


def spellings() -> dict[str, str]:
    """Give the name of each topic by every way to write it, in small letters: in our forms, files and addresses."""
    found = {words.casefold(): name for name, words in MORE.items()} | {name: name for name in MORE}
    for theme in Theme.objects.all():
        name = f"{THEME}-{theme.slug}"
        found |= dict.fromkeys((name, theme.short_title.casefold(), theme.title.casefold(), theme.slug), name)
    for page in public_priorities().only("slug", "title"):
        name = f"{PRIORITY}-{page.slug}"
        found |= dict.fromkeys((name, page.title.casefold(), page.slug), name)
    return found


def apply(subscriber: Subscriber, names: Iterable[str]) -> None:
    """Give a reader these topics and no other; a name that is none any more is passed over."""
    chosen = set(names)
    subscriber.wants_news, subscriber.wants_figures = NEWS in chosen, FIGURES in chosen
    subscriber.save(update_fields=["wants_news", "wants_figures"])
    subscriber.themes.set(Theme.objects.filter(slug__in=_slugs(chosen, THEME)))
    subscriber.priorities.set(public_priorities().filter(slug__in=_slugs(chosen, PRIORITY)))


def start_with(chosen: Mapping[int, Iterable[str]]) -> None:
    """Give many new readers, by their number, their principles and priority areas, in few questions to the database."""
    themes, areas = dict(Theme.objects.values_list("slug", "pk")), dict(public_priorities().values_list("slug", "pk"))
    for_themes, for_areas = Subscriber.themes.through, Subscriber.priorities.through
    for_themes.objects.bulk_create(
        for_themes(subscriber_id=pk, theme_id=themes[slug])
        for pk, names in chosen.items()
        for slug in set(_slugs(names, THEME))
    )
    for_areas.objects.bulk_create(
        for_areas(subscriber_id=pk, prioritypage_id=areas[slug])
        for pk, names in chosen.items()
        for slug in set(_slugs(names, PRIORITY))
    )


def of(subscriber: Subscriber) -> list[str]:
    """Give the names of a reader's topics, as a form has them."""
    found = [f"{THEME}-{row.slug}" for row in subscriber.themes.all()]
    found += [f"{PRIORITY}-{row.slug}" for row in subscriber.priorities.all()]
    return found + [name for name, wanted in _flags(subscriber) if wanted]


def words(subscriber: Subscriber) -> list[str]:
    """Give a reader's topics as people read them; none means everything."""
    found = [row.short_title for row in subscriber.themes.all()] + [row.title for row in subscriber.priorities.all()]
    return found + [MORE[name] for name, wanted in _flags(subscriber) if wanted]


def kept(names: Any) -> list[str]:
    """Give the names out of what was stored or sent, whatever it is."""
    return [str(name)[:120] for name in names[:MOST]] if isinstance(names, list) else []


def _flags(subscriber: Subscriber) -> list[tuple[str, bool]]:
    return [(NEWS, subscriber.wants_news), (FIGURES, subscriber.wants_figures)]


def _slugs(names: Iterable[str], kind: str) -> list[str]:
    return [name.removeprefix(f"{kind}-") for name in names if name.startswith(f"{kind}-")]
