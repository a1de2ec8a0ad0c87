"""Questions that every list of indicators asks: which of them readers may see, and what of each a list shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page

if TYPE_CHECKING:
    from indicators.models.indicators import Indicator  # noqa: F401  (named in quotes below)

BRIEF = (
    *("live", "is_retired", "number", "polarity", "theme", "title", "slug", "question"),
    *("is_proxy", "measure_used", "headline_age", "value_type", "unit", "unit_short", "decimals", "multiplier"),
)


def index_paths() -> models.QuerySet[Any, Any]:
    """Ask where in the page tree the published index page stands."""
    kind = ContentType.objects.get_by_natural_key("indicators", "indicatorindexpage")
    return Page.objects.live().filter(content_type_id=kind.pk).values_list("url_path", flat=True)[:1]


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Questions that other apps ask of the whole set."""

    def public(self) -> IndicatorQuerySet:
        """Keep what readers may see: published, the retired ones included, for their addresses stay."""
        return self.filter(live=True)

    def current(self) -> IndicatorQuerySet:
        """Keep the set as it stands: published, with a place in it, and not retired."""
        return self.filter(live=True, is_retired=False, number__isnull=False)

    def listed(self) -> IndicatorQuerySet:
        """Keep what readers may come upon: all that is public but what never had a place in the set."""
        return self.public().filter(number__isnull=False)

    def with_marks(self) -> IndicatorQuerySet:
        """Bring along whether there are targets and commentary: most have none, and need not be asked for them."""
        own = {"indicator": models.OuterRef("pk")}
        held = {name: self.model._meta.get_field(name).related_model for name in ("targets", "commentary")}
        return self.annotate(
            **{f"has_{name}": models.Exists(model._default_manager.filter(**own)) for name, model in held.items()}
        )

    def with_addresses(self) -> IndicatorQuerySet:
        """Bring the index page's place along, so that a list of addresses costs no further query."""
        return self.annotate(index_path=models.Subquery(index_paths())).select_related("theme")

    def in_brief(self) -> IndicatorQuerySet:
        """Bring along what links and rows of figures show, the address among it, and not the long texts."""
        return self.with_addresses().only(*BRIEF)


IndicatorManager = models.Manager.from_queryset(IndicatorQuerySet)
