"""Describes a CSV file to programs, as the W3C’s metadata for tables on the web."""

from __future__ import annotations

from typing import Any

from indicators.downloads.dictionary import Column, dictionary
from indicators.importing.vocabulary import FLAGS, KEY


def csvw(*, file: str, title: str, description: str, publisher: str, licence: str, modified: str) -> dict[str, Any]:
    """Give the description of a file of figures."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file,
        "dc:title": title,
        "dc:description": description,
        "dc:publisher": publisher,
        "dc:rights": licence,
        "dc:modified": modified,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "tableSchema": {"columns": [_column(column) for column in dictionary()], "primaryKey": list(KEY)},
    }


def _column(column: Column) -> dict[str, Any]:
    # a key’s part that is empty is an empty text, such as the headline’s category, and not an unknown one
    in_key = {"null": "\N{EMPTY SET}"} if column.name in KEY and not column.is_required else {}
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": _datatype(column),
        "required": column.is_required,
        **in_key,
    }


def _datatype(column: Column) -> Any:
    if column.name in FLAGS:
        return {"base": "boolean", "format": "yes|no"}
    if column.words:
        words = "|".join(word for word, _ in column.words)
        return {"base": "string", "format": f"^({words})$"}
    if column.longest:
        return {"base": "string", "maxLength": column.longest}
    return {"text": "string", "number": "number", "date": "date"}[column.kind]
