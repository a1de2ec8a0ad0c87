"""The list of readers: filters, search, and how many there are of each kind."""

from __future__ import annotations

from functools import cached_property

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from het_site.core.models import Theme
from newsletter.cms.subscribers.screens import BRING_IN, NAMESPACE, PER_PAGE, TAKE_AWAY, TITLE, ForTeam, address, person
from newsletter.models import Subscriber
from newsletter.subscribers import topics
from priorities.models import PriorityPage

NO_TOPIC = "everything"


class SubscriberFilters(WagtailFilterSet):
    """State and topic."""

    state = django_filters.MultipleChoiceFilter(
        label="State", choices=Subscriber.State.choices, widget=CheckboxSelectMultiple
    )
    topic = django_filters.ChoiceFilter(
        label="Follows",
        choices=lambda: [(NO_TOPIC, "Everything"), *topics.choices()],
        method="of_topic",
        empty_label="Any",
    )

    class Meta:
        model = Subscriber
        fields = ["state", "topic"]

    def of_topic(self, rows: QuerySet[Subscriber], name: str, value: str) -> QuerySet[Subscriber]:
        """Keep who follows one topic, or chose none."""
        if value == NO_TOPIC:
            return rows.filter(themes=None, priorities=None, wants_news=False, wants_figures=False)
        if value in topics.MORE:
            return rows.filter(wants_news=True) if value == topics.NEWS else rows.filter(wants_figures=True)
        kind, _, slug = value.partition("-")
        if kind == topics.THEME:
            return rows.filter(themes__in=Theme.objects.filter(slug=slug))
        return rows.filter(priorities__in=PriorityPage.objects.filter(slug=slug)).distinct()


class SubscriberPaginator(WagtailPaginator):
    """Pages of readers."""

    @property
    def items_count_label(self) -> str:
        """Say how many there are."""
        return f"{self.count:,} {'subscriber' if self.count == 1 else 'subscribers'}"


class SubscribersView(ForTeam, generic.IndexView):
    """Every reader, the newest first."""

    model = Subscriber
    page_title = TITLE
    header_icon = "group"
    index_url_name = f"{NAMESPACE}:index"
    index_results_url_name = f"{NAMESPACE}:index_results"
    results_template_name = "newsletter/cms/subscribers/index_results.html"
    filterset_class = SubscriberFilters
    default_ordering = "-created_at"
    paginate_by = PER_PAGE
    paginator_class = SubscriberPaginator
    is_searchable = True
    #: Wagtail's own export would give people to whoever adds `?export=csv`, and note nothing: see `taking_away`
    FORMATS = ()
    search_fields = ["email", "name"]
    verbose_name_plural = "subscribers"
    columns = [
        TitleColumn("email", label="Address", get_url=lambda row: address("read", row.pk), sort_key="email"),
        Column("name", label="Name", sort_key="name"),
        Column("state", label="State", accessor="get_state_display", sort_key="state"),
        Column("topics", label="Follows", accessor=lambda row: ", ".join(topics.words(row)) or "Everything"),
        DateColumn("created_at", label="Since", sort_key="created_at"),
    ]

    def get_base_queryset(self) -> QuerySet[Subscriber]:
        """Bring along what the rows name."""
        return Subscriber.objects.prefetch_related("themes", "priorities")

    def search_queryset(self, queryset: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
        """Find by a part of the address or the name."""
        words = Q()
        for word in (self.search_query or "").split()[:10]:
            words &= Q(email__icontains=word) | Q(name__icontains=word)
        return queryset.filter(words)

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Offer bringing in to who may."""
        if not person(self.request).has_perm(BRING_IN):
            return []
        return [HeaderButton("Bring in a list", url=address("bring_in"), icon_name="plus")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Offer what is done less often."""
        found = [
            Button("What happened", url=address("log"), icon_name="history", priority=20),
            Button("Not written to", url=address("suppressed"), icon_name="cross", priority=30),
        ]
        if person(self.request).has_perm(TAKE_AWAY):
            found.append(Button("Take away", url=address("take_away"), icon_name="download", priority=10))
        return sorted(found)
