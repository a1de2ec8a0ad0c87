"""Pictures and documents of a story as its preview shows them: with the page's own template, from their private files.

Stores nothing.
"""

from __future__ import annotations

from typing import Any

from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.safestring import SafeString
from wagtail.images.models import Filter

from casestudies.actions.pictures import shown_pictures
from casestudies.models import CaseStudyPage, Submission, SubmissionDocument, SubmissionPicture

#: what pictures from partners say of their use, as `publish_pictures` writes it
LICENCE = "With permission"


class PrivateRendition:
    """One size of a private picture: there are two files, whatever size a page asks for."""

    def __init__(self, picture: SubmissionPicture) -> None:
        self._picture = picture
        self.width, self.height = picture.width, picture.height
        self.url = reverse("desk_picture_file", args=[picture.submission.key, picture.key])

    def img_tag(self, extra_attributes: dict[str, Any] | None = None) -> SafeString:
        """Give its markup."""
        known = {"src": self.url, "width": self.width, "height": self.height, "alt": self._picture.alt}
        extra = {name: value for name, value in (extra_attributes or {}).items() if name not in {"srcset", "sizes"}}
        return SafeString(f"<img{flatatt(known | extra)}>")


class PrivatePicture:
    """Stands where a page's template expects one of the portal's pictures."""

    is_withdrawn = False
    licence, licence_url = LICENCE, ""

    def __init__(self, picture: SubmissionPicture) -> None:
        self._picture = picture
        self.credit = picture.credit

    def get_rendition(self, wanted: Filter | str) -> PrivateRendition:
        """Give it, in the size there is."""
        return PrivateRendition(self._picture)

    def get_renditions(self, *wanted: Filter | str) -> dict[str, PrivateRendition]:
        """Give it in one size, as an image that every browser shows."""
        return {"original": PrivateRendition(self._picture)}


class PrivateDocument:
    """Stands where a page's template expects one of the portal's documents."""

    file_extension = "pdf"

    def __init__(self, row: SubmissionDocument) -> None:
        self.title, self.file_size = row.title, row.size
        self.url = reverse("desk_picture_file", args=[row.submission.key, row.key])


def pictures_for_preview(submission: Submission) -> list[dict[str, Any]]:
    """Give what the page will show once the story is accepted, in its order; one that still lacks words or consent too."""
    return [{"image": PrivatePicture(row), "caption": row.caption} for row in shown_pictures(submission)]


def show_in(page: CaseStudyPage, submission: Submission) -> None:
    """Put a story's pictures and documents into its unsaved page, as they stand there once it is accepted."""
    blocks: list[tuple[str, dict[str, Any]]] = [("picture", value) for value in pictures_for_preview(submission)]
    blocks += [("document", {"document": PrivateDocument(row), "note": ""}) for row in submission.documents.all()]
    page.body = blocks  # type: ignore[assignment]  # a field takes what it is made of
