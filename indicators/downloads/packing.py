"""Packs files into a ZIP archive while it is sent: bounded memory, and no time of day in it, so equal content is equal bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

#: how much is sent together
CHUNK = 64 * 1024
#: the earliest day that the format knows
NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Member:
    """One file of an archive. `is_plain`: small, known at once, uncompressed and before all others, as ODF wants its first."""

    name: str
    content: Iterable[bytes]
    is_plain: bool = False


class _Window(io.RawIOBase):
    """What was written and not yet taken; the archive may go back within it."""

    def __init__(self) -> None:
        self._gone = 0
        self._held = io.BytesIO()

    def write(self, data: bytes) -> int:  # type: ignore[override]  # whatever ZipFile writes is bytes
        return self._held.write(data)

    def tell(self) -> int:
        return self._gone + self._held.tell()

    def seek(self, position: int, whence: int = 0) -> int:
        return self._gone + self._held.seek(position - self._gone)

    @property
    def size(self) -> int:
        """Tell how much waits to be taken."""
        return self._held.tell()

    def take(self) -> bytes:
        taken = self._held.getvalue()
        self._gone += len(taken)
        self._held = io.BytesIO()
        return taken


def packed(members: Iterable[Member], *, may_be_huge: bool = False) -> Iterator[bytes]:
    """Give the bytes of an archive; `may_be_huge` allows files of over 2 GiB, which some old programs cannot open."""
    window = _Window()
    with ZipFile(window, "w") as archive:
        for member in members:
            # A plain member's size stands before it. Of the rest nothing can be taken back once it is sent.
            archive._seekable = member.is_plain  # type: ignore[attr-defined]  # there is no public way to say so
            info = ZipInfo(member.name, NO_TIME)
            info.compress_type = ZIP_STORED if member.is_plain else ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=may_be_huge and not member.is_plain) as file:
                for data in member.content:
                    file.write(data)
                    if not member.is_plain and window.size >= CHUNK:
                        yield window.take()
        archive._seekable = False  # type: ignore[attr-defined]  # as above
    yield window.take()
