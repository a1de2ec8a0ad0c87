"""Where files are kept that no web server may show, and how stored files go."""

from __future__ import annotations

from functools import partial

from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import transaction
from django.db.models.fields.files import FieldFile


class PrivateStorage(FileSystemStorage):
    """Files on disk without an address: only a view that asks for permission gives them out."""

    def url(self, name: str | None) -> str:
        """Refuse: the base class would make up an address under the public media."""
        raise ValueError("A private file has no address of its own.")


def private_storage() -> Storage:
    """Give the store that no web server shows."""
    return storages["private"]


def delete_later(*files: FieldFile | None) -> None:
    """Delete stored files once it is sure that nothing points to them: when the transaction is over, if it is not undone."""
    for file in files:
        if file:
            transaction.on_commit(partial(file.storage.delete, str(file.name)))
