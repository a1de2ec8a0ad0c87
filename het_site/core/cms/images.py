"""The form for pictures in the CMS: says what good words for a picture are, and lets none in without them."""

from __future__ import annotations

from typing import Any

from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    """A picture with its description; the model refuses one that has none and is not marked as decorative."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say("title", "Only editors see it. Say what helps you to find the picture again.")
        self._say(
            "description",
            "Alternative text: what the picture shows, for people who cannot see it. One or two sentences. "
            "Needed unless the picture is decorative.",
        )
        self._say("tags", "Words to find it by.")
        self._say("collection", "The folder it lies in.")

    def _say(self, name: str, words: str) -> None:
        """Give a field its help text; Wagtail leaves out fields that a screen does not need."""
        if name in self.fields:
            self.fields[name].help_text = words
