"""Makes the page tree from its files. Two passes: first every page, then what points from one to another."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from het_site.core.faults import Fault, FaultyFilesError
from het_site.core.models import BasePage, User
from het_site.home.loading.files import PageFile
from het_site.home.loading.values import Values

#: names in a file that are not fields of the page
STRUCTURE = {"type", "order", "slug"}


def create_pages(files: list[PageFile], *, root: Page, values: Values) -> dict[str, Page]:
    """Put every page in the tree, unpublished and with what points to no other page; gives them by address."""
    pages: dict[str, Page] = {}
    faults: list[Fault] = []
    for file in files:
        try:
            model = _model(file)
        except ValueError as error:
            faults.append(Fault(file.file, str(error)))
            continue
        page = model(title=str(file.values.get("title", "")), slug=file.values.get("slug", file.slug), live=False)
        parent = root if file.path == "/" else pages.get(file.parent)
        if parent is None:  # its own file has a fault, told already
            continue
        if not model.can_exist_under(parent):
            faults.append(
                Fault(file.file, f"A {model._meta.verbose_name} cannot stand below a {parent._meta.verbose_name}.")
            )
            continue
        reasons = _fill(
            page, {name: value for name, value in file.values.items() if _points_nowhere(model, name)}, values
        )
        if reasons:
            faults += [Fault(file.file, reason) for reason in reasons]
            continue
        parent.add_child(instance=page)
        pages[file.path] = page
    if faults:
        raise FaultyFilesError(faults)
    return pages


def fill_pages(files: list[PageFile], pages: dict[str, Page], *, values: Values, by: User | None) -> None:
    """Give every page its values and publish it."""
    faults: list[Fault] = []
    for file in files:
        faults += [Fault(file.file, reason) for reason in _fill(pages[file.path], file.values, values)]
    if faults:
        raise FaultyFilesError(faults)
    for page in reversed(pages.values()):  # lists show the newest first, and the files have the first first
        page.save_revision(user=by, clean=False).publish(user=by)


def _model(file: PageFile) -> type[BasePage]:
    label = file.values.get("type", "")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise ValueError(f"There is no page type “{label}”.") from None
    if not issubclass(model, BasePage):
        raise ValueError(f"“{label}” is not a page type.")
    return model


def _points_nowhere(model: type[BasePage], name: str) -> bool:
    """Tell whether a value can be set before the other pages are there."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    if isinstance(field, models.ForeignKey):
        return not issubclass(field.related_model, Page)
    return field.concrete and not field.many_to_many and not isinstance(field, RichTextField | StreamField)


def _fill(instance: Any, data: dict[str, Any], values: Values) -> list[str]:
    """Set an instance's fields and children from a mapping; gives what is wrong with it."""
    faults: list[str] = []
    children = {
        relation.get_accessor_name(): relation.related_model for relation in get_all_child_relations(type(instance))
    }
    for name, value in data.items():
        if name in STRUCTURE:
            continue
        try:
            if name in children:
                faults += _fill_children(instance, name, children[name], value or [], values)
            else:
                _fill_field(instance, name, value, values)
        except ValidationError as error:
            faults.append(f"{name}: {' '.join(error.messages)}")
        except (ValueError, TypeError, KeyError) as error:
            faults.append(f"{name}: {error}")
    is_whole = not isinstance(instance, Page) or instance.pk is not None
    if is_whole and not faults:
        try:
            instance.full_clean(exclude=_excluded(instance))
        except ValidationError as error:
            faults += [f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
    return faults


def _fill_field(instance: Any, name: str, value: Any, values: Values) -> None:
    try:
        field = instance._meta.get_field(name)
    except FieldDoesNotExist:
        raise ValueError(f"A {instance._meta.verbose_name} has no such value.") from None
    if isinstance(field, ParentalManyToManyField | models.ManyToManyField):
        getattr(instance, name).set([values.row(field.related_model, entry) for entry in value or []])
    else:
        setattr(instance, name, values.field(field, value))


def _fill_children(
    instance: Any, name: str, model: type[models.Model], entries: list[dict[str, Any]], values: Values
) -> list[str]:
    faults: list[str] = []
    rows = []
    for order, entry in enumerate(entries):
        row = model(sort_order=order)
        faults += [f"{name}, entry {order + 1}, {reason}" for reason in _fill(row, entry, values)]
        rows.append(row)
    setattr(instance, name, rows)
    return faults


def _excluded(instance: Any) -> list[str]:
    """List the fields that the tree or the parent sets."""
    if isinstance(instance, Page):
        return ["path", "depth", "numchild", "locale", "translation_key", "draft_title", "url_path"]
    return [field.name for field in instance._meta.fields if field.remote_field and field.name == "page"]
