"""Turns the plain values of content files into what models hold: rich text, blocks, dates, things named by slug or path."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.blocks import (
    BaseStreamBlock,
    BaseStructBlock,
    Block,
    ChooserBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
)
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from het_site.core.blocks import CallToActionBlock
from het_site.core.models import CustomImage
from het_site.core.rich_text import rich_text

#: what a model's rows are named by in content files, first found first
NAMES = ("slug", "code")


class Values:
    """Converts values; knows the pages' ids by address, and looks everything else up by slug or code, once."""

    def __init__(self, *, pages: dict[str, Page], routes: set[str], images: dict[str, models.Model]) -> None:
        self._pages = pages
        self._routes = routes
        self._rows: dict[type[models.Model], dict[str, models.Model]] = {CustomImage: images}

    # Things named in files

    def page_id(self, path: str) -> int | None:
        """Give a page's id; None where the address is the site's but no page's. Raises ValueError if it is neither."""
        if path in self._pages:
            return int(self._pages[path].pk)
        if path in self._routes:
            return None
        raise ValueError(f"There is nothing at {path}.")

    def row(self, model: type[models.Model], name: str) -> models.Model:
        """Give the row that a file names; raises ValueError if there is none."""
        if issubclass(model, Page):
            page = self._pages.get(name)
            if page is None or not isinstance(page, model):
                raise ValueError(f"There is no {model._meta.verbose_name} at {name}.")
            return page
        if model not in self._rows:
            fields = {field.name for field in model._meta.get_fields()}
            key = next(field for field in NAMES if field in fields)
            self._rows[model] = {str(getattr(row, key)): row for row in model._default_manager.all()}
        try:
            return self._rows[model][str(name)]
        except KeyError:
            raise ValueError(f"There is no {model._meta.verbose_name} named “{name}”.") from None

    # Fields

    def field(self, field: models.Field[Any, Any], value: Any) -> Any:
        """Give what a field holds for a file's value; raises ValueError or ValidationError with the reason."""
        if isinstance(field, StreamField):
            return self.stream(field.stream_block, value or [])
        if isinstance(field, RichTextField):
            return rich_text(value, page_id=self.page_id, features=field.features or ())
        if isinstance(field, models.ForeignKey):
            return self.row(field.related_model, value) if value not in (None, "") else None
        if isinstance(field, models.DateTimeField) and value not in (None, ""):
            return moment(value)
        if value is None:
            return field.get_default() if not field.null else None
        if value == "" and field.null and not isinstance(field, models.CharField):
            return None
        return field.to_python(value)

    # Blocks

    def stream(self, block: BaseStreamBlock, entries: list[dict[str, Any]]) -> Any:
        """Give a stream's value for a list of one-key mappings, checked as the editor would check it."""
        raw = self._stream(block, entries)
        value = block.to_python(raw)
        try:
            return block.clean(value)
        except ValidationError as error:
            raise ValueError(f"A block is not as the editor would accept it: {_reasons(error)}") from error

    def _stream(self, block: BaseStreamBlock, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        raw = []
        for entry in entries:
            if not isinstance(entry, dict) or len(entry) != 1:
                raise ValueError(f"A block is one name with its value, not {entry!r}.")
            ((name, value),) = entry.items()
            if name not in block.child_blocks:
                raise ValueError(f"There is no block named “{name}”.")
            raw.append({"type": name, "value": self._block(block.child_blocks[name], value), "id": str(uuid.uuid4())})
        return raw

    def _block(self, block: Block, value: Any) -> Any:
        if isinstance(block, RichTextBlock):
            return rich_text(value, page_id=self.page_id, features=block.features or ())
        if isinstance(block, BaseTypedTableBlock):
            return _table(value)
        if isinstance(block, PageChooserBlock):
            return self.row(Page, value).pk if value else None
        if isinstance(block, ChooserBlock):
            return self.row(block.model_class, value).pk if value else None
        if isinstance(block, ListBlock):
            return [self._block(block.child_block, item) for item in value]
        if isinstance(block, StreamBlock):
            return self._stream(block, value)
        if isinstance(block, BaseStructBlock):
            return self._struct(block, value)
        return "" if value is None else str(value)

    def _struct(self, block: BaseStructBlock, value: dict[str, Any]) -> dict[str, Any]:
        value = dict(value)
        if isinstance(block.child_blocks.get("table"), BaseTypedTableBlock):
            value["table"] = {"header": value.pop("header", []), "rows": value.pop("rows", [])}
        if isinstance(block, CallToActionBlock):
            value["link"] = {
                "text": value.pop("link_text", ""),
                "page": value.pop("page", None),
                "url": value.pop("url", ""),
            }
        # An address that the site answers without a page of its own is a plain address.
        if "page" in block.child_blocks and value.get("page") in self._routes:
            value["url"] = value.pop("page")
        strange = set(value) - set(block.child_blocks)
        if strange:
            raise ValueError(f"This block has no {', '.join(sorted(strange))}.")
        return {name: self._block(block.child_blocks[name], entry) for name, entry in value.items()}


def moment(value: dt.date | str) -> dt.datetime:
    """Give a moment for a date, a date with a time, or either as ISO text; without a zone it is the site's own."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    if not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    return value if timezone.is_aware(value) else timezone.make_aware(value)


def _table(value: dict[str, Any]) -> dict[str, Any]:
    """Give a typed table's raw value; a column whose cells are all numbers is a column of numbers."""
    header, rows = value["header"], value["rows"]
    if any(len(row) != len(header) for row in rows):
        raise ValueError("A table's row has more or fewer cells than its header.")

    def is_number(index: int) -> bool:
        return bool(rows) and all(isinstance(row[index], int | float) for row in rows)

    columns = [{"type": "number" if is_number(i) else "text", "heading": str(name)} for i, name in enumerate(header)]
    return {
        "columns": columns,
        "rows": [{"values": ["" if cell is None else str(cell) for cell in row]} for row in rows],
    }


def _reasons(error: ValidationError) -> str:
    """Give all the reasons inside a block's error, however deep."""
    found: list[str] = []

    def collect(part: Any) -> None:
        if isinstance(part, dict):
            for inner in part.values():
                collect(inner)
        elif isinstance(part, list | tuple):
            for inner in part:
                collect(inner)
        elif hasattr(part, "block_errors") or hasattr(part, "non_block_errors"):
            collect(getattr(part, "block_errors", []))
            collect(getattr(part, "non_block_errors", []))
        elif isinstance(part, ValidationError):
            found.extend(part.messages)

    collect(error)
    return " ".join(found) or str(error)
