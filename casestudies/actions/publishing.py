"""From an accepted story to a published page: the draft, its approval, and what happens when it goes live or stops."""

from __future__ import annotations

import contextlib
import logging
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from wagtail.blocks import StructValue
from wagtail.models import Page

from casestudies.access import Action, Who
from casestudies.actions.consents import without_consent
from casestudies.actions.judging import require_seen
from casestudies.actions.pictures import publish_documents, publish_pictures
from casestudies.actions.steps import Refused, note, step
from casestudies.models import CaseStudyIndexPage, CaseStudyPage, Submission
from casestudies.notices import Notice, tell
from casestudies.page_of import fill
from het_site.core.models import User
from het_site.core.withdrawing import pictures_in
from priorities.models import Organisation

logger = logging.getLogger(__name__)

State = Submission.State
#: states in which a story's page must not go live, and what is said of it then
HELD = {
    State.WITHDRAWN: "Its writers have withdrawn {story}. It must not be published.",
    State.DECLINED: "{story} was declined. It must not be published.",
    State.CHANGES_NEEDED: "{story} is with its writers again. Wait for their answer, and accept it anew.",
}
PICTURE_NOT_AGREED = "A picture on it may not be shown on this website: nobody agreed to that, or they do not any more. Take it out first."


class NotPublicError(Exception):
    """A page must not go live; the words say why."""

    def __init__(self, why: str, *, page: CaseStudyPage) -> None:
        super().__init__(why)
        self.page = page


class NoLibraryError(Exception):
    """There is no page below which stories stand."""


def accept(
    *,
    submission: Submission,
    by: User,
    organisation: Organisation | None = None,
    new_organisation: tuple[str, str] | None = None,
    seen: int | None = None,
) -> CaseStudyPage:
    """Take a story: make or update its draft page, and send that for approval. Raises `Refused`, `NoLibraryError`.

    The organisation is one that is there, or the name and kind of a new one; without either the page names none.
    """
    with step(Action.ACCEPT, submission, by=by) as found:
        require_seen(found, seen)
        if new_organisation is not None:
            organisation = make_organisation(*new_organisation, by=by)
        found.organisation = organisation
        found.decided_at, found.due_on = timezone.now(), None
        page = _draft(found, by)
        found.page = page
        found.remarks.filter(settled_at=None).exclude(told_at=None).update(settled_at=timezone.now())
        tell(Notice.ACCEPTED, found)
    return page


def make_organisation(name: str, kind: str, *, by: User) -> Organisation:
    """Make an organisation, not yet among the partners that are publicly named; one of that name is taken as it is."""
    name = " ".join(name.split())[:160]
    there = Organisation.objects.filter(name__iexact=name).first()
    if there is not None:
        return there
    stem, n = slugify(name)[:70] or "organisation", 1
    slug = stem
    while Organisation.objects.filter(slug=slug).exists():
        n += 1
        slug = f"{stem}-{n}"
    made = Organisation(name=name, slug=slug, kind=Organisation.Kind(kind), is_partner=False)
    made.save()
    made.save_revision(user=by)
    return made


def _draft(submission: Submission, by: User) -> CaseStudyPage:
    """Give the story's page with its answers, saved as a draft that waits for approval."""
    if submission.page is None:
        library = CaseStudyIndexPage.objects.first()
        if library is None:
            raise NoLibraryError
        page = fill(CaseStudyPage(live=False, owner=by), submission)
        page.slug = _free_slug(page.slug, library)
        page.draft_title = page.title
        _take_over_files(page, submission, by)
        library.add_child(instance=page)
    else:
        page = fill(submission.page.get_latest_revision_as_object(), submission)
        _take_over_files(page, submission, by)
    page.save_revision(user=by, log_action=True)
    workflow = page.get_workflow()
    if workflow is not None and not page.workflow_in_progress:
        workflow.start(page, by)
    return page


def _take_over_files(page: CaseStudyPage, submission: Submission, by: User) -> None:
    """Put what may be shown of pictures and documents to the page, in their order; an officer's own blocks stay."""
    before = set(submission.pictures.exclude(image=None).values_list("image", flat=True))
    blocks: list[tuple[str, dict[str, Any]]] = [("picture", one.block) for one in publish_pictures(submission, by)]
    blocks += [("document", {"document": one, "note": ""}) for one in publish_documents(submission, by)]
    images = before.union(submission.pictures.exclude(image=None).values_list("image", flat=True))
    documents = submission.documents.exclude(document=None).values_list("document", flat=True)
    ours = {*(("image", pk) for pk in images), *(("document", pk) for pk in documents)}
    kept = [(block.block_type, block.value) for block in page.body if _file_of(block.value) not in ours]
    page.body = [*blocks, *kept]  # type: ignore[assignment]  # a field takes what it is made of


def _file_of(value: Any) -> tuple[str, int] | None:
    """Tell which image or document a block shows."""
    for name in ("image", "document"):
        file = value.get(name) if isinstance(value, StructValue) else None
        if file is not None:
            return name, file.pk
    return None


def _free_slug(wanted: str, parent: CaseStudyIndexPage) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, n = wanted, 1
    while slug in taken:
        n += 1
        slug = f"{wanted[:190]}-{n}"
    return slug


def stop_approval(*, submission: Submission, by: User | None) -> None:
    """Take the draft page out of the approval, because its story is not ready or not wanted any more."""
    page = submission.page
    if page is not None and page.workflow_in_progress:
        page.current_workflow_state.cancel(user=by)


def remove_draft(*, submission: Submission) -> None:
    """Delete the page of a story that goes, if no reader ever saw it: nothing of the story is left behind."""
    page = submission.page
    if page is not None and page.first_published_at is None and not page.live:
        page.delete()


def why_not_public(page: Page) -> str:
    """Say why a page must not go live; empty where nothing stands against it."""
    found = Submission.objects.filter(page=page.pk, state__in=HELD).first()
    if found is not None:
        return HELD[State(found.state)].format(story=found.called)
    return PICTURE_NOT_AGREED if without_consent(pictures_in(page)) else ""


def hold_planned(page: CaseStudyPage, why: str) -> None:
    """Plan no more to publish a page that must not go live: whoever looks after it finds it as a draft."""
    page.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)
    logger.error("A page that was to go live now is held back. %s Its number is %s.", why, page.pk)


def page_went_live(page: CaseStudyPage) -> None:
    """Move the story of a page on to published, the first time that it goes live, and tell its writers."""
    submission = Submission.objects.filter(page=page, state=State.ACCEPTED).first()
    if submission is None:
        return
    # somebody else's step came first: the story says so itself
    with contextlib.suppress(Refused), step(Action.PUBLISH, submission, by=None, who=Who.PORTAL) as found:
        found.published_at = timezone.now()
        tell(Notice.PUBLISHED, found)


def page_went_down(page: CaseStudyPage) -> None:
    """Note with the story that its page is not public any more."""
    submission = Submission.objects.filter(page=page, state=State.PUBLISHED).first()
    if submission is not None:
        note("unpublish", submission, by=None)
