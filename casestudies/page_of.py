"""Makes a story's page of its answers: for the preview, and for the draft that an officer accepts.

Plain paragraphs become rich text with everything escaped, so no answer can bring markup of its own. Saves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.text import slugify

from casestudies.models import CaseStudyOutcome, CaseStudyPage, Submission
from casestudies.models.library import RESERVED_SLUGS
from casestudies.template.choices import AUDIENCES, LICENCES
from casestudies.template.missing import has_answer
from casestudies.template.questions import OUTCOME_PARTS
from het_site.core.models import Theme
from indicators.models import Area
from priorities.models import Organisation, PriorityPage

TEXTS = ("did", "achieved", "learnt", "acknowledgements")
UNTITLED = "A story without a title"
#: what lists and search results show of a story
MOST_OF_SUMMARY = 250
ITEM = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
SENTENCE_END = re.compile(r"[.!?…][”’\"')]*\s+")


def page_of(submission: Submission) -> CaseStudyPage:
    """Give an unsaved page of a story, with the organisation as its writers named it."""
    page = fill(CaseStudyPage(), submission)
    name = _line(submission.answers, "organisation", 160)
    if not page.organisations.all() and name:
        page.organisations = [Organisation(name=name)]
    return page


def fill(page: CaseStudyPage, submission: Submission) -> CaseStudyPage:
    """Write a story's answers to a page, new or not, and leave all else of it as it is. The caller saves."""
    answers = submission.answers
    page.title = _line(answers, "title", 255) or UNTITLED
    slug = slugify(page.title)[:200] or "story"
    page.slug = page.slug or (f"{slug}-story" if slug in RESERVED_SLUGS else slug)
    whole = _text(answers, "summary")
    page.summary = shortened(" ".join(whole.split()))
    page.authors = _line(answers, "authors", 240)
    page.period = _line(answers, "period", 80)
    page.year = page.year or timezone.localdate().year
    # What does not fit over the title is told in full under it.
    is_cut = len(" ".join(whole.split())) > MOST_OF_SUMMARY
    page.about = rich_text(whole if is_cut else "") + rich_text(_text(answers, "about"))
    for name in TEXTS:
        setattr(page, name, rich_text(_text(answers, name)))
    page.themes = list(Theme.objects.filter(slug__in=_chosen(answers, "themes")))
    page.wards = list(Area.objects.filter(area_type=Area.Type.WARD, code__in=_chosen(answers, "wards")))
    page.priorities = list(PriorityPage.objects.live().filter(slug__in=_chosen(answers, "priorities")))
    page.organisations = _organisations(submission)
    page.outcomes = outcomes_of(answers)
    page.audiences = [word for word in AUDIENCES if word in _chosen(answers, "audience")]
    page.licence = licence if (licence := _text(answers, "licence")) in LICENCES else ""
    is_shown = answers.get("contact_is_shown") == "yes"
    page.contact = _line(answers, "contact", 200) if is_shown else ""
    return page


def rich_text(text: str) -> str:
    """Write plain text as rich text: blank lines part paragraphs, lines that begin with a dash or a number are a list."""
    parts = [part.strip("\n") for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    return "".join(_block(part.split("\n")) for part in parts)


def shortened(text: str, most: int = MOST_OF_SUMMARY) -> str:
    """Cut a text to what fits: after a sentence if there is one in the second half, else after a word."""
    if len(text) <= most:
        return text
    ends = [found.end() for found in SENTENCE_END.finditer(text[: most + 1])]
    if ends and ends[-1] > most // 2:
        return text[: ends[-1]].rstrip()
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def outcomes_of(answers: Mapping[str, Any]) -> list[CaseStudyOutcome]:
    """Give the outcomes that say what was measured and, where they have figures, where these are from."""
    found: list[CaseStudyOutcome] = []
    for row in answers.get("outcomes") or ():
        parts = {name: " ".join(str(row.get(name) or "").split()) for name in OUTCOME_PARTS}
        if parts["measure"] and (parts["source"] or not (parts["before"] or parts["after"])):
            cut = {
                name: text[: CaseStudyOutcome._meta.get_field(name).max_length or None] for name, text in parts.items()
            }
            found.append(CaseStudyOutcome(**cut, sort_order=len(found)))
    return found


def _block(lines: list[str]) -> str:
    """Write one paragraph; lines of a list become one, lines of prose stay lines."""
    out: list[str] = []
    run: list[str] = []
    is_list = False
    for line in (*lines, None):
        is_item = line is not None and ITEM.match(line) is not None
        if run and (line is None or is_item != is_list):
            out.append(_list(run) if is_list else f"<p>{'<br/>'.join(escape(one.strip()) for one in run)}</p>")
            run = []
        if line is not None:
            run.append(line)
            is_list = is_item
    return "".join(out)


def _list(lines: list[str]) -> str:
    kind = "ol" if lines[0].strip()[0].isdigit() else "ul"
    items = "".join(f"<li>{escape(ITEM.sub('', line, count=1).strip())}</li>" for line in lines)
    return f"<{kind}>{items}</{kind}>"


def _organisations(submission: Submission) -> list[Organisation]:
    """Give the organisation that an officer matched, else the one of exactly this name."""
    if submission.organisation is not None:
        return [submission.organisation]
    name = _line(submission.answers, "organisation", 160)
    return list(Organisation.objects.filter(name__iexact=name)[:1]) if name else []


def _text(answers: Mapping[str, Any], name: str) -> str:
    value = answers.get(name)
    return value if isinstance(value, str) and has_answer(value) else ""


def _line(answers: Mapping[str, Any], name: str, most: int) -> str:
    return " ".join(_text(answers, name).split())[:most]


def _chosen(answers: Mapping[str, Any], name: str) -> list[str]:
    value = answers.get(name)
    return value if isinstance(value, list) else []
