"""What needs somebody's attention, for each person by what they may change. Reads only, one count for each concern."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.images import get_image_model
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Page, Revision, TaskState, WorkflowState, get_page_models
from wagtail.permissions import page_permission_policy

from het_site.core import workers
from het_site.core.models import BasePage, BrandSettings, Theme, User
from indicators.models import DataRelease, Indicator, Observation
from newsletter.cms.sending import concerns as sending
from priorities.models import Evidence, Recommendation

Status = DataRelease.Status


@dataclass(frozen=True)
class Entry:
    """One thing to look at: its name, where it is changed, and what is known about it."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Concern:
    """One reason to look: what it is called, what to do about it, and what it is about for one person."""

    slug: str
    title: str
    advice: str
    found: Callable[[User], QuerySet[Any]]
    entry: Callable[[Any], Entry]


def _day(value: date | None) -> str:
    return date_format(value, "j F Y") if value else ""


def _edit(row: Any) -> str:
    """Give the address of the screen where a page or snippet is changed."""
    if isinstance(row, Page):
        return reverse("wagtailadmin_pages:edit", args=[row.pk])
    return reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk])


def _editable_pages(user: User) -> QuerySet[Page]:
    pages: QuerySet[Page] = page_permission_policy.instances_user_has_permission_for(user, "change")
    return pages


