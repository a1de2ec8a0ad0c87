"""Has a page set as a PDF that is accessible for good. Loads its library when the first is asked for.

Words go to the typesetter as data, never as markup, so no name can say how the page is set. Nothing is read from the
network, and of the disk only the sheet and the site’s own fonts.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

#: accessible for good (PDF/UA-1): tags, title, language and alternative texts are checked as the page is made
STANDARD = "ua-1"
#: where the fonts at hand end: Latin, Greek and Cyrillic letters, and the marks of good typography
LETTERS = ((0x20, 0x52F), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x20AC, 0x20AC), (0x2212, 0x2212))


def typeset(
    template: Path, sheet: dict[str, Any], *, made_at: datetime | None, pictures: Sequence[bytes] = ()
) -> bytes:
    """Give the PDF of a sheet; the same sheet, pictures and time give the same bytes."""
    import typst

    options: dict[str, Any] = {
        "font_paths": [str(settings.PRINT_FONTS)],
        "ignore_system_fonts": True,
        "sys_inputs": {"sheet": json.dumps(_printable(sheet)), "pictures": json.dumps([list(one) for one in pictures])},
        "pdf_standards": [STANDARD],
    }
    if made_at is not None:
        options["timestamp"] = int(made_at.timestamp())
    made: bytes = typst.compile(str(template), format="pdf", **options)
    return made


def _printable(value: Any) -> Any:
    """Put a question mark for each letter that no font at hand has, for a page with holes is refused as inaccessible."""
    if isinstance(value, str):
        return "".join(letter if _has(letter) else "?" for letter in unicodedata.normalize("NFC", value))
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}
    return [_printable(part) for part in value] if isinstance(value, (list, tuple)) else value


def _has(letter: str) -> bool:
    if letter == "\n":
        return True
    return unicodedata.category(letter)[0] not in "CM" and any(low <= ord(letter) <= high for low, high in LETTERS)
