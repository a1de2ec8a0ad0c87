"""Where files are kept that no web server may show."""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Files on disk without an address: only a view that asks for permission gives them out."""

    def url(self, name: str | None) -> str:
        """Refuse: the base class would make up an address under the public media."""
        raise ValueError("A private file has no address of its own.")
