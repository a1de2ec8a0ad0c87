"""Loads definitions from files: all or none, twice the same as once, and never over an editor's words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from het_site.core.faults import Fault, FaultyFilesError
from het_site.core.models import Theme, User
from indicators.loading import Definition, read_definition
from indicators.loading.definitions import FIELDS
from indicators.loading.targets import FIELDS as TARGET_FIELDS
from indicators.models import Indicator, Target

#: fields that came later: while they are empty, a checksum is what it was before there were any
LATER = ("baseline_period", "baseline_reason")


@transaction.atomic
def load_indicators(*, folder: Path, by: User | None = None) -> int:
    """Add new definitions and mend those that nobody has edited since they were loaded; gives how many."""
    definitions = definitions_in(folder)
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    known = {indicator.slug: indicator for indicator in Indicator.objects.select_related("theme")}
    faults: list[Fault] = []
    changed: list[Indicator] = []
    for definition in definitions.values():
        if definition.values["theme"] not in themes:
            faults.append(definition.fault(f"There is no theme “{definition.values['theme']}”.", "theme"))
            continue
        indicator = known.get(definition.slug, Indicator(slug=definition.slug))
        if indicator.pk and not _is_as_loaded(indicator):
            continue
        before = indicator.loaded_checksum
        for name, value in definition.values.items():
            setattr(indicator, name, _as_held(name, value, themes))
        faults += _definition_faults(indicator, definition)
        indicator.loaded_checksum = _checksum_of(indicator)
        if indicator.loaded_checksum != before:
            changed.append(indicator)
    faults = faults or _number_faults(changed, definitions)
    if faults:
        raise FaultyFilesError(faults)
    for indicator in changed:
        indicator.save()
        indicator.save_revision(user=by, clean=False).publish(user=by)
    return len(changed)


def definitions_in(folder: Path) -> dict[str, Definition]:
    """Read every definition of a folder; raises `FaultyFilesError` with the faults of all."""
    definitions: dict[str, Definition] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        definition, found = read_definition(path.read_bytes(), file=f"{folder.name}/{path.name}", slug=path.stem)
        faults += found
        if definition is not None:
            definitions[path.stem] = definition
    if faults:
        raise FaultyFilesError(faults)
    return definitions


def _as_held(name: str, value: Any, themes: Mapping[str, Theme]) -> Any:
    """Turn a definition's value into what the indicator holds."""
    if name == "targets":
        return [Target(sort_order=place, **fields) for place, fields in enumerate(value)]
    return themes[value] if name == "theme" else value


def _definition_faults(indicator: Indicator, definition: Definition) -> list[Fault]:
    found: list[tuple[str, str, str]] = []
    try:
        indicator.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        found += [(name, name, message) for name, messages in error.message_dict.items() for message in messages]
    for target in indicator.targets.all() if "targets" in definition.values else ():
        try:
            target.full_clean(exclude=["indicator"], validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            found += [
                ("targets", f"targets: {name}", text) for name, texts in error.message_dict.items() for text in texts
            ]
    return [definition.fault(f"{words}: {message}", name) for name, words, message in found]


def _number_faults(changed: Iterable[Indicator], definitions: Mapping[str, Definition]) -> list[Fault]:
    """Find definitions whose number another one has: in the files or, where an editor gave it, on the site."""
    changed = list(changed)
    others = Indicator.objects.current().exclude(pk__in=[indicator.pk for indicator in changed if indicator.pk])
    owners = {number: f"“{title}”" for number, title in others.values_list("number", "title")}
    faults = []
    for indicator in changed:
        definition = definitions[indicator.slug]
        owner = owners.setdefault(indicator.number, definition.file)
        if indicator.number is not None and owner != definition.file:
            faults.append(definition.fault(f"number: {owner} has {indicator.number} too.", "number"))
    return faults


def _checksum_of(indicator: Indicator) -> str:
    values = {
        name: (indicator.theme.slug if indicator.theme else None) if name == "theme" else getattr(indicator, name)
        for name in FIELDS
        if name not in LATER
    }
    values |= {name: getattr(indicator, name) for name in LATER if getattr(indicator, name)}
    targets = [[getattr(row, name) for name in TARGET_FIELDS] for row in indicator.targets.all()]
    values |= {"targets": targets} if targets else {}
    return hashlib.sha256(json.dumps(values, default=str, sort_keys=True).encode()).hexdigest()


def _is_as_loaded(indicator: Indicator) -> bool:
    """Tell whether nobody has edited a definition, not even in a draft, since it was loaded."""
    return not indicator.has_unpublished_changes and _checksum_of(indicator) == indicator.loaded_checksum