def _if_allowed(user: User, permission: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows if user.has_perm(permission) else rows.none()


def overdue_pages(user: User) -> QuerySet[Page]:
    """Public pages past their review date, longest first; `due` is the date."""
    links = [model._meta.get_ancestor_link(Page) for model in get_page_models() if issubclass(model, BasePage)]
    dates = [F(f"{link.remote_field.get_accessor_name()}__next_review_on") for link in links if link]
    pages = _editable_pages(user).filter(live=True).annotate(due=Coalesce(*dates))
    return pages.filter(due__lt=timezone.localdate()).order_by("due", "title")


def waiting_for_approval(user: User) -> QuerySet[TaskState]:
    """What others have sent and this person may approve, longest waiting first."""
    states: QuerySet[TaskState] = TaskState.objects.reviewable_by(user)
    return states.select_related("revision__content_type", "workflow_state__requested_by").order_by("started_at")


def changes_asked(user: User) -> QuerySet[WorkflowState]:
    """What this person sent and a moderator sent back, latest first."""
    sent_back = WorkflowState.objects.filter(requested_by=user, status=WorkflowState.STATUS_NEEDS_CHANGES)
    return sent_back.select_related(
        "current_task_state__revision__content_type", "current_task_state__finished_by"
    ).order_by("-current_task_state__finished_at")


def never_published(user: User) -> QuerySet[Page]:
    """Pages that readers have never seen and nobody is asked to approve, latest change first."""
    drafts = _editable_pages(user).filter(live=False, first_published_at__isnull=True)
    waiting = drafts.filter(_workflow_states__status=WorkflowState.STATUS_IN_PROGRESS)
    return drafts.exclude(pk__in=waiting.values("pk")).order_by(F("latest_revision_created_at").desc(nulls_last=True))


def indicators_without_figures(user: User) -> QuerySet[Indicator]:
    """Indicators of the set for which no figure is held."""
    figures = Observation.objects.filter(indicator=OuterRef("pk"), value__isnull=False)
    return _if_allowed(user, "indicators.change_indicator", Indicator.objects.current().filter(~Exists(figures)))


def indicators_due_for_figures(user: User) -> QuerySet[Indicator]:
    """Indicators whose next figures should have come out by now."""
    due = Indicator.objects.current().filter(next_update_on__lt=timezone.localdate()).order_by("next_update_on")
    return _if_allowed(user, "indicators.change_indicator", due)


def _releases(user: User, *statuses: str) -> QuerySet[DataRelease]:
    rows = DataRelease.objects.filter(status__in=statuses).defer("faults", "matching").order_by("loaded_at", "pk")
    return _if_allowed(user, "indicators.change_datarelease", rows)


def releases_to_mend(user: User) -> QuerySet[DataRelease]:
    """Figures that came in and cannot go on without somebody: faults, unmatched columns, an error."""
    return _releases(user, Status.FAULTY, Status.MATCHING, Status.FAILED)


def releases_to_publish(user: User) -> QuerySet[DataRelease]:
    """Figures that are ready and nobody has published or discarded."""
    return _releases(user, Status.READY)


def releases_with_a_time(user: User) -> QuerySet[DataRelease]:
    """Figures that will be published by themselves, the next first."""
    return _releases(user, Status.SCHEDULED).order_by("publish_at")


def releases_without_worker(user: User) -> QuerySet[DataRelease]:
    """Figures that wait for work that nobody does."""
    waiting = _releases(user, Status.UPLOADED, Status.CHECKING, Status.PUBLISHING, Status.SCHEDULED)
    return waiting.none() if workers.is_anybody_there() else waiting


def indicators_due_for_review(user: User) -> QuerySet[Indicator]:
    """Indicators whose definition should have been checked again by now."""
    due = Indicator.objects.current().filter(next_review_on__lt=timezone.localdate()).order_by("next_review_on")
    return _if_allowed(user, "indicators.change_indicator", due)


def _recommendations(user: User) -> QuerySet[Recommendation]:
    rows = Recommendation.objects.select_related("theme").order_by("theme__number", "number")
    return _if_allowed(user, "priorities.change_recommendation", rows)


def recommendations_without_owner(user: User) -> QuerySet[Recommendation]:
    """Recommendations that no organisation answers for."""
    return _recommendations(user).filter(owner__isnull=True)


def recommendations_without_evidence(user: User) -> QuerySet[Recommendation]:
    """Recommendations with nothing to show how far they have got."""
    return _recommendations(user).filter(~Exists(Evidence.objects.filter(recommendation=OuterRef("pk"))))


def recommendations_due_for_review(user: User) -> QuerySet[Recommendation]:
    """Recommendations whose status should have been looked at again by now."""
    return _recommendations(user).filter(next_review_on__lt=timezone.localdate()).order_by("next_review_on")


def principles_without_recommendations(user: User) -> QuerySet[Theme]:
    """Principles under which no recommendation is published."""
    published = Recommendation.objects.filter(theme=OuterRef("pk"), live=True)
    return _if_allowed(user, "priorities.add_recommendation", Theme.objects.filter(~Exists(published)))


def images_without_credit(user: User) -> QuerySet[Any]:
    """Pictures of which nobody knows who made them or why they may be shown."""
    mine = image_policy.instances_user_has_permission_for(user, "change")
    return get_image_model().objects.filter(Q(credit="") | Q(licence=""), pk__in=mine.values("pk")).order_by("title")


def alerts_showing(user: User) -> QuerySet[BrandSettings]:
    """Sites whose banner readers see right now."""
    now = timezone.now()
    showing = BrandSettings.objects.exclude(alert_heading="").filter(
        Q(alert_starts_at__isnull=True) | Q(alert_starts_at__lte=now),
        Q(alert_ends_at__isnull=True) | Q(alert_ends_at__gt=now),
    )
    return _if_allowed(user, "core.change_brandsettings", showing.order_by("pk"))


def _edit_revision(revision: Revision) -> str:
    """Give the address of the screen where what a revision is of is changed."""
    model = revision.content_type.model_class()
    name = "wagtailadmin_pages:edit" if issubclass(model, Page) else model.snippet_viewset.get_url_name("edit")
    return reverse(name, args=[revision.object_id])


def _task_entry(state: TaskState) -> Entry:
    note = f"Sent by {state.workflow_state.requested_by}, {_day(state.started_at)}"
    return Entry(state.revision.object_str, _edit_revision(state.revision), note)


def _sent_back_entry(state: WorkflowState) -> Entry:
    task = state.current_task_state
    words = f"“{task.comment}”" if task.comment else "No reason was given."
    note = f"{words} {task.finished_by or 'A moderator'}, {_day(task.finished_at)}"
    return Entry(task.revision.object_str, _edit_revision(task.revision), note)


def _image_entry(image: Any) -> Entry:
    missing = [name for name in ("credit", "licence") if not getattr(image, name)]
    return Entry(image.title, reverse("wagtailimages:edit", args=[image.pk]), f"No {' and no '.join(missing)}")


def _release_entry(release: DataRelease) -> Entry:
    at = f" on {_day(timezone.localtime(release.publish_at))}" if release.publish_at else ""
    note = f"{release.get_status_display()}{at}. Handed in on {_day(timezone.localtime(release.loaded_at))}"
    return Entry(release.title, reverse("data_releases:inspect", args=[release.pk]), note)


def _desk(name: str, row: Any) -> str:
    return reverse(f"newsletter_sending:{name}", args=[row.edition_id])


def _theme_entry(theme: Theme) -> Entry:
    return Entry(str(theme), reverse(Recommendation.snippet_viewset.get_url_name("add")), "Add one from the report")


def _brand_entry(brand: BrandSettings) -> Entry:
    url = reverse("wagtailsettings:edit", args=["core", "brandsettings", brand.site_id])
    return Entry(
        brand.alert_heading, url, f"Until {_day(brand.alert_ends_at)}" if brand.alert_ends_at else "No end is set"
    )


CONCERNS = (
    Concern(
        "waiting-for-you",
        "Waiting for your approval",
        "Read each one. Approve it, or ask for changes and say which.",
        waiting_for_approval,
        _task_entry,
    ),
    Concern(
        "changes-asked",
        "Changes asked of you",
        "Read what the moderator asks for, make the changes, then send the page again.",
        changes_asked,
        _sent_back_entry,
    ),
    Concern(
        "alert",
        "Alert banner on every page",
        "Check that it is still true. Take it down when it is over.",
        alerts_showing,
        _brand_entry,
    ),
    Concern(
        "editions-standing-still",
        "Editions that are not sent on",
        "Look at the desk: it says why. Resume or cancel, or tell whoever runs the site.",
        sending.standing_still,
        lambda row: Entry(sending.title_of(row), _desk("desk", row), sending.why_still(row)),
    ),
    Concern(
        "editions-uncertain",
        "Editions with uncertain copies",
        "Nobody knows whether these arrived, and nothing sends them again by itself. Settle each one.",
        sending.uncertain,
        lambda row: Entry(sending.title_of(row), _desk("uncertain", row), sending.doubts_of(row)),
    ),
    Concern(
        "pages-to-review",
        "Pages past their review date",
        "Check that all of it is right, put right what is not, then set both review dates.",
        overdue_pages,
        lambda page: Entry(page.get_admin_display_title(), _edit(page), f"Due {_day(page.due)}"),
    ),
    Concern(
        "drafts",
        "Drafts never published",
        "Finish each one and send it for approval, or delete it.",
        never_published,
        lambda page: Entry(page.get_admin_display_title(), _edit(page), _changed(page)),
    ),
    Concern(
        "indicators-without-figures",
        "Indicators without figures",
        "Load figures, or say in the definition why there are none.",
        indicators_without_figures,
        lambda row: Entry(str(row), _edit(row)),
    ),
    Concern(
        "indicators-due",
        "Indicators with new figures due",
        "See whether the source has published them, then load them or set the next date.",
        indicators_due_for_figures,
        lambda row: Entry(str(row), _edit(row), f"Due {_day(row.next_update_on)}"),
    ),
    Concern(
        "indicators-to-review",
        "Indicators past their review date",
        "Check the definition against its source, then set both review dates.",
        indicators_due_for_review,
        lambda row: Entry(str(row), _edit(row), f"Due {_day(row.next_review_on)}"),
    ),
    Concern(
        "figures-to-mend",
        "Figures that came in with faults",
        "Look at what is wrong, mend the file and upload it again, or discard it.",
        releases_to_mend,
        _release_entry,
    ),
    Concern(
        "figures-to-publish",
        "Figures ready to publish",
        "Look at the difference and the preview, then publish or discard.",
        releases_to_publish,
        _release_entry,
    ),
    Concern(
        "figures-with-a-time",
        "Figures to be published at a set time",
        "Nothing has to be done. Check that the time is still right.",
        releases_with_a_time,
        _release_entry,
    ),
    Concern(
        "figures-without-worker",
        "Figures that nobody is working on",
        "No worker has been seen lately. Tell whoever runs the site; the work goes on by itself once one runs.",
        releases_without_worker,
        _release_entry,
    ),
    Concern(
        "recommendations-without-owner",
        "Recommendations without an owner",
        "Find out which organisation answers for each one. Readers see that none is published.",
        recommendations_without_owner,
        lambda row: Entry(str(row), _edit(row), str(row.theme)),
    ),
    Concern(
        "recommendations-without-evidence",
        "Recommendations without evidence",
        "Link what shows how far each one has got: a story, a report, figures.",
        recommendations_without_evidence,
        lambda row: Entry(str(row), _edit(row), row.get_status_display()),
    ),
    Concern(
        "recommendations-to-review",
        "Recommendations past their review date",
        "Ask the owner how far it has got, then set the status and the next date.",
        recommendations_due_for_review,
        lambda row: Entry(str(row), _edit(row), f"Due {_day(row.next_review_on)}"),
    ),
    Concern(
        "principles-without-recommendations",
        "Principles without recommendations",
        "Enter what the published report recommends. Until then the page says that none is listed.",
        principles_without_recommendations,
        _theme_entry,
    ),
    Concern(
        "images-without-credit",
        "Pictures without credit or licence",
        "Say who made each picture and what allows us to show it, or take it off the site.",
        images_without_credit,
        _image_entry,
    ),
)
BY_SLUG = {concern.slug: concern for concern in CONCERNS}


def _changed(page: Page) -> str:
    return f"Last changed {_day(page.latest_revision_created_at)}" if page.latest_revision_created_at else ""


def concerns_of(user: User) -> list[tuple[Concern, int]]:
    """List what needs this person's attention, with how many there are of each; nothing is left out but the zeros."""
    counted = ((concern, concern.found(user).count()) for concern in CONCERNS)
    return [(concern, count) for concern, count in counted if count]
