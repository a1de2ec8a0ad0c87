"""People of each role of the CMS, and a private store where nobody else looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from het_site.core.storage import PrivateStorage
from newsletter.models import SubscriberImport
from tests.cms.conftest import person, signed_in

__all__ = ["person", "signed_in"]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep lists in a folder of the test."""
    monkeypatch.setattr(SubscriberImport._meta.get_field("file"), "storage", PrivateStorage(location=tmp_path))
    return tmp_path
