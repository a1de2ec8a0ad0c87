"""What the tests of stories share: stores of their own for files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casestudies.models import SubmissionDocument, SubmissionPicture
from het_site.core.storage import PrivateStorage


@pytest.fixture
def stores(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the files of a test in a folder of its own, public ones in `media`, others in `private`."""
    private = PrivateStorage(location=tmp_path / "private")
    for model, field in ((SubmissionPicture, "file"), (SubmissionPicture, "small"), (SubmissionDocument, "file")):
        monkeypatch.setattr(model._meta.get_field(field), "storage", private)
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path
