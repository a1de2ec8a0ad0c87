"""Makes pictures of stories with consent for tests."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from PIL import Image

from casestudies.actions.consents import save_consent
from casestudies.actions.pictures import add_picture, describe
from casestudies.models import Submission, SubmissionPicture
from casestudies.uploads.cleaning import CleanPicture
from het_site.core.models import User


def pixels(*, colour: str = "teal", size: tuple[int, int] = (1200, 800), format: str = "JPEG") -> bytes:  # noqa: A002  (the name that others give it)
    """Give a picture of one colour as a file."""
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, format)
    return file.getvalue()


def make_picture(submission: Submission, by: User, *, alt: str = "Raised beds", **words: str) -> SubmissionPicture:
    """Put a picture to a story, described."""
    clean = CleanPicture(content=pixels(), small=pixels(size=(640, 427)), format="jpg", width=1200, height=800)
    picture = add_picture(submission=submission, by=by, picture=clean)
    describe(picture=picture, by=by, alt=alt, caption=words.get("caption", ""), credit=words.get("credit", ""))
    return picture


def consent_to(picture: SubmissionPicture, by: User, **values: Any) -> None:
    """Record that those who are shown agreed."""
    told = {"shown": "adults", "holder": "The allotment society", "given_on": date(2026, 5, 1), "on_web": True}
    save_consent(picture=picture, by=by, **told | values)
    picture.refresh_from_db()
