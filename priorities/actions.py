"""Writes that touch more than one row: a content set's organisations, groups and recommendations, all or nothing."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from wagtail.models import Page, Site

from het_site.core.faults import Fault, FaultyFilesError
from het_site.core.models import Theme, User
from indicators.models import Indicator
from priorities.loading import Entry, read_entries
from priorities.models import Evidence, Group, Organisation, Recommendation
from priorities.models.editorial import EditorialSnippet


@dataclass(frozen=True)
class Kind:
    """One kind of snippet in a content set: its file, its values, and the values that name other rows by slug."""

    file: str
    model: type[EditorialSnippet]
    required: frozenset[str]
    optional: frozenset[str]
    one: dict[str, type[models.Model]] = field(default_factory=dict)
    many: dict[str, type[models.Model]] = field(default_factory=dict)

    def entries(self, folder: Path) -> list[Entry]:
        """Read its file."""
        return read_entries(folder, self.file, required=self.required, optional=self.optional)


ORGANISATIONS = Kind(
    "organisations.yaml",
    Organisation,
    required=frozenset({"slug", "name", "kind"}),
    optional=frozenset({"website", "description", "is_partner", "source", "source_url"}),
)
GROUPS = Kind(
    "groups.yaml",
    Group,
    required=frozenset({"slug", "name", "kind", "remit", "source"}),
    optional=frozenset({"order", "parent", "chair", "support", "members", "source_url", "note"}),
    one={"parent": Group},
    many={"members": Organisation},
)
RECOMMENDATIONS = Kind(
    "recommendations.yaml",
    Recommendation,
    required=frozenset({"slug", "number", "theme", "title", "text", "source"}),
    optional=frozenset(
        {
            "is_paraphrase",
            "source_url",
            "page_reference",
            "published_on",
            "owner",
            "group",
            "status",
            "status_reason",
            "next_review_on",
            "indicators",
            "evidence",
        }
    ),
    one={"theme": Theme, "owner": Organisation, "group": Group},
    many={"indicators": Indicator},
)


@transaction.atomic
def load_snippets(*, folder: Path, by: User | None = None) -> int:
    """Load a content set's organisations, groups and recommendations, without their evidence; give how many changed.

    An entry that was loaded before and has not changed in the file is left alone, whatever editors made of it since.
    Raises `FaultyFilesError` with every fault of the first file that has any; nothing is kept then.
    """
    return sum(_load(kind, folder=folder, by=by) for kind in (ORGANISATIONS, GROUPS, RECOMMENDATIONS))


@transaction.atomic
def link_evidence(*, folder: Path, by: User | None = None) -> int:
    """Add the evidence that a content set lists for its recommendations, once its pages exist; give how many changed.

    Evidence that is there already, known by its title, is left alone. Raises `FaultyFilesError` with every fault.
    """
    faults: list[Fault] = []
    changed = 0
    for entry in RECOMMENDATIONS.entries(folder):
        recommendation = Recommendation.objects.filter(slug=entry.slug).first()
        if recommendation is None:
            faults.append(entry.fault("It has not been loaded."))
            continue
        known = {evidence.title for evidence in recommendation.evidence.all()}
        try:
            found = [_evidence(values) for values in entry.values.get("evidence") or []]
        except (ValidationError, ValueError) as error:
            faults.append(entry.fault(_words(error), key="evidence"))
            continue
        new = [evidence for evidence in found if evidence.title not in known]
        if new:
            for order, evidence in enumerate(new, start=len(known)):
                evidence.sort_order = order
                recommendation.evidence.add(evidence)
            recommendation.save_revision(user=by).publish(user=by)
            changed += 1
    if faults:
        raise FaultyFilesError(faults)
    return changed


def _load(kind: Kind, *, folder: Path, by: User | None) -> int:
    """Load one file in two passes, so that an entry may name one that stands further down."""
    existing = {row.slug: row for row in kind.model._default_manager.all()}
    fresh = [
        (entry, existing.get(entry.slug) or kind.model(slug=entry.slug))
        for entry in kind.entries(folder)
        if entry.slug not in existing or existing[entry.slug].loaded_checksum != entry.checksum
    ]
    links = {name for name, model in kind.one.items() if model is kind.model}
    everything_else = kind.required | kind.optional - links
    for skipped in (links, everything_else) if links else (links,):
        faults: list[Fault] = []
        for entry, row in fresh:
            found = _fill(kind, entry, row, without=skipped)
            faults += found
            if not found:
                row.save()  # so that the next entry is checked against this one
        if faults:
            raise FaultyFilesError(faults)
    for entry, row in fresh:
        row.loaded_checksum = entry.checksum
        row.save()
        row.save_revision(user=by).publish(user=by)
    return len(fresh)


def _fill(kind: Kind, entry: Entry, row: EditorialSnippet, *, without: Set[str]) -> list[Fault]:
    """Give a row the values of an entry; give what is wrong with them."""
    faults: list[Fault] = []
    for key, value in entry.values.items():
        if key in without or key in ("slug", "evidence"):
            continue
        try:
            if key in kind.many:
                getattr(row, key).set([_named(kind.many[key], slug) for slug in _list(value)])
            elif key in kind.one:
                setattr(row, key, _named(kind.one[key], value) if value else None)
            else:
                setattr(row, key, _plain(row._meta.get_field(key), value))
        except (ValidationError, ValueError) as error:
            faults.append(entry.fault(_words(error), key=key))
    if not faults:
        try:
            row.full_clean(exclude=without & set(kind.one))
        except ValidationError as error:
            for key, messages in error.message_dict.items():
                faults.append(entry.fault(" ".join(messages), key="" if key == "__all__" else key))
    return faults


def _plain(field: Any, value: Any) -> Any:
    if isinstance(value, list | dict):
        raise ValueError("This must be one value, not a list or a mapping.")
    if value is None or value == "":
        return "" if isinstance(field, models.CharField | models.TextField) else field.get_default()
    return field.to_python(value.strip() if isinstance(value, str) else value)


def _list(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    if not isinstance(value, list):
        raise ValueError("This must be a list.")
    return value


def _named(model: type[models.Model], slug: Any) -> models.Model:
    try:
        return model._default_manager.get(slug=slug)
    except ObjectDoesNotExist:
        raise ValueError(f"There is no {model._meta.verbose_name} named “{slug}”.") from None


def _evidence(values: Any) -> Evidence:
    if not isinstance(values, dict) or values.keys() - {"title", "kind", "page", "url"}:
        raise ValueError("Evidence has a title, a kind and a page or a url.")
    evidence = Evidence(title=values.get("title", ""), kind=values.get("kind", ""), url=values.get("url") or "")
    if values.get("page"):
        evidence.page = _page(str(values["page"]))
    evidence.full_clean(exclude=["recommendation"])
    return evidence


def _page(path: str) -> Page:
    root = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    page = Page.objects.filter(url_path=f"{root.url_path}{path.strip('/')}/").first()
    if page is None:
        raise ValueError(f"There is no page at {path}.")
    return page


def _words(error: ValidationError | ValueError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
