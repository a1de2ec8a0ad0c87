"""The words and settings of a release that is there already: corrected on the screen, without the file again."""

from __future__ import annotations

from typing import Any

from indicators.cms import words
from indicators.cms.upload_form import UploadForm
from indicators.models import DataRelease


class SettingsForm(UploadForm):
    """As for a new file, without the file; once it is published, only the words about it can be corrected."""

    def __init__(self, *args: Any, release: DataRelease, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.release = release
        del self.fields["file"]
        if not self.may_check_again:
            for name in ("indicator", *self.HOW):
                del self.fields[name]
        if release.restores_id is not None:
            self.fields.pop("indicator", None)

    @property
    def may_check_again(self) -> bool:
        """Tell whether the release can be taken in another way."""
        return self.release.status in words.REPLACEABLE and self.release.restores_id is None
