"""Has a story set as a tagged PDF for those who write it. Loads its library when the first is asked for.

Words go to the typesetter as data, never as markup. Nothing is read from the network, and of the disk only the sheet and
the site’s own fonts.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime

from casestudies.access import Action, require
from casestudies.desk.standing import name_of, state_words, told_remarks
from casestudies.models import Submission
from het_site.core.models import User
from indicators.places.briefing.printing import STANDARD, printable

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "casestudies" / "desk" / "story.typ"


def pdf(submission: Submission, *, by: User) -> bytes:
    """Give the PDF of a story for one of its writers. Raises `Refused`."""
    import typst

    require(by, Action.TAKE_AWAY, submission)
    options: dict[str, Any] = {
        "font_paths": [str(settings.PRINT_FONTS)],
        "ignore_system_fonts": True,
        "sys_inputs": {"story": json.dumps(printable(_sheet(submission)))},
        "pdf_standards": [STANDARD],
    }
    made: bytes = typst.compile(str(TEMPLATE), format="pdf", **options)
    return made


def _sheet(submission: Submission) -> dict[str, Any]:
    from casestudies.desk.views.sending import parts

    writers = ", ".join(name_of(member.user) for member in submission.memberships.select_related("user"))
    facts = [
        f"{submission.called} · {state_words(submission)}".strip(" ·"),
        f"Written by {writers}",
        f"Saved on {date_format(localtime(submission.saved_at), 'j F Y')}",
    ]
    said = [
        {
            "head": f"{'We' if one.is_from_us else name_of(one.by)}, "
            f"{date_format(localtime(one.told_at or one.made_at), 'j F Y')}",
            "text": one.text,
        }
        for one in told_remarks(submission).order_by("made_at", "pk")
    ]
    return {
        "title": submission.title,
        "site": settings.WAGTAIL_SITE_NAME,
        "facts": facts,
        "parts": [asdict(part) for part in parts(submission)],
        "said": said,
    }
