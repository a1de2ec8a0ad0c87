"""Packs what somebody takes away with them: texts, and files as they are stored, as one ZIP."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.db.models.fields.files import FieldFile
from django.utils.timezone import localtime


def pack(texts: Mapping[str, str | bytes], files: Iterable[tuple[str, FieldFile]]) -> IO[bytes]:
    """Give a ZIP; a file without a name, or that is not there any more, is left out.

    It is written to disk a little at a time: however large the files are, none is held in memory.
    """
    now = localtime().timetuple()[:6]
    whole = TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
    with ZipFile(whole, "w", ZIP_STORED) as archive:  # pictures and PDFs are packed already
        for name, text in texts.items():
            archive.writestr(ZipInfo(name, now), text)
        for name, file in files:
            if name and file.storage.exists(str(file.name)):
                with file.open("rb") as stored, archive.open(ZipInfo(name, now), "w") as packed:
                    shutil.copyfileobj(stored, packed)
    whole.seek(0)
    return whole
