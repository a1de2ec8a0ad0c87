"""The report on an edition: what was looked at, what is wrong, and whether it may be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsletter.rendering.checks import CHECKS, Letter
from newsletter.rendering.collecting import words_of
from newsletter.rendering.items import Words
from newsletter.rendering.letter import LostWordsError, written
from newsletter.rendering.marks import Rendered

if TYPE_CHECKING:
    from newsletter.models import EditionPage

NOT_PUBLISHED = "Its page is not published. Publish it first: the email leads there, and it is what the archive keeps."
UNPUBLISHED_CHANGES = "It has changes that are not published. Publish them first, so that page and email say the same."


@dataclass(frozen=True)
class Finding:
    """One check and what it found."""

    name: str
    question: str
    faults: tuple[str, ...]

    @property
    def has_passed(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True)
class Report:
    """All of them. `hints` are worth a look and stop nothing."""

    findings: tuple[Finding, ...]
    hints: tuple[str, ...]
    size: int = 0

    @property
    def faults(self) -> tuple[str, ...]:
        """Give everything that is wrong."""
        return tuple(fault for finding in self.findings for fault in finding.faults)

    @property
    def may_send(self) -> bool:
        """Tell whether it may be sent."""
        return not self.faults


def report(edition: EditionPage) -> Report:
    """Look at an edition as it is now; its page must be public, and say the same."""
    return looked_at(edition, first=(about_page(edition),))[0]


def about_page(edition: EditionPage) -> Finding:
    """Ask whether its page is public, and says the same."""
    return Finding("page", "Its page is published", tuple(_about_page(edition)))


def looked_at(edition: EditionPage, *, first: tuple[Finding, ...] = ()) -> tuple[Report, Rendered | None]:
    """Look at an edition as it is given, after what was found `first`; gives what was looked at too, if all of it is there."""
    words = words_of(edition)
    try:
        rendered = written(words)
    except LostWordsError as error:
        lost = Finding("whole", "The email says all of it", (str(error),))
        return Report(findings=(*first, lost), hints=()), None
    return of_letter(rendered, words, first=first), rendered


def of_letter(rendered: Rendered, words: Words, *, first: tuple[Finding, ...] = ()) -> Report:
    """Look at a letter."""
    letter = Letter(subject=rendered.subject, html=rendered.html, text=rendered.text, words=words)
    found = (Finding(check.name, check.question, tuple(dict.fromkeys(check.look(letter)))) for check in CHECKS)
    return Report(findings=(*first, *found), hints=words.hints, size=len(rendered.html.encode()))


def _about_page(edition: EditionPage) -> list[str]:
    if not edition.live:
        return [NOT_PUBLISHED]
    return [UNPUBLISHED_CHANGES] if edition.has_unpublished_changes else []
