"""Reads what an oEmbed consumer asks: which chart an address of ours is about, and how large it may be."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.http import QueryDict
from wagtail.models import Page

from indicators.models.indicator_lists import index_paths

LONGEST = 2000
#: what may follow an indicator's address: a chart's place on the page, or a file of it
CHART = re.compile(r"(?:charts/(?P<file>[a-z0-9-]+)\.(?:csv|json|png|svg))?")
SLUG = r"(?P<slug>[-a-zA-Z0-9_]+)/"
EMBED = re.compile(rf"/embed/indicators/{SLUG}(?P<name>[a-z0-9-]+)/?")


class BadQuestionError(ValueError):
    """What is asked cannot be read; says why, for whoever wrote the program."""


@dataclass(frozen=True)
class Target:
    """A chart of an indicator. A place on its page that is no chart's stands for the first, as does no name."""

    slug: str
    name: str = ""
    is_a_place: bool = False


def target_of(address: str, *, hosts: Collection[str]) -> Target | None:
    """Find what an address on one of our hosts is about; None for one that is not ours or not of a chart."""
    if len(address) > LONGEST:
        return None
    try:
        parts = urlsplit(address)
        host = parts.netloc
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or host not in hosts:
        return None
    path = unquote(parts.path)
    embedded = EMBED.fullmatch(path)
    if embedded:
        return Target(embedded["slug"], embedded["name"])
    base = index_path()
    found = re.fullmatch(rf"{re.escape(base)}{SLUG}{CHART.pattern}", path) if base else None
    if not found:
        return None
    return Target(found["slug"], found["file"] or unquote(parts.fragment), is_a_place=not found["file"])


def index_path() -> str:
    """Give where indicators stand on this site, such as /indicators/; empty while they stand nowhere."""
    url_path = index_paths().first()
    return Page(url_path=url_path).get_url() or "" if url_path else ""


def limit_of(query: QueryDict, name: str, *, usual: int) -> int:
    """Give how wide or high it may be; raises `BadQuestionError` for what is no such number."""
    text = query.get(name, "")
    if not text:
        return usual
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text, re.ASCII):
        raise BadQuestionError(f"“{name}” is a whole number of pixels, such as 600.")
    return min(usual, int(text))
