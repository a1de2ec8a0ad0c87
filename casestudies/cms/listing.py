"""The queue: what came in, from whom, how long it waits, who looks after it. Filters, search, and giving several to one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from casestudies.actions.judging import assign
from casestudies.cms import queries
from casestudies.cms.screens import NAMESPACE, TITLE, TONES, ForOfficers, address, person
from casestudies.models import Submission
from het_site.core.models import Theme

State = Submission.State
ME, NOBODY = "me", "nobody"
NUMBER = re.compile(r"^(?:cs-?)?0*(\d{1,9})$", re.IGNORECASE)
MOST_AT_ONCE = 500


class QueueFilters(WagtailFilterSet):
    """State, who looks after it, principle, and what is late."""

    state = django_filters.MultipleChoiceFilter(
        label="State",
        choices=[choice for choice in State.choices if choice[0] != State.DRAFT],
        widget=CheckboxSelectMultiple,
    )
    assignee = django_filters.ChoiceFilter(
        label="Looked after by", method="of_assignee", choices=lambda: queries_choices(), empty_label="Anybody"
    )
    principle = django_filters.ModelChoiceFilter(
        label="Principle",
        queryset=Theme.objects.order_by("number"),
        to_field_name="slug",
        method="of_principle",
        empty_label="Any",
    )
    overdue = django_filters.ChoiceFilter(
        label="Answer", choices=[("yes", "Overdue")], method="of_overdue", empty_label="Any"
    )

    class Meta:
        model = Submission
        fields = ["state", "assignee", "principle", "overdue"]

    def of_assignee(self, rows: QuerySet[Submission], name: str, value: str) -> QuerySet[Submission]:
        """Keep what somebody looks after, or nobody does."""
        if value == NOBODY:
            return rows.filter(assignee=None)
        return rows.filter(assignee=self.request.user.pk if value == ME else int(value))

    def of_principle(self, rows: QuerySet[Submission], name: str, value: Theme | None) -> QuerySet[Submission]:
        """Keep what its writers say serves a principle."""
        return rows.filter(answers__themes__contains=[value.slug]) if value else rows

    def of_overdue(self, rows: QuerySet[Submission], name: str, value: str) -> QuerySet[Submission]:
        """Keep what its writers should have heard about."""
        return rows.filter(state=State.SUBMITTED, due_on__lt=timezone.localdate())


def queries_choices() -> list[tuple[str, str]]:
    """Give whom the queue can be filtered by."""
    people = [(str(one.pk), queries.called(one)) for one in queries.officers()]
    return [(ME, "Me"), (NOBODY, "Nobody yet"), *people]


class CellColumn(Column):
    """A cell with a template of its own."""

    def __init__(self, name: str, template: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = f"casestudies/cms/cells/{template}.html"


class StoryPaginator(WagtailPaginator):
    """Pages of stories."""

    @property
    def items_count_label(self) -> str:
        """Say how many there are."""
        return f"{self.count:,} {'story' if self.count == 1 else 'stories'}"


class QueueView(ForOfficers, generic.IndexView):
    """Every story that was sent, what needs an officer first."""

    model = Submission
    page_title = TITLE
    header_icon = "openquote"
    index_url_name = f"{NAMESPACE}:index"
    index_results_url_name = f"{NAMESPACE}:index_results"
    results_template_name = "casestudies/cms/queue_results.html"
    filterset_class = QueueFilters
    default_ordering = "pressing"
    paginate_by = 50
    paginator_class = StoryPaginator
    is_searchable = True
    search_fields = ["answers__title", "answers__organisation"]
    verbose_name_plural = "stories"
    columns = [
        CellColumn("chosen", "chosen", label="Choose"),
        TitleColumn(
            "title",
            label="Story",
            accessor="title",
            get_url=lambda story: address("read", story.pk),
            sort_key="title_given",
        ),
        Column("called", label="Number", sort_key="number"),
        Column("organisation", label="Organisation", accessor=lambda story: story.organisation_given or "Not said"),
        CellColumn("state", "state", label="State", sort_key="pressing"),
        Column("age", label="Days", accessor="age", sort_key="submitted_at"),
        CellColumn("due_on", "due", label="Answer by", sort_key="due_on"),
        Column("principles", label="Principles"),
        Column("assignee", label="Looked after by", accessor=lambda story: queries.called(story.assignee) or "Nobody"),
        CellColumn("looks_like", "looks_like", label="To look at"),
    ]

    def get_base_queryset(self) -> QuerySet[Submission]:
        """Find the stories."""
        return queries.queue(person(self.request))

    def order_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        """Put them into the order that is asked for, unknown days last, the oldest of equals first."""
        ordering = str(self.ordering)
        order = F(ordering.removeprefix("-"))
        put = order.desc if ordering.startswith("-") else order.asc
        return queryset.order_by(put(nulls_last=True), F("due_on").asc(nulls_last=True), "submitted_at", "pk")

    def search_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        """Find by number as people call it, or by words of title and organisation."""
        if not self.search_query:
            return queryset
        number = NUMBER.match(self.search_query.strip())
        if number:
            return queryset.filter(number=int(number[1]))
        words = Q()
        for word in self.search_query.split()[:10]:
            words &= Q(answers__title__icontains=word) | Q(answers__organisation__icontains=word)
        return queryset.filter(words)

    def paginate_queryset(self, queryset: QuerySet[Submission], page_size: int) -> tuple[Any, Any, Any, bool]:
        """Say more about the stories of the page that is shown."""
        paginator, page, rows, has_others = super().paginate_queryset(queryset, page_size)
        page.object_list = self._with_more(rows)
        return paginator, page, page.object_list, has_others

    def _with_more(self, rows: Iterable[Submission]) -> list[Submission]:
        """Say of each how long it waits, whether that is too long, and what is odd about it."""
        stories = list(rows)
        for pk, answers in queries.last_sent(stories).items():
            row: Any = next(story for story in stories if story.pk == pk)
            row.answers, row.organisation_given = answers, answers.get("organisation")
        today, titles = timezone.localdate(), queries.themes()
        found = queries.duplicates(stories)
        for story in stories:
            sent, row = story.submitted_at, story
            row.age = (today - timezone.localdate(sent)).days if sent else ""
            row.is_overdue = queries.is_overdue(story, today=today)
            row.tone = TONES.get(State(story.state), "")
            row.principles = ", ".join(titles.get(slug, slug) for slug in story.answers.get("themes") or ())
            row.alike = len(found.get(story.pk, ()))
        return stories

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whom several stories can be given to."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "assign_url": address("assign_several"),
            "people": [(one.pk, queries.called(one)) for one in queries.officers()],
        }

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Offer nothing: stories come from partners."""
        return []


class AssignSeveralView(ForOfficers):
    """Gives the chosen stories to somebody."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Give them, and say how many; nobody is given what is not in the queue of who asks."""
        keys = [key for key in request.POST.getlist("story") if key.isascii() and key.isdigit()][:MOST_AT_ONCE]
        whom = {str(one.pk): one for one in queries.officers()}
        to = request.POST.get("to", "")
        if not keys:
            messages.error(request, "Choose the stories that you want to give to somebody.")
        elif to not in {*whom, NOBODY}:
            messages.error(request, "Choose whom to give the stories to.")
        else:
            stories = list(queries.queue(person(request)).filter(pk__in=keys))
            given = assign(submissions=stories, to=whom.get(to), by=person(request))
            number = f"{len(given)} {'story' if len(given) == 1 else 'stories'}"
            messages.success(request, f"{number} given to {queries.called(whom.get(to)) or 'nobody'}.")
        return redirect(address("index"))
