"""A private file is kept, and has no address."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages


def test_a_private_file_has_no_address() -> None:
    store = storages["private"]
    name = store.save("somewhere/figures.csv", ContentFile(b"a,b\n"))
    try:
        with store.open(name) as file:
            assert file.read() == b"a,b\n"
        with pytest.raises(ValueError, match="no address"):
            store.url(name)
    finally:
        store.delete(name)
